import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { LINK_KINDS } from "../../src/commands/help.ts";
import { ENVIRONMENT_VARIABLES } from "../../src/environment-variables.ts";
import { EXIT_CODES } from "../../src/failure.ts";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import {
  IN_FILE,
  installProgram,
  type Program,
  type SandboxProcess,
  startSandboxProcess,
} from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const transcripts = [...readme.matchAll(/```console\n\$ ssoctl (?<line>[^\n]+)\n(?<output>[^`]*)```/gu)].map(
  ({ groups }) => ({ line: groups?.["line"] ?? "", output: groups?.["output"] ?? "" }),
);

/** What differs between two runs of the same command. */
function normalised(screen: string): string {
  return screen
    .replace(/org_[0-9A-Z]{26}/gu, "org_…")
    .replace(/127\.0\.0\.1:\d+\/portal\/[\w-]+/gu, "127.0.0.1:…/portal/…")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "…Z")
    .replace(/(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d/gu, "…")
    .replace(/\d{1,2} \w{3} \d\d:\d\d/gu, "…")
    .replace(/ +\n/gu, "\n");
}

describe("every transcript in the README is what the program prints at a terminal", () => {
  let program: Program;
  let sandbox: SandboxProcess;

  beforeAll(async () => {
    const bare = await installProgram();
    program = await installProgram({
      PATH: `${await clipboardIn(bare.home)}${delimiter}${process.env["PATH"]}`,
    });
    sandbox = await startSandboxProcess(program);
    await program.run(["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE], {
      stdin: SANDBOX_API_KEY,
    });
  });
  afterAll(async () => {
    await sandbox.stop();
    await program.close();
  });

  test("there are some", () => {
    expect(transcripts.length).toBeGreaterThan(4);
  });

  // In the README's order: each builds on what the one before left in the sandbox.
  test.each(transcripts)("$line", async ({ line, output }) => {
    const { screen } = await atTerminal(program, line.split(" ")).ended();
    expect(normalised(screen.replaceAll(sandbox.url, "http://127.0.0.1:4747"))).toBe(normalised(output));
  });
});

test("the README's exit codes are the program's", () => {
  const rows = Object.entries(EXIT_CODES).map(
    ([code, { exit, when }]) => `| ${exit} | \`${code}\` | ${when} |`,
  );
  expect(readme.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the README's variables are those of ssoctl help environment", () => {
  const rows = ENVIRONMENT_VARIABLES.map(
    ({ names, what }) => `| ${names.map((name) => `\`${name}\``).join(", ")} | ${what} |`,
  );
  expect(readme.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the README's two kinds of link are those of ssoctl help links", () => {
  const rows = LINK_KINDS.map(({ what, portal, setup }) => `| ${what} | ${portal} | ${setup} |`);
  expect(readme.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the README says why every dependency is there", () => {
  const names = Object.keys({ ...manifest.optionalDependencies, ...manifest.devDependencies });
  const missing = names.filter((name) => !readme.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

test("the README begins with the two commands", () => {
  const commands = [...readme.matchAll(/```sh\n([^\n]+)\n```/gu)].map(([, command]) => command);
  expect(commands.slice(0, 2)).toEqual(["npm install && npm run demo", "npm install && npm test"]);
});

test("the README's pictures are there, and small", async () => {
  const paths = [...readme.matchAll(/!\[[^\]]+\]\((\.github\/pictures\/[^)]+)\)/gu)].map(
    ([, path]) => path ?? "",
  );
  expect(paths).toHaveLength(5);
  const sizes = await Promise.all(
    paths.map(async (path) => (await readFile(new URL(`../../${path}`, import.meta.url))).length),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(300 * 1024);
});

/** A clipboard that takes everything, whatever machine the tests run on; the programs that clipboardy looks for. */
async function clipboardIn(home: string): Promise<string> {
  const folder = join(home, "bin");
  await mkdir(folder);
  for (const name of ["xsel", "wl-copy", "pbcopy"]) {
    await writeFile(join(folder, name), "#!/bin/sh\ncat > /dev/null\n");
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}
