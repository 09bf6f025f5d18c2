import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import stringWidth from "string-width";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { IN_FILE, type Program } from "../support/program.ts";
import { atTerminal, visible } from "../support/pseudo-terminal.ts";

const PINNED = [
  { name: "acme", domain: "acme.com", columns: 60 },
  { name: "acme", domain: "acme.com", columns: 80 },
  { name: "acme", domain: "acme.com", columns: 120 },
  { name: "idn", domain: "müller-straßenbau.de", columns: 60 },
  { name: "cjk", domain: "株式会社日本電気通信システム.jp", columns: 60 },
] as const;

/** As a rep types them, one after the other. */
const SCREENS = (domain: string) =>
  ({
    "org ensure": ["org", "ensure", domain, "--yes"],
    "link create": ["link", "create", domain, "--copy"],
    "link email": ["link", "email", domain, "--to", `jane@${domain}`, "--yes"],
    "org status": ["org", "status", domain],
    "link revoke": ["link", "revoke", domain, "--yes"],
    history: ["history"],
  }) as const;

/** An environment named staging, with a clipboard. */
const test = withProgram
  .extend("staging", async ({ freshProgram, freshSandbox }) => {
    const { home, env } = freshProgram;
    await writeFile(join(home, "xsel"), "#!/bin/sh\ncat > /dev/null\n", { mode: 0o755 });
    const program = { ...freshProgram, env: { ...env, PATH: `${home}:${env["PATH"]}`, DISPLAY: ":0" } };
    const add = ["env", "add", "staging", "--key-stdin", "--api-url", freshSandbox.url, ...IN_FILE];
    expect(await program.run(add, { stdin: SANDBOX_API_KEY })).toMatchObject({ exit: 0 });
    return program;
  })
  .extend("show", ({ staging }) => async (argv: readonly string[], columns: number) => {
    const { raw } = await atTerminal(staging, argv, {}, process.cwd(), columns).ended();
    await fixTimes(staging);
    return withFixedWidth(raw);
  });

/** The same moment in every entry, so that a day of one digit does not wrap elsewhere. */
async function fixTimes({ env }: Program): Promise<void> {
  const path = join(env["SSOCTL_CONFIG_DIR"] ?? "", "history.jsonl");
  const history = await readFile(path, "utf8").catch(() => "");
  await writeFile(path, history.replace(/"time":"[^"]+"/gu, '"time":"2026-11-24T03:28:00.000Z"'));
}

/** What differs from run to run, without a change of any width. */
function withFixedWidth(raw: string): string {
  return raw
    .replace(/127\.0\.0\.1:\d{5}/gu, "127.0.0.1:47474")
    .replace(/\/portal\/[\w-]+/gu, (path) => "/portal/".padEnd(path.length, "x"))
    .replace(/org_\w{26}/gu, "org_01HE8GSH8FQPASKSY27THRKRBP")
    .replace(/expires at [\d:]{8}/gu, "expires at 14:35:12");
}

describe.skipIf(process.platform === "win32")("the screens of the daily commands", () => {
  test.for(PINNED)("for $domain at $columns columns", async ({ name, domain, columns }, { show }) => {
    const shown: string[] = [];
    for (const [title, argv] of Object.entries(SCREENS(domain))) {
      const raw = await show(argv, columns);
      shown.push(`$ ssoctl ${title}`, ...(await visible(raw, columns)), "");
    }
    await expect(shown.join("\n")).toMatchFileSnapshot(`screens/${name}-${columns}.txt`);
  });
});

/** May be wider than the terminal: URLs, commands, and the lines of a note. */
function isToCopy(line: string): boolean {
  return /https?:\/\//u.test(line) || /^ *(?:\$|ssoctl|--allow-recipient) /u.test(line);
}

/** Is erased before the next line is written. */
const SPINNER = /[\u2800-\u28ff] Waiting[^…]*…/gu;

const HELP = [
  ...["", "link create", "link email", "link revoke", "org ensure", "org status", "env add", "env list"],
  ...["history", "doctor", "sandbox", "demo", "help", "completion"],
].map((command) => [...command.split(" ").filter(Boolean), "--help"]);

const EVERYTHING: readonly (readonly string[])[] = [
  [],
  ...HELP,
  ["help", "links"],
  ["help", "environment"],
  ["help", "exit-codes"],
  ["doctor"],
  ["env", "list"],
  ["env", "use", "nothing-of-this-name"],
  ["demo", "--no-input"],
  ["org", "ensure", "株式会社日本電気通信システムサービス研究所.jp", "--yes", "--verbose"],
  ["org", "ensure", "xn--mller-kva.de", "--dry-run"],
  ["org", "ensure", "eu.müller.de", "--yes", "--strict"],
  ["org", "status", "a-customer-with-a-rather-long-name.co.uk"],
  ["org", "status", "org_01HE8GSH8FQPASKSY27THRKRBP"],
  ["link", "create", "gmail.com"],
  ["link", "create", `${"a".repeat(63)}.${"b".repeat(63)}.com`, "--dry-run"],
  ["link", "create", "two words"],
  ["link", "creat"],
  ["link", "email", "müller.de", "--to", "somebody-else@another-company.example", "--no-input"],
  ["link", "email", "acme.com", "--to", "jane@acme.com", "--intent", "saml-and-more"],
  ["history"],
];

describe.skipIf(process.platform === "win32")(
  "no line is wider than the terminal, but what is copied",
  () => {
    test.for([60, 40])("at %i columns", async (columns, { staging }) => {
      const setUp = ["org", "ensure", "müller.de", "--yes", "--name", "München GmbH"];
      expect(await staging.run(setUp)).toMatchObject({ exit: 0 });
      const screens = await Promise.all(
        EVERYTHING.map(async (argv) => {
          const { screen } = await atTerminal(staging, argv, {}, process.cwd(), columns).ended();
          const lines = screen.replace(SPINNER, "").split("\n");
          return { argv, wide: lines.filter((line) => stringWidth(line) > columns && !isToCopy(line)) };
        }),
      );
      expect(screens.filter(({ wide }) => wide.length > 0)).toEqual([]);
    });

    test("and in a pipe no line is wrapped, whatever COLUMNS says", async ({ staging }) => {
      const long = ["link", "email", "müller.de", "--to", "somebody-else@another-company.example", "--yes"];
      const [plain, narrow] = [
        await staging.run(long),
        await staging.run(long, { env: { COLUMNS: "40", LINES: "10" } }),
      ];
      expect(narrow).toEqual(plain);
      expect(plain.stderr.split("\n").some((line) => line.length > 80)).toBe(true);
    });
  },
);
