import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { TOPIC_NAMES } from "../../src/commands/help.ts";
import { see } from "../support/fake-system.ts";

const COMMANDS = [
  "",
  "link",
  "link create",
  "link email",
  "link revoke",
  "org",
  "org ensure",
  "org status",
  "env",
  "env add",
  "env list",
  "env use",
  "env remove",
  "config",
  "config get",
  "config set",
  "config unset",
  "config list",
  "history",
  "doctor",
  "sandbox",
  "demo",
  "help",
  "completion",
];

describe("--help, word for word", () => {
  test.each(COMMANDS)("ssoctl %s", async (command) => {
    const { exit, stdout, stderr } = await see("pipe", [...command.split(" ").filter(Boolean), "--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(`help/${command.replace(" ", "-") || "ssoctl"}.txt`);
  });
});

test.each(COMMANDS.filter((command) => command !== "completion"))(
  "the examples of ssoctl %s work in every shell, PowerShell included",
  async (command) => {
    const { stdout } = await see("pipe", [...command.split(" ").filter(Boolean), "--help"]);
    const examples = [...stdout.matchAll(/^ {2}\$ (?<line>.+?) {3}/gmu)].map(
      ({ groups }) => groups?.["line"],
    );
    expect(examples).not.toEqual([]);
    expect(examples.filter((line) => /['"`$&;=]/u.test(line ?? ""))).toEqual([]);
  },
);

test("--version is the package's", async () => {
  expect(await see("pipe", ["--version"])).toMatchObject({ exit: 0, stdout: `${manifest.version}\n` });
});

describe("ssoctl help <topic>, word for word", () => {
  test.each(TOPIC_NAMES)("%s", async (topic) => {
    const [terminal, pipe] = [await see("terminal", ["help", topic]), await see("pipe", ["help", topic])];
    expect(terminal).toMatchObject({ exit: 0, stderr: "", stdout: pipe.stdout });
    await expect(pipe.stdout).toMatchFileSnapshot(`help/topic-${topic}.txt`);
  });

  test("as JSON it is a table", async () => {
    const { stdout } = await see("json", ["help", "exit-codes"]);
    expect(JSON.parse(stdout).exitCodes).toContainEqual({ exit: 0, code: "ok", when: "done" });
  });
});

describe("ssoctl help <command> is its --help", () => {
  test.each(["link create", "link", "org status", "doctor", "help", ""])("%s", async (line) => {
    const words = line.split(" ").filter(Boolean);
    const help = await see("pipe", ["help", ...words]);
    expect(help).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: (await see("pipe", [...words, "--help"])).stdout,
    });
  });

  test.each([
    ["lnik", "There is no help for 'lnik'. Did you mean ssoctl help link?"],
    ["link creat", "There is no help for 'link creat'. Did you mean ssoctl help link create?"],
    ["exit_codes", "There is no help for 'exit_codes'. Did you mean ssoctl help exit-codes?"],
    ["variables", "There is no help for 'variables'. Did you mean ssoctl help environment?"],
    ["quantum physics", "There is no help for 'quantum'."],
  ])("%s", async (line, words) => {
    const { exit, stdout, stderr } = await see("pipe", ["help", ...line.split(" ")]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(
      `✖ ${words}\n  Commands: ssoctl --help · topics: exit-codes, environment, links\n`,
    );
  });
});

test("ssoctl alone shows what one does daily, and where the rest is", async () => {
  const { exit, stdout, stderr } = await see("pipe", []);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  await expect(stdout).toMatchFileSnapshot("help/alone.txt");
});
