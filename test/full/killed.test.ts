import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { installProgram, type Program } from "../support/program.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

let program: Program;
let sandbox: Sandbox;

beforeAll(async () => {
  program = await installProgram();
});
afterAll(() => program.close());
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => sandbox.close());

/** What is in WorkOS at the end, without what differs between any two runs. */
async function world(): Promise<unknown> {
  const read = async (path: string) => {
    const answer = await fetch(`${sandbox.url}${path}`, {
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
    });
    return (await answer.json()) as {
      data: { id: string; name: string; email: string; domains: { domain: string }[] }[];
    };
  };
  const organizations = (await read("/organizations?limit=100")).data;
  return Promise.all(
    organizations.map(async ({ id, name, domains }) => ({
      name,
      domains: domains.map(({ domain }) => domain),
      contacts: (await read(`/organizations/${id}/it_contacts`)).data.map(({ email }) => email),
      mails: ((await read("/_sandbox/inbox")) as unknown as { to: string }[]).map(({ to }) => to),
    })),
  );
}

const run = (line: string, url = sandbox.url) =>
  program.run(line.split(" "), { env: { SSOCTL_ENV: "sandbox", WORKOS_API_URL: url } });

/** Runs a command and kills it (SIGKILL) at its n-th request: before the request is passed on, or after the work was done. */
async function kill(line: string, at: number, when: "before" | "after"): Promise<{ requests: number }> {
  let requests = 0;
  let die = () => {};
  const server = createServer(async (incoming, outgoing) => {
    requests += 1;
    const mine = requests === at;
    const body = await buffer(incoming);
    if (mine && when === "before") return die();
    const { hostname, port } = new URL(sandbox.url);
    const { method, url, headers } = incoming;
    const onward = request({ hostname, port, method, path: url, headers, agent: false }, async (answer) => {
      const content = await buffer(answer);
      if (mine) return die();
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers).end(content);
    });
    // The client is killed in the middle of things.
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = execa(process.execPath, [BIN, ...line.split(" ")], {
    env: { ...program.env, SSOCTL_ENV: "sandbox", WORKOS_API_URL: url },
    extendEnv: false,
    reject: false,
  });
  die = () => void child.kill("SIGKILL");
  await child;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { requests };
}

describe.each([
  ["link create acme.com --json", 7],
  ["link email acme.com --to jane@acme.com --json", 9],
])("%s, killed at one of its %i requests and run again, ends as if undisturbed", (line, count) => {
  let undisturbed: unknown;

  beforeEach(async () => {
    expect(await run(line)).toMatchObject({ exit: 0 });
    undisturbed = await world();
    await sandbox.close();
    sandbox = await startSandbox({ port: 0 });
  });

  const moments = Array.from({ length: count }, (_, at) => at + 1).flatMap((at) => [
    [at, "before"] as const,
    [at, "after"] as const,
  ]);

  test.each(moments)("request %i, %s the work was done", async (at, when) => {
    const { requests } = await kill(line, at, when);
    // Two requests of one round trip arrive in any order.
    expect(requests).toBeGreaterThanOrEqual(at);
    const again = await run(line);
    // An invitation that was sent by the killed run is still active: the second run says so, and sends no other.
    const invited = line.startsWith("link email") && at === count && when === "after";
    expect(again.exit).toBe(invited ? 5 : 0);
    expect(await world()).toEqual(undisturbed);
  });
});
