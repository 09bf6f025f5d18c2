import { describe, expect, test } from "vitest";
import { decide } from "../../src/updates/notice.ts";
import { shouldNotify } from "../../src/updates/updates.ts";
import { parseVersion } from "../../src/updates/version.ts";
import { see } from "../support/fake-system.ts";

const NOW = new Date("2026-11-23T14:30:12.000Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 60 * 60_000);

describe("when to check the registry, and when to announce a version", () => {
  test.each([
    ["the first run", {}, { check: true, announce: undefined }],
    ["nothing came back yet", { checkedAt: hoursAgo(1) }, { check: false, announce: undefined }],
    ["a day later nothing had come back", { checkedAt: hoursAgo(24) }, { check: true, announce: undefined }],
    [
      "a newer one is known",
      { checkedAt: hoursAgo(1), latest: "0.2.0" },
      { check: false, announce: "0.2.0" },
    ],
    [
      "announced today",
      { checkedAt: hoursAgo(1), announcedAt: hoursAgo(1), latest: "0.2.0" },
      { check: false, announce: undefined },
    ],
    [
      "announced yesterday",
      { checkedAt: hoursAgo(1), announcedAt: hoursAgo(25), latest: "0.2.0" },
      { check: false, announce: "0.2.0" },
    ],
    [
      "the newest is installed",
      { checkedAt: hoursAgo(25), latest: "0.1.0" },
      { check: true, announce: undefined },
    ],
    [
      "a newer one is installed",
      { checkedAt: hoursAgo(1), latest: "0.0.9" },
      { check: false, announce: undefined },
    ],
    [
      "by number, not by letter",
      { checkedAt: hoursAgo(1), latest: "0.10.0" },
      { check: false, announce: "0.10.0" },
    ],
    [
      "a preview of what is installed",
      { checkedAt: hoursAgo(1), latest: "0.1.0-rc.1" },
      { check: false, announce: undefined },
    ],
    [
      "what is kept is no version",
      { checkedAt: hoursAgo(1), latest: "9\u001b[31m" },
      { check: false, announce: undefined },
    ],
    ["the clock was set back", { checkedAt: hoursAgo(-48) }, { check: true, announce: undefined }],
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
      await see("terminal", ["link", "create", "--no-input"], scene),
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
