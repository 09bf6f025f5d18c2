import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import type { KeychainRequest, KeychainResponse } from "../../src/settings/keychain.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import {
  askNobody,
  type KeyringSession,
  NO_KEYRING,
  startKeyring,
  startSilentBus,
} from "../support/keyring.ts";
import type { Ended } from "../support/program.ts";

const CHILD = fileURLToPath(new URL("../../dist/keychain-child.js", import.meta.url));

/** The package with the native code for this machine. */
const NATIVE = readdirSync(new URL("../../node_modules/@napi-rs/", import.meta.url)).find((name) =>
  name.startsWith(`keyring-${process.platform}-`),
);

/** Longer than a busy machine takes to answer, and shorter than vitest's patience. */
const AMPLE = "25";

const test = withProgram
  /** Runs a command in a session. */
  .extend("run", ({ program }) => ({ env }: KeyringSession, ...argv: string[]): Promise<Ended> => {
    const timeout = argv.includes("--timeout") ? [] : ["--timeout", AMPLE];
    return program.run([...argv, ...timeout], { env, stdin: SANDBOX_API_KEY });
  })
  .extend(
    "add",
    ({ run, sandbox }) =>
      (session: KeyringSession, name: string, ...flags: string[]) =>
        run(session, "env", "add", name, "--key-stdin", "--api-url", sandbox.url, ...flags),
  )
  .extend(
    "settingsFile",
    ({ program }) =>
      () =>
        readFile(join(program.home, "settings", "config.json"), "utf8"),
  )
  .extend(
    "stored",
    ({ settingsFile }) =>
      async (): Promise<Record<string, { storage: string }>> =>
        JSON.parse(await settingsFile()).environments,
  )
  /** Every folder but the usual one has its mark in the name. */
  .extend(
    "accountOf",
    ({ program }) =>
      (name: string) =>
        accountIn(join(program.home, "settings"), name),
  );

