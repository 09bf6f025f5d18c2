import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test as withSandbox } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";

const MINUTE = 60_000;

/** A sandbox whose clock differs from this machine's, seen from here: only the `Date` of its answers is shifted. */
const test = withSandbox.extend("shifted", async ({ sandbox }, { onCleanup }) => {
  let shift = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? "", sandbox.url), { method, headers }, (answer) => {
      const date = new Date(Date.now() + shift).toUTCString();
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, date });
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanup(() => void server.close());
  const env = {
    SSOCTL_ENV: "sandbox",
    WORKOS_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return (milliseconds: number) => {
    shift = milliseconds;
    return env;
  };
});

describe("where this machine's clock and WorkOS's differ", () => {
  test.for([
    [-120 * MINUTE, "2 hours ahead of"],
    [120 * MINUTE, "2 hours behind"],
    [-5 * MINUTE, "5 minutes ahead of"],
    [100 * 24 * 60 * MINUTE, "100 days behind"],
  ] as const)(
    "by %i ms, it is said once, and a link expires by WorkOS's",
    async ([shift, words], { program, shifted }) => {
      const env = shifted(shift);
      const { exit, stderr } = await program.run(["link", "create", "acme.com"], { env });
      expect(exit).toBe(0);
      expect(stderr.split(`! This machine's clock is ${words} WorkOS's.`)).toHaveLength(2);
      const { stdout, stderr: none } = await program.run(
        ["link", "create", "acme.com", "--message", "--json"],
        { env },
      );
      expect(none).toBe("");
      const { expiresAt, message } = JSON.parse(stdout);
      const expected = Date.now() + shift + 5 * MINUTE;
      expect(Math.abs(Date.parse(expiresAt) - expected)).toBeLessThan(MINUTE);
      expect(message.text).toContain(`It expires at ${expiresAt.slice(11, 16)} UTC`);
    },
  );

  test("by less than two minutes, nothing is said", async ({ program, shifted }) => {
    const { exit, stderr } = await program.run(["link", "create", "acme.com"], { env: shifted(-MINUTE) });
    expect(exit).toBe(0);
    expect(stderr).not.toContain("clock");
  });

  test("doctor says it", async ({ freshProgram: program, shifted }) => {
    const { WORKOS_API_URL } = shifted(-120 * MINUTE);
    const add = ["env", "add", "staging", "--api-url", WORKOS_API_URL, "--key-stdin", ...IN_FILE];
    expect(await program.run(add, { stdin: SANDBOX_API_KEY })).toMatchObject({ exit: 0 });
    const { stdout } = await program.run(["doctor"]);
    expect(stdout).toContain("warning\tclock\tThis machine's clock is 2 hours ahead of WorkOS's.\n");
    shifted(0);
    expect((await program.run(["doctor"])).stdout).toContain("ok\tclock\tagrees with WorkOS's\n");
  });
});
