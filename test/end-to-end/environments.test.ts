import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";
import { atTerminal, ENTER } from "../support/pseudo-terminal.ts";

const ADD = (url: string) => ["env", "add", "staging", "--key-stdin", "--api-url", url, ...IN_FILE];

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

test("a settings file with a comma too many fails every command that needs it, and stays as it is", async ({
  freshProgram,
  sandbox,
}) => {
  const folder = join(freshProgram.home, "settings");
  const path = join(folder, "config.json");
  const content = `{\n  "keys": {\n    "staging": "${SANDBOX_API_KEY}",\n  }\n}\n`;
  await mkdir(folder);
  await writeFile(path, content);
  const stderr = [
    `✖ The settings file ${path} is not valid JSON (line 4, column 3).`,
    "  Fix it, or move it away and add your environments again: ssoctl env add <name>",
    "",
  ].join("\n");
  for (const argv of [
    ["org", "ensure", "acme.com"],
    ["env", "list"],
    ["env", "use", "staging"],
    ADD(sandbox.url),
  ])
    expect(await freshProgram.run(argv, { stdin: SANDBOX_API_KEY })).toEqual({ exit: 1, stdout: "", stderr });
  expect(await readdir(folder)).toEqual(["config.json"]);
  expect(await readFile(path, "utf8")).toBe(content);

  const env = { WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url };
  expect(await freshProgram.run(["org", "ensure", "acme.com"], { env })).toMatchObject({ exit: 0 });
});
