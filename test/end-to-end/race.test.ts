import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import {
  type Ended,
  installProgram,
  type Program,
  type SandboxProcess,
  startSandboxProcess,
} from "../support/program.ts";

const RUNNERS = 20;
const ROUNDS = Number(process.env["RACE_ROUNDS"] ?? 4);
const MINUTES = 60_000;

let program: Program;
let sandbox: SandboxProcess;

beforeAll(async () => {
  program = await installProgram();
  sandbox = await startSandboxProcess(program);
});
afterAll(async () => {
  await sandbox.stop();
  await program.close();
});

async function runners(domain: string, flags: (runner: number) => string[]): Promise<Ended[]> {
  const env = { SSOCTL_ENV: "sandbox", WORKOS_API_URL: sandbox.url };
  return Promise.all(
    Array.from({ length: RUNNERS }, (_, runner) =>
      program.run(["org", "ensure", domain, "--json", ...flags(runner)], { env }),
    ),
  );
}

async function organizationsOf(domain: string): Promise<{ id: string }[]> {
  const answer = await fetch(`${sandbox.url}/organizations?domains=${domain}&limit=100`, {
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
  });
  return ((await answer.json()) as { data: { id: string }[] }).data;
}

// With one name, WorkOS's idempotency keys meet; with a name each they differ, and the younger ones are taken back.
test.each([
  ["of one name", () => []],
  ["with a name each", (runner: number) => ["--name", `Acme ${runner}`]],
])(
  `${RUNNERS} processes at once, %s, ${ROUNDS} rounds: one organization remains, and all of them have its id`,
  async (what, flags) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const domain = `round-${round}-${what.replaceAll(" ", "-")}.com`;
      const ended = await runners(domain, flags);
      const remaining = await organizationsOf(domain);
      expect(remaining).toHaveLength(1);
      const ids = ended.map(({ exit, stdout, stderr }) =>
        exit === 0 ? JSON.parse(stdout).organization.id : stderr,
      );
      expect(ids).toEqual(Array.from({ length: RUNNERS }, () => remaining[0]?.id));
    }
  },
  30 * MINUTES,
);