function accountIn(folder: string, name: string): string {
  return `${name}@${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

async function askDirectly({ env }: KeyringSession, request: KeychainRequest): Promise<KeychainResponse> {
  const { stdout } = await execa(process.execPath, [CHILD], { env, input: JSON.stringify(request) });
  return JSON.parse(stdout);
}

describe.skipIf(NO_KEYRING)(`the keychain of a real Linux session${NO_KEYRING}`, () => {
  describe("unlocked", () => {
    let session: KeyringSession;

    test.beforeAll(async ({ program }) => {
      session = await startKeyring(program.home, "unlocked");
    });
    test.afterAll(() => session.end());

    test("takes the key, and the settings file has none of it", async ({ run, add, settingsFile }) => {
      const added = await add(session, "staging");
      expect(added).toMatchObject({ exit: 0, stdout: "staging\n" });
      expect(added.stderr).toContain(" It is stored in your system's keychain.\n");
      expect(await settingsFile()).not.toContain(SANDBOX_API_KEY);
      expect(await run(session, "org", "ensure", "acme.com")).toMatchObject({ exit: 0 });
      const { stdout } = await run(session, "env", "list", "--json");
      expect(JSON.parse(stdout).environments).toMatchObject([
        { name: "staging", storage: "keychain", key: "sk_test_…", keyProblem: null },
      ]);
    });

    test("keeps the keys of two settings folders apart", async ({ run, add, program }) => {
      const other = { ...session, env: { ...session.env, SSOCTL_CONFIG_DIR: join(program.home, "second") } };
      await add(other, "staging");
      expect(await run(other, "env", "remove", "staging", "--yes")).toMatchObject({ exit: 0 });
      expect(await run(session, "org", "ensure", "acme.com")).toMatchObject({ exit: 0 });
    });

    test("has the same key for a folder that is reached through a link", async ({ run, program }) => {
      const link = join(program.home, "linked");
      await symlink(program.home, link);
      const through = { ...session, env: { ...session.env, SSOCTL_CONFIG_DIR: join(link, "settings") } };
      expect(await run(through, "org", "ensure", "acme.com")).toMatchObject({ exit: 0 });
    });

    test("finds a key that an older version stored under the path as it was written, and moves it", async ({
      run,
      add,
      program,
      sandbox,
    }) => {
      const real = join(program.home, "before");
      const link = join(program.home, "before-link");
      await mkdir(real);
      await symlink(real, link);
      const env = { ...session.env, SSOCTL_CONFIG_DIR: link };
      const account = accountIn(link, "old");
      await writeFile(
        join(real, "config.json"),
        JSON.stringify({ environments: { old: { kind: "test", apiUrl: sandbox.url, storage: "keychain" } } }),
      );
      await askDirectly(session, { action: "write", account, key: SANDBOX_API_KEY });
      expect(await run({ ...session, env }, "org", "ensure", "acme.com", "--env", "old")).toMatchObject({
        exit: 0,
      });
      expect(await add({ ...session, env }, "old", "--yes")).toMatchObject({ exit: 0 });
      expect(await askDirectly(session, { action: "read", account })).toEqual({ key: null });
      const current = accountIn(real, "old");
      expect(await askDirectly(session, { action: "read", account: current })).toEqual({
        key: SANDBOX_API_KEY,
      });
    });

    test("takes ten at once, and none is lost", async ({ run, add }) => {
      const names = Array.from({ length: 10 }, (_, index) => `at-once-${index}`);
      const added = await Promise.all(names.map((name) => add(session, name)));
      expect(added.map(({ exit }) => exit)).toEqual(names.map(() => 0));
      const { stdout } = await run(session, "env", "list", "--json");
      const rows: { name: string; key: string }[] = JSON.parse(stdout).environments;
      expect(rows.filter(({ key }) => key === "sk_test_…").map(({ name }) => name)).toEqual(
        expect.arrayContaining(names),
      );
    });

    test("gives the key up to the file, and takes it back", async ({ add, stored, settingsFile }) => {
      await add(session, "moved");
      await add(session, "moved", "--storage", "file", "--yes");
      expect((await stored())["moved"]).toMatchObject({ storage: "file" });
      expect(await settingsFile()).toContain(SANDBOX_API_KEY);
      await add(session, "moved", "--storage", "keychain", "--yes");
      expect((await stored())["moved"]).toMatchObject({ storage: "keychain" });
      expect(await settingsFile()).not.toContain(SANDBOX_API_KEY);
    });

    test("a key that is gone from it is missed in words", async ({ run, add, accountOf }) => {
      await add(session, "lost");
      const account = accountOf("lost");
      expect(await askDirectly(session, { action: "read", account })).toEqual({ key: SANDBOX_API_KEY });
      await askDirectly(session, { action: "remove", account });
      expect(await run(session, "org", "ensure", "acme.com", "--env", "lost")).toEqual({
        exit: 4,
        stdout: "",
        stderr: [
          "✖ The API key for lost is missing from your system's keychain.",
          "  Add it again: ssoctl env add lost",
          "",
        ].join("\n"),
      });
    });

    test("forgets a key with its environment", async ({ run, add, accountOf }) => {
      await add(session, "gone");
      expect(await run(session, "env", "remove", "gone", "--yes")).toMatchObject({ exit: 0 });
      const account = accountOf("gone");
      expect(await askDirectly(session, { action: "read", account })).toEqual({ key: null });
    });

    test("has nothing of the trials left", async ({ accountOf }) => {
      const { stdout } = await execa("node", ["--input-type=module", "--eval", FIND], { env: session.env });
      expect(JSON.parse(stdout).filter((account: string) => account.startsWith("probe"))).toEqual([]);
      expect(JSON.parse(stdout)).toContain(accountOf("staging"));
    });
  });

  test("has the key again in the next session", async ({ run, program }) => {
    const session = await startKeyring(program.home, "unlocked");
    expect(await run(session, "org", "ensure", "acme.com", "--env", "staging")).toMatchObject({ exit: 0 });
    await session.end();
  });

  describe.each<[string, (home: string) => Promise<void>, string, string]>([
    ["locked, with no screen to ask on", async () => {}, AMPLE, "unlock prompt was dismissed"],
    ["locked, and waiting for a password that nobody gives", askNobody, "2", "no response within 2 s"],
  ])("%s", (_which, prepare, timeout, why) => {
    let session: KeyringSession;

    test.beforeAll(async ({ program }) => {
      await prepare(program.home);
      session = await startKeyring(program.home, "locked");
    });
    test.afterAll(() => session.end());

    test("does not hang a command that needs its key", async ({ run }) => {
      const ended = await run(session, "org", "ensure", "acme.com", "--env", "staging", "--timeout", timeout);
      expect(ended).toMatchObject({ exit: 4, stdout: "" });
      expect(ended.stderr).toContain("✖ Could not read the API key for staging from the keychain:");
      expect(ended.stderr).toContain(why);
      expect(ended.stderr).toContain(
        "store the API key in the settings file: ssoctl env add staging --storage file\n",
      );
    });

    test("falls back to the file, and says so once", async ({ run, add }) => {
      const ended = await add(session, "fallen", "--timeout", timeout, "--yes");
      expect(ended).toMatchObject({ exit: 0, stdout: "fallen\n" });
      expect(ended.stderr).toContain("config.json (no keychain available).\n");
      const used = await run(session, "org", "ensure", "acme.com", "--env", "fallen");
      expect(used).toMatchObject({ exit: 0 });
      expect(used.stderr).not.toContain("keychain");
    });

    test("refuses what asks for it", async ({ add, stored }) => {
      const ended = await add(session, "wanted", "--storage", "keychain", "--timeout", timeout);
      expect(ended).toMatchObject({ exit: 2, stdout: "" });
      expect(ended.stderr).toMatch(
        /^✖ The keychain is not available: .*\.\n {2}If the keychain is locked, unlock it\./u,
      );
      expect(await stored()).not.toHaveProperty("wanted");
    });

    test("lists the environments all the same", async ({ run }) => {
      const { exit, stdout } = await run(session, "env", "list", "--json", "--timeout", timeout);
      expect(exit).toBe(0);
      expect(JSON.parse(stdout).environments).toContainEqual(
        expect.objectContaining({ name: "staging", key: null, keyProblem: expect.stringContaining(why) }),
      );
    });
  });
});

describe.skipIf(process.platform !== "linux")("without a keychain, on Linux", () => {
  const nowhere: KeyringSession = { env: {}, end: async () => {} };

  test("no session bus: the file has the key", async ({ add, stored }) => {
    const ended = await add(nowhere, "headless", "--yes");
    expect(ended).toMatchObject({ exit: 0 });
    expect(ended.stderr).toContain("config.json (no keychain available).\n");
    expect((await stored())["headless"]).toMatchObject({ storage: "file" });
  });

  test("no session bus: --storage keychain is refused before a key is read", async ({ add }) => {
    const ended = await add(nowhere, "wanted", "--storage", "keychain");
    expect(ended).toMatchObject({ exit: 2, stdout: "" });
    expect(ended.stderr).toContain("✖ The keychain is not available: GNOME Keyring or KWallet not found.");
  });

  test("a session bus that says nothing holds no command", async ({ run, add, settingsFile, program }) => {
    const silent = await startSilentBus(program.home);
    const ended = await add(silent, "silent", "--timeout", "1", "--yes");
    expect(ended).toMatchObject({ exit: 0 });
    expect(ended.stderr).toContain("config.json (no keychain available).\n");

    const path = join(program.home, "settings", "config.json");
    const settings = JSON.parse(await settingsFile());
    settings.environments.silent.storage = "keychain";
    await writeFile(path, JSON.stringify(settings));
    const used = await run(silent, "org", "ensure", "acme.com", "--env", "silent", "--timeout", "1");
    expect(used).toMatchObject({ exit: 4, stdout: "" });
    expect(used.stderr).toContain(
      "✖ Could not read the API key for silent from the keychain: no response within 1 s.\n",
    );
    await silent.end();
  });
});

test("without the optional package the program does all the rest", async ({ program, sandbox }) => {
  const folder = join(program.home, "alone");
  for (const part of ["bin", "dist", "package.json"]) {
    await cp(new URL(`../../${part}`, import.meta.url), join(folder, part), { recursive: true });
  }
  const alone = (...argv: string[]) =>
    execa(process.execPath, [join(folder, "bin", "ssoctl.js"), ...argv], {
      env: { ...program.env, SSOCTL_CONFIG_DIR: join(folder, "settings") },
      extendEnv: false,
      reject: false,
      input: SANDBOX_API_KEY,
    });
  const argv = ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url];
  const insisted = await alone(...argv, "--storage", "keychain");
  expect(insisted).toMatchObject({ exitCode: 2, stdout: "" });
  expect(insisted.stderr).toContain(
    "✖ The keychain is not available: the @napi-rs/keyring package is not installed.\n",
  );
  expect(await alone(...argv)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("config.json (no keychain available)."),
  });
  expect(await alone("org", "ensure", "acme.com")).toMatchObject({ exitCode: 0 });
});

describe.skipIf(!NATIVE)("a keychain package that does not load is reported with the cause", () => {
  const INSTALLED = fileURLToPath(new URL("../../node_modules/@napi-rs/", import.meta.url));

  test.for<[string, (packages: string) => Promise<unknown>, (packages: string) => string]>([
    [
      "without its part for this system",
      (packages) => rm(join(packages, NATIVE ?? ""), { recursive: true }),
      () => `@napi-rs/${NATIVE} is not installed`,
    ],
    [
      "with a file that is cut off",
      async (packages) => {
        const [file = ""] = (await readdir(join(packages, NATIVE ?? ""))).filter((name) =>
          name.endsWith(".node"),
        );
        await writeFile(join(packages, NATIVE ?? "", file), "");
      },
      (packages) => join(packages, NATIVE ?? ""),
    ],
    [
      "with half of it gone",
      (packages) => rm(join(packages, "keyring", "index.js")),
      () => "Cannot find package",
    ],
  ])("%s", async ([_which, spoil, cause], { freshProgram }) => {
    const packages = join(freshProgram.home, "node_modules", "@napi-rs");
    await cp(fileURLToPath(new URL("../../dist", import.meta.url)), join(freshProgram.home, "dist"), {
      recursive: true,
    });
    for (const name of ["keyring", NATIVE ?? ""])
      await cp(join(INSTALLED, name), join(packages, name), { recursive: true });
    await spoil(packages);
    const child = join(freshProgram.home, "dist", "keychain-child.js");
    const { stdout } = await execa(process.execPath, [child], { input: '{"action":"probe"}' });
    const { problem } = JSON.parse(stdout);
    expect(problem).toContain("the @napi-rs/keyring package could not be loaded: ");
    expect(problem).toContain(cause(packages));
  });
});

/** All accounts that the keychain has of us. */
const FIND = `
import { findCredentials } from "@napi-rs/keyring";
console.log(JSON.stringify(findCredentials("ssoctl").map(({ account }) => account)));
`;
