import { access, chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { LINK_KINDS } from "../../src/commands/help.ts";
import { ENVIRONMENT_VARIABLES } from "../../src/environment-variables.ts";
import { EXIT_CODES } from "../../src/failure.ts";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

const pageOf = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

const readme = await pageOf("README.md");
const [usage, scripting, environments, dependencies, sandboxPage] = await Promise.all(
  ["usage", "scripting", "environments", "dependencies", "sandbox"].map((name) => pageOf(`docs/${name}.md`)),
);
const transcripts = [readme, usage, scripting].flatMap((page) =>
  [...(page ?? "").matchAll(/```console\n\$ ssoctl (?<line>[^\n]+)\n(?<output>[^`]*)```/gu)].map(
    ({ groups }) => ({ line: groups?.["line"] ?? "", output: groups?.["output"] ?? "" }),
  ),
);

/** What differs between two runs of the same command. */
function normalized(screen: string): string {
  return screen
    .replace(/org_[0-9A-Z]{26}/gu, "org_…")
    .replace(/127\.0\.0\.1:\d+\/portal\/[\w-]+/gu, "127.0.0.1:…/portal/…")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "…Z")
    .replace(/(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d/gu, "…")
    .replace(/\d{1,2} \w{3} \d\d:\d\d/gu, "…")
    .replace(/ +\n/gu, "\n");
}

const test = withProgram.extend("sitDown", { scope: "file" }, async ({ program, sandbox }) => {
  const PATH = `${await clipboardIn(program.home)}${delimiter}${process.env["PATH"]}`;
  await program.run(["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE], {
    stdin: SANDBOX_API_KEY,
  });
  return (line: string) => atTerminal(program, line.split(" "), { PATH });
});

describe("every transcript in the README and the docs is what the program prints at a terminal", () => {
  test("there are some", () => {
    expect(transcripts.length).toBeGreaterThan(4);
  });

  // In this order: each builds on what the one before left in the sandbox.
  test.for(transcripts)("$line", async ({ line, output }, { sitDown, sandbox }) => {
    const { screen } = await sitDown(line).ended();
    expect(normalized(screen.replaceAll(sandbox.url, "http://127.0.0.1:4747"))).toBe(normalized(output));
  });
});

test("the documented exit codes are the program's", () => {
  const rows = Object.entries(EXIT_CODES).map(
    ([code, { exit, when }]) => `| ${exit} | \`${code}\` | ${when} |`,
  );
  expect(scripting?.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the documented variables are those of ssoctl help environment", () => {
  const rows = ENVIRONMENT_VARIABLES.map(
    ({ names, what }) => `| ${names.map((name) => `\`${name}\``).join(", ")} | ${what} |`,
  );
  expect(environments?.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the documented kinds of link are those of ssoctl help links", () => {
  const rows = LINK_KINDS.map(({ what, portal, setup }) => `| ${what} | ${portal} | ${setup} |`);
  expect(usage?.replace(/ {2,}/gu, " ")).toContain(rows.join("\n"));
});

test("the docs say why every dependency is there", () => {
  const names = Object.keys({ ...manifest.optionalDependencies, ...manifest.devDependencies });
  const missing = names.filter((name) => !dependencies?.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

test("the README has the two commands, each whole", () => {
  const commands = [...readme.matchAll(/```sh\n([^\n]+)\n```/gu)].map(([, command]) => command);
  expect(commands.filter((command) => command?.includes("&&"))).toEqual([
    "npm install && npm run demo",
    "npm install && npm test",
  ]);
});

test("the pictures are there, and small", async () => {
  const paths = [
    ...`${readme}${sandboxPage}`.matchAll(/!\[[^\]]+\]\((?:\.\.\/)?(\.github\/pictures\/[^)]+)\)/gu),
  ].map(([, path]) => path ?? "");
  expect(paths).toHaveLength(5);
  const sizes = await Promise.all(
    paths.map(async (path) => (await readFile(new URL(`../../${path}`, import.meta.url))).length),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(300 * 1024);
});

/** A clipboard that takes everything, whatever machine the tests run on. */
async function clipboardIn(home: string): Promise<string> {
  const folder = join(home, "bin");
  await mkdir(folder);
  for (const name of ["xsel", "wl-copy", "pbcopy"]) {
    await writeFile(join(folder, name), "#!/bin/sh\ncat > /dev/null\n");
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test("the README is one short page", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(150);
});

test("every link between the pages leads somewhere", async () => {
  const names = [
    "README.md",
    "CONTRIBUTING.md",
    ...(await readdir(new URL("../../docs", import.meta.url))).map((n) => `docs/${n}`),
  ];
  const links = await Promise.all(
    names.map(async (name) =>
      [...(await pageOf(name)).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/gu)].map(
        ([, target]) => new URL(target ?? "", new URL(`../../${name}`, import.meta.url)),
      ),
    ),
  );
  const lost = (
    await Promise.all(
      links.flat().map((url) =>
        access(url).then(
          () => [],
          () => [url.pathname],
        ),
      ),
    )
  ).flat();
  expect(lost).toEqual([]);
  expect(links.flat().length).toBeGreaterThan(10);
});
