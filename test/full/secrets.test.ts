import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { type FaultProxy, type Misbehaviour, startFaultProxy } from "../support/fault-proxy.ts";
import { type Ended, IN_FILE, installProgram, type Program } from "../support/program.ts";

/** Commands, and whether a link on stdout is what was asked for. */
const COMMANDS: readonly (readonly [line: string, asksForLink: boolean])[] = [
  ["org ensure acme.com", false],
  ["org ensure acme.com --dry-run", false],
  ["org status acme.com", false],
  ["link create acme.com", true],
  ["link create acme.com --json", true],
  ["link create beta.com", true],
  ["link email acme.com --to jane@acme.com", false],
  ["link email acme.com --to jane@acme.com --replace --json", false],
  ["link create acme.com --message", true],
  ["link revoke acme.com", false],
  ["env list", false],
  ["env list --json", false],
  ["history", false],
  ["history --json", false],
  ["doctor", false],
  ["doctor --json", false],
  ["link create acme.com --bogus", false],
];

const FAULTS: readonly (Misbehaviour | undefined)[] = [
  undefined,
  { kind: "answer", status: 500, body: `<p>Bearer ${SANDBOX_API_KEY}</p>` },
  { kind: "answer", status: 401, body: { message: "Unauthorized" } },
  { kind: "answer", status: 429, body: {}, headers: { "Retry-After": "60" } },
  { kind: "close", when: "before" },
  { kind: "close", when: "after" },
  { kind: "close", when: "half" },
  { kind: "html" },
  { kind: "garbage" },
];

let program: Program;
let sandbox: Sandbox;
let proxy: FaultProxy;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  proxy = await startFaultProxy(sandbox.url);
  program = await installProgram();
  const add = ["env", "add", "staging", "--key-stdin", "--api-url", proxy.url, ...IN_FILE];
  expect(await program.run(add, { stdin: SANDBOX_API_KEY })).toMatchObject({ exit: 0 });
});
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
  await program.close();
});

/** Every token that a link of this sandbox has, whoever got it. */
function tokens(): string[] {
  const { portalLinks, setupInvitations } = sandbox.state;
  return [...portalLinks.values(), ...setupInvitations.values()].map(({ token }) => token);
}

function secretsIn(written: string): string[] {
  return [SANDBOX_API_KEY, ...tokens()].filter((secret) => written.includes(secret));
}

/** All files of the home but the one that keeps the key for want of a keychain. */
async function files(): Promise<string> {
  const names = await readdir(program.home, { recursive: true, withFileTypes: true });
  const kept = names.filter((entry) => entry.isFile() && entry.name !== "config.json");
  expect(kept.map(({ name }) => name)).toContain("history.jsonl");
  return (
    await Promise.all(kept.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")))
  ).join("\n");
}

test.each(FAULTS.map((fault) => [fault ? JSON.stringify(fault).slice(0, 40) : "no fault", fault] as const))(
  "no key and no link is in anything that is written: %s",
  async (_what, fault) => {
    for (const [line, asksForLink] of COMMANDS) {
      proxy.clear();
      if (fault) proxy.add({ route: "*", times: 1, fault });
      const ended: Ended = await program.run([...line.split(" "), "--verbose", "--yes"], {
        env: { TMPDIR: "/tmp" },
      });
      expect({ line, secrets: secretsIn(ended.stderr) }).toEqual({ line, secrets: [] });
      if (!asksForLink) expect({ line, secrets: secretsIn(ended.stdout) }).toEqual({ line, secrets: [] });
      expect(ended.stdout).not.toContain(SANDBOX_API_KEY);
    }
    expect(tokens().length).toBeGreaterThan(0);
    expect(secretsIn(await files())).toEqual([]);
  },
  120_000,
);
