import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ADDRESS, flags, renderCommand, type Shell, shellOf, ssoctl } from "../src/command-line.ts";
import { hiddenIn } from "../src/sanitize.ts";

const rendered = (shell: Shell, ...words: string[]) =>
  renderCommand(flags(...words), { shell, environment: undefined });

/** What a shell passes to a program, and how to make it print that. */
const SHELLS = [
  ["sh", "posix", (line: string) => ["-c", `show() { printf '%s\\0' "$@"; }; show ${line}`]],
  ["bash", "posix", (line: string) => ["-c", `show() { printf '%s\\0' "$@"; }; show ${line}`]],
  ["zsh", "posix", (line: string) => ["-fc", `show() { printf '%s\\0' "$@"; }; show ${line}`]],
  ["fish", "posix", (line: string) => ["-Nc", `function show; printf '%s\\0' $argv; end; show ${line}`]],
  ["pwsh", "powershell", (line: string) => ["-NoProfile", "-Command", `& /usr/bin/printf '%s\\0' ${line}`]],
] as const;

/** What people and WorkOS can put into a command, and what shells might do something about. */
const word = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.emailAddress(),
    fc
      .array(
        fc.constantFrom(
          ..."'\"`$\\!*?[]{}()<>|&;#~=%^, \u2018\u2019",
          "$(id)",
          "`id`",
          "%PATH%",
          "--",
          "-x",
          "a",
          "@acme.com",
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((parts) => parts.join("")),
  )
  .filter((text) => hiddenIn(text).length === 0);

describe.each(SHELLS)("pasted into %s", (program, shell, script) => {
  test.skipIf(!isPresent(program))("a command has exactly the intended words", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 50, maxLength: 100 }), async (words) => {
        const passable = words.filter((one) => !rendered(shell, one).startsWith("<"));
        const { stdout } = await execa(program, script(rendered(shell, ...passable)), {
          stripFinalNewline: false,
        });
        expect(stdout.split("\0").slice(0, -1)).toEqual(passable);
        expect(passable.length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });
});

function isPresent(program: string): boolean {
  return (process.env["PATH"] ?? "")
    .split(":")
    .some((folder) => process.getBuiltinModule("node:fs").existsSync(`${folder}/${program}`));
}

describe("quoted for", () => {
  test.each<[Shell, string, string]>([
    ["posix", "acme.com", "acme.com"],
    ["posix", "müller.de", "müller.de"],
    ["posix", "jane@acme.com", "jane@acme.com"],
    ["posix", "pat.o'brien@acme.com", String.raw`'pat.o'\''brien@acme.com'`],
    ["posix", "x`id`@acme.com", "'x`id`@acme.com'"],
    ["posix", "jane\u200b@acme.com", "<value>"],
    ["posix", "a\nb", "<value>"],
    ["powershell", "pat.o'brien@acme.com", "'pat.o''brien@acme.com'"],
    ["powershell", "pat.o\u2019brien@acme.com", "'pat.o\u2019\u2019brien@acme.com'"],
    ["powershell", "x`$(id)@acme.com", "'x`$(id)@acme.com'"],
    ["powershell", "@acme.com", "'@acme.com'"],
    ["powershell", "-x.y", "'-x.y'"],
    ["powershell", 'a"b', "<value>"],
    ["powershell", "a\\", "<value>"],
    ["cmd", "pat.o'brien@acme.com", `"pat.o'brien@acme.com"`],
    ["cmd", "x&calc@acme.com", '"x&calc@acme.com"'],
    ["cmd", "x%PATH%@acme.com", "<value>"],
    ["cmd", "x!PATH!@acme.com", "<value>"],
    ["cmd", 'a"b', "<value>"],
  ])("%s: %j is %s", (shell, typed, shown) => {
    expect(rendered(shell, typed)).toBe(shown);
  });

  test.each<[Shell, string]>([
    ["posix", "WORKOS_API_URL=http://127.0.0.1:4567 ssoctl sandbox"],
    ["powershell", "$env:WORKOS_API_URL='http://127.0.0.1:4567'; ssoctl sandbox"],
    ["cmd", 'set "WORKOS_API_URL=http://127.0.0.1:4567" && ssoctl sandbox'],
  ])("%s, with a variable", (shell, shown) => {
    const command = ssoctl("sandbox").with({ WORKOS_API_URL: "http://127.0.0.1:4567" });
    expect(renderCommand(command, { shell, environment: "staging" })).toBe(shown);
  });
});

test.each([
  [
    ssoctl("link", "email", "acme.com", "--to", ADDRESS),
    "ssoctl link email acme.com --to <address> --env staging",
  ],
  [ssoctl("org", "status", "acme.com"), "ssoctl org status acme.com --env staging"],
  [ssoctl("org", "status", "acme.com", "--env", "sandbox"), "ssoctl org status acme.com --env sandbox"],
  [ssoctl("env", "list"), "ssoctl env list"],
  [ssoctl("sandbox"), "ssoctl sandbox"],
  [flags("--allow-recipient", "jane@acme.com"), "--allow-recipient jane@acme.com"],
])(
  "where the environment is not the default, the command names it if it reaches WorkOS",
  (command, shown) => {
    expect(renderCommand(command, { shell: "posix", environment: "staging" })).toBe(shown);
  },
);

test.each<[string, Readonly<Record<string, string>>, Shell]>([
  ["linux", {}, "posix"],
  ["darwin", { PSModulePath: "a:b:c" }, "posix"],
  ["win32", { PSModulePath: "C:\\Program Files\\WindowsPowerShell\\Modules;C:\\Windows\\system32" }, "cmd"],
  [
    "win32",
    { PSModulePath: "C:\\Users\\jane\\Documents\\PowerShell\\Modules;C:\\Program Files;C:\\Windows" },
    "powershell",
  ],
  ["win32", { MSYSTEM: "MINGW64" }, "posix"],
  ["win32", {}, "cmd"],
])("on %s with %j it is pasted into %s", (platform, env, shell) => {
  expect(shellOf(platform, env)).toBe(shell);
});
