import { describe, expect, test } from "vitest";
import { decide } from "../../src/updates/notice.ts";
import { shouldNotify } from "../../src/updates/updates.ts";
import { parseVersion } from "../../src/updates/version.ts";
import { see } from "../support/fake-system.ts";

const NOW = new Date("2026-11-23T14:30:12.000Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 60 * 60_000);

describe("when the registry is asked, and when the person is notified", () => {
  test.each([
    ["the first run", {}, { ask: true, tell: undefined }],
    ["nothing came back yet", { askedAt: hoursAgo(1) }, { ask: false, tell: undefined }],
    ["a day later nothing had come back", { askedAt: hoursAgo(24) }, { ask: true, tell: undefined }],
    ["a newer one is known", { askedAt: hoursAgo(1), latest: "0.2.0" }, { ask: false, tell: "0.2.0" }],
    [
      "notified today",
      { askedAt: hoursAgo(1), toldAt: hoursAgo(1), latest: "0.2.0" },
      { ask: false, tell: undefined },
    ],
    [
      "notified yesterday",
      { askedAt: hoursAgo(1), toldAt: hoursAgo(25), latest: "0.2.0" },
      { ask: false, tell: "0.2.0" },
    ],
    ["the newest is installed", { askedAt: hoursAgo(25), latest: "0.1.0" }, { ask: true, tell: undefined }],
    ["a newer one is installed", { askedAt: hoursAgo(1), latest: "0.0.9" }, { ask: false, tell: undefined }],
    ["by number, not by letter", { askedAt: hoursAgo(1), latest: "0.10.0" }, { ask: false, tell: "0.10.0" }],
    [
      "a preview of what is installed",
      { askedAt: hoursAgo(1), latest: "0.1.0-rc.1" },
      { ask: false, tell: undefined },
    ],
    [
      "what is kept is no version",
      { askedAt: hoursAgo(1), latest: "9\u001b[31m" },
      { ask: false, tell: undefined },
    ],
    ["the clock was set back", { askedAt: hoursAgo(-48) }, { ask: true, tell: undefined }],
  ])("%s", async (_what, memory, decision) => {
    expect(await decide(memory, "0.1.0", NOW)).toEqual(decision);
  });
});

test.each([
  ["1.2.3", "1.2.3"],
  ["1.2.3-rc.1+build", "1.2.3-rc.1"],
  ["\u001b[31m1.2.3", undefined],
  ["1.2.3\nrm -rf /", undefined],
  ["latest", undefined],
  ["1.2", undefined],
  [`1.2.${"9".repeat(400)}`, undefined],
  [123, undefined],
  [null, undefined],
])("what a registry says: %j → %s", (said, version) => {
  expect(parseVersion(said)).toBe(version);
});

describe("where a notice has a place", () => {
  const terminal = { isTTY: true };
  test.each([
    ["at a terminal", "link create acme.com", {}, terminal, terminal, true],
    ["CI=false is not CI", "doctor", { CI: "false" }, terminal, terminal, true],
    ["in CI", "doctor", { CI: "true" }, terminal, terminal, false],
    ["switched off", "doctor", { NO_UPDATE_NOTIFIER: "1" }, terminal, terminal, false],
    ["with --json", "doctor --json", {}, terminal, terminal, false],
    ["stdout in a pipe", "link create acme.com", {}, {}, terminal, false],
    ["stderr in a file", "link create acme.com", {}, terminal, {}, false],
    ["for the shell's completion", "completion bash", {}, terminal, terminal, false],
  ])("%s", (_what, line, env, stdout, stderr, wanted) => {
    const [command = ""] = line.split(" ");
    expect(shouldNotify(command, line.includes("--json"), { env, stdout, stderr })).toBe(wanted);
  });
});

describe("the notice", () => {
  const scene = { newerVersion: "9.8.7" };
  const NOTICE = /^ssoctl 9\.8\.7 is out \(you have \d+\.\d+\.\d+\): npm install --global ssoctl$/mu;

  test("is the last line on stderr, after a failure too", async () => {
    const [good, bad] = [
      await see("terminal", ["env", "list"], scene),
      await see("terminal", ["link", "create"], scene),
    ];
    expect([good.exit, bad.exit]).toEqual([0, 2]);
    for (const { stdout, stderr } of [good, bad]) {
      expect(stderr).toMatch(NOTICE);
      expect(stdout).not.toContain("9.8.7");
    }
  });

  test.each(["pipe", "json"] as const)("does not come in the view %s", async (view) => {
    const { stdout, stderr } = await see(view, ["env", "list"], scene);
    expect(stdout + stderr).not.toContain("9.8.7");
  });
});
