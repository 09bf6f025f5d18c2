import { describe, expect, test } from "vitest";
import { SCRIPTS, SHELLS } from "../../src/completion/scripts.ts";
import { entry } from "../history/support/entry.ts";
import { FakeHistory, see, staging } from "../support/fake-system.ts";

const history = () =>
  new FakeHistory().with(
    entry({ customer: "beta.com", organization: { id: "org_02", name: "Beta" } }),
    entry({ customer: "acme.com", organization: { id: "org_01", name: "Acme Inc" } }),
    entry({ customer: "beta.com", organization: { id: "org_02", name: "Beta GmbH" } }),
  );

const ask = (line: string, scene = {}) =>
  see("pipe", ["__complete", "--", ...line.split(" ")], { history: history(), ...scene });

describe("ssoctl completion", () => {
  test.each(SHELLS)("%s: the script on stdout, and nothing else", async (shell) => {
    const seen = await see("pipe", ["completion", shell]);
    expect(seen).toMatchObject({ exit: 0, stdout: SCRIPTS[shell], stderr: "" });
    expect((await see("terminal", ["completion", shell])).stdout).toBe(SCRIPTS[shell]);
    expect(JSON.parse((await see("json", ["completion", shell])).stdout)).toEqual({
      shell,
      script: SCRIPTS[shell],
    });
  });

  test("PowerShell's script, by its text alone: there is no PowerShell to run it in here", () => {
    const script = SCRIPTS.powershell;
    expect(script).toContain("Register-ArgumentCompleter -Native -CommandName ssoctl");
    expect(script).toContain("ssoctl '__complete' @next '--' @words 2>$null");
    expect(script).toContain('-split "`t", 2');
    expect(script).not.toMatch(/Invoke-Expression|iex/u);
    const depth = [...script.replace(/'[^'\n]*'/gu, "")].reduce(
      (open, letter) => open + (/[({[]/u.test(letter) ? 1 : /[)}\]]/u.test(letter) ? -1 : 0),
      0,
    );
    expect(depth).toBe(0);
  });
});

describe("what the scripts ask", () => {
  test.each([
    ["link c", "create\tmake a portal link for someone you are talking to\n"],
    ["link create ", "beta.com\tBeta GmbH\nacme.com\tAcme Inc\n"],
    ["link email a", "acme.com\tAcme Inc\n"],
    ["org status org_01", "org_01\tAcme Inc (acme.com), staging\n"],
    ["history b", "beta.com\tBeta GmbH\n"],
    ["link create --intent ds", "dsync\tDirectory Sync\n"],
    ["link email --intent ds", "dsync\tDirectory Sync\n"],
    ["link email --provider ok", "okta\n"],
    ["org ensure --domain-state v", "verified\n"],
    ["org status --wait do", "domain\ta verified domain\n"],
    ["env add --storage ", "keychain\nfile\n"],
    ["env add --kind ", "test\nlive\n"],
    ["env use ", "staging\ttest\nsandbox\tlocal sandbox\n"],
    ["env remove ", "staging\ttest\n"],
    ["link create acme.com -e ", "staging\ttest\nsandbox\tlocal sandbox\n"],
    ["-e st", "staging\ttest\n"],
    ["-e staging link cr", "create\tmake a portal link for someone you are talking to\n"],
    ["link create acme.com --env ", "staging\ttest\nsandbox\tlocal sandbox\n"],
    ["link email --note-template ", ":files\n"],
    ["completion f", "fish\n"],
    ["link create -- a", "acme.com\tAcme Inc\n"],
    ["--help", "--help\tshow this help\n"],
    ["help exit", "exit-codes\thelp topic\n"],
    ["--js", "--json\tprint JSON\n"],
    ["--vers", "--version\tprint the version\n"],
    ["link create --vers", ""],
    ["__", ""],
    ["nonsense --help", ""],
    ["link create --timeout never --no-in", "--no-input\tnever prompt; fail instead\n"],
  ])("ssoctl %s│", async (line, stdout) => {
    expect(await ask(line)).toMatchObject({ exit: 0, stdout, stderr: "" });
  });

  test("every command and noun is offered, and nothing else", async () => {
    const { stdout } = await ask("");
    const { stdout: help } = await see("pipe", ["--help"]);
    const listed = /Commands:\n(?<lines>[\s\S]*?)\n\n/u.exec(help)?.groups?.["lines"] ?? "";
    const names = [...listed.matchAll(/^ {2}(?<name>\w+)/gmu)].map(({ groups }) => groups?.["name"]);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split("\t")[0]),
    ).toEqual(names);
  });

  test("a flag stands for an empty word that was lost on the way", async () => {
    const told = await see("pipe", ["__complete", "--next", "--", "link"]);
    expect(told.stdout).toBe((await ask("link ")).stdout);
  });

  test.each([
    [
      "a history that cannot be read",
      { history: Object.assign(history(), { latest: () => Promise.reject(new Error("no")) }) },
    ],
    ["a history in which nothing is", { history: new FakeHistory() }],
  ])("%s: no customers, no words, no failure", async (_, scene) => {
    expect(await ask("link create ", scene)).toMatchObject({ exit: 0, stdout: "", stderr: "" });
  });

  test("no settings are opened and no API is", async () => {
    const settings = staging();
    const locked = {
      get: () => {
        throw new Error("a key was asked for");
      },
    };
    Object.defineProperty(settings, "keys", locked);
    const seen = await ask("--env ", { settings });
    expect(seen).toMatchObject({ exit: 0, accessed: [], questions: [] });
    expect(seen.stdout).toContain("staging");
  });
});
