import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
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
  "history",
  "doctor",
  "sandbox",
  "demo",
];

describe("--help, word for word", () => {
  test.each(COMMANDS)("ssoctl %s", async (command) => {
    const { exit, stdout, stderr } = await see("pipe", [...command.split(" ").filter(Boolean), "--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(`help/${command.replace(" ", "-") || "ssoctl"}.txt`);
  });
});

test("--version is the package's", async () => {
  expect(await see("pipe", ["--version"])).toMatchObject({ exit: 0, stdout: `${manifest.version}\n` });
});

test("ssoctl alone shows its help", async () => {
  const alone = await see("pipe", []);
  expect(alone).toMatchObject({ exit: 0, stdout: (await see("pipe", ["--help"])).stdout });
});
