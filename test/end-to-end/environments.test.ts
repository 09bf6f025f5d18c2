import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import {
  installProgram,
  type Program,
  type SandboxProcess,
  startSandboxProcess,
} from "../support/program.ts";
import { atTerminal, ENTER } from "../support/pseudo-terminal.ts";

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

describe("an environment on this machine", () => {
  test("is added by a key from stdin, used by later commands, and removed", async () => {
    const added = await program.run(["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url], {
      stdin: SANDBOX_API_KEY,
    });
    expect(added).toMatchObject({ exit: 0, stdout: "staging\n" });

    const used = await program.run(["org", "ensure", "acme.com"]);
    expect(used).toMatchObject({ exit: 0, stderr: expect.stringMatching(/^staging · test\n/u) });

    const removed = await program.run(["env", "remove", "staging", "--yes"]);
    expect(removed.exit).toBe(0);
    expect(await readFile(join(program.home, "settings", "config.json"), "utf8")).not.toContain(
      SANDBOX_API_KEY,
    );
  });

  test.skipIf(process.platform === "win32")("lies in a file that its owner alone can read", async () => {
    await program.run(["env", "add", "mine", "--key-stdin", "--api-url", sandbox.url], {
      stdin: SANDBOX_API_KEY,
    });
    const { mode } = await stat(join(program.home, "settings", "config.json"));
    expect(mode & 0o777).toBe(0o600);
  });

  test("a key that is typed is masked on the screen", async () => {
    const session = atTerminal(program, ["env", "add", "typed", "--api-url", sandbox.url]);
    await session.shows("API key of typed");
    session.type(SANDBOX_API_KEY + ENTER);
    const { exit, raw, screen } = await session.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("•••");
    expect(raw).not.toContain(SANDBOX_API_KEY);
  });

  test("WORKOS_API_KEY and WORKOS_API_URL work without any set-up, and leave no file", async () => {
    const fresh = await installProgram({ WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url });
    const { exit, stdout } = await fresh.run(["org", "ensure", "acme.com"]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^org_/u);
    await expect(stat(join(fresh.home, "settings"))).rejects.toThrow();
    await fresh.close();
  });
});
