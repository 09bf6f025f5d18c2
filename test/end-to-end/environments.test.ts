import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";
import { atTerminal, ENTER } from "../support/pseudo-terminal.ts";

describe("an environment on this machine", () => {
  test("is added by a key from stdin, used by later commands, and removed", async ({ program, sandbox }) => {
    const added = await program.run(
      ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE],
      {
        stdin: SANDBOX_API_KEY,
      },
    );
    expect(added).toMatchObject({ exit: 0, stdout: "staging\n" });

    const used = await program.run(["org", "ensure", "acme.com"]);
    expect(used).toMatchObject({ exit: 0, stderr: expect.stringMatching(/^staging · test\n/u) });

    const removed = await program.run(["env", "remove", "staging", "--yes"]);
    expect(removed.exit).toBe(0);
    expect(await readFile(join(program.home, "settings", "config.json"), "utf8")).not.toContain(
      SANDBOX_API_KEY,
    );
  });

  test.skipIf(process.platform === "win32")(
    "is stored in a file that only its owner can read",
    async ({ program, sandbox }) => {
      await program.run(["env", "add", "mine", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE], {
        stdin: SANDBOX_API_KEY,
      });
      const { mode } = await stat(join(program.home, "settings", "config.json"));
      expect(mode & 0o777).toBe(0o600);
    },
  );

  test("a key that is typed is masked on the screen", async ({ program, sandbox }) => {
    const session = atTerminal(program, ["env", "add", "typed", "--api-url", sandbox.url, ...IN_FILE]);
    await session.shows("API key for typed");
    session.type(SANDBOX_API_KEY + ENTER);
    const { exit, raw, screen } = await session.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("•••");
    expect(raw).not.toContain(SANDBOX_API_KEY);
  });

  test("WORKOS_API_KEY and WORKOS_API_URL work without any set-up, and leave no settings file", async ({
    freshProgram,
    sandbox,
  }) => {
    const { exit, stdout } = await freshProgram.run(["org", "ensure", "acme.com"], {
      env: { WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url },
    });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^org_/u);
    await expect(stat(join(freshProgram.home, "settings", "config.json"))).rejects.toThrow();
  });
});

test("ten that are added at the same time are all kept, and one is the default", async ({
  freshProgram,
  sandbox,
}) => {
  const names = Array.from({ length: 10 }, (_, index) => `team-${index}`);
  const added = await Promise.all(
    names.map((name) =>
      freshProgram.run(["env", "add", name, "--key-stdin", "--api-url", sandbox.url, ...IN_FILE], {
        stdin: SANDBOX_API_KEY,
      }),
    ),
  );
  expect(added.map(({ exit, stdout }) => ({ exit, stdout }))).toEqual(
    names.map((name) => ({ exit: 0, stdout: `${name}\n` })),
  );
  const { environments } = JSON.parse((await freshProgram.run(["env", "list", "--json"])).stdout) as {
    environments: { name: string; key: string; default: boolean }[];
  };
  expect(environments.map(({ name }) => name).sort()).toEqual(names);
  expect(environments.every(({ key }) => key === "sk_test_…")).toBe(true);
  expect(environments.filter((environment) => environment.default)).toHaveLength(1);
  expect(await readdir(join(freshProgram.home, "settings"))).toEqual(["config.json"]);
});

test("a damaged settings file fails one command, which renames it, and the next starts empty", async ({
  freshProgram,
}) => {
  const folder = join(freshProgram.home, "settings");
  const content = `{"keys":{"staging":"${SANDBOX_API_KEY}`;
  await mkdir(folder);
  await writeFile(join(folder, "config.json"), content);

  const failed = await freshProgram.run(["org", "ensure", "acme.com"]);
  expect(failed).toMatchObject({ exit: 1, stdout: "" });
  const [aside] = await readdir(folder);
  expect(aside).toMatch(/^config\.json\.damaged-\d{4}-\d\d-\d\dT[\d.-]+Z$/u);
  expect(failed.stderr).toBe(
    [
      `✖ The settings file was damaged. It was renamed to ${join(folder, aside ?? "")}`,
      "  The next command starts with empty settings. Add your environments again: ssoctl env add <name>",
      "",
    ].join("\n"),
  );
  expect(await readFile(join(folder, aside ?? ""), "utf8")).toBe(content);

  expect(await freshProgram.run(["env", "list", "--json"])).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('"environments":[]'),
  });
});
