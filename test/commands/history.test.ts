import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/history/port.ts";
import { EVERYTHING_DONE, entry } from "../history/support/entry.ts";
import { FakeHistory, see } from "../support/fake-system.ts";

const history = (...entries: readonly Entry[]) => new FakeHistory().with(...entries);

const ACME = entry({ time: "2026-11-20T09:00:00.000Z" });
const BETA = entry({
  time: "2026-11-21T10:00:00.000Z",
  environment: { name: "production", kind: "live" },
  customer: "beta.io",
  organization: { id: "org_02", name: "Beta Industries" },
  done: { action: "organization_created" },
});
const ACME_BY_ID = entry({
  time: "2026-11-22T11:00:00.000Z",
  customer: "org_01",
  done: { action: "invitation_ended", invited: "jane@acme.com" },
});
const THREE = [ACME, BETA, ACME_BY_ID];

describe("what was done, newest first", () => {
  test("at a terminal", async () => {
    expect(await see("terminal", ["history"], { history: history(...THREE) })).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: [
        "2026-11-22 11:00:00  staging            Acme (org_01)              invitation of jane@acme.com ended",
        "2026-11-21 10:00:00  production · LIVE  Beta Industries (beta.io)  organization created",
        "2026-11-20 09:00:00  staging            Acme (acme.com)            portal link for Single Sign-On",
        "",
      ].join("\n"),
    });
  });

  test("in a pipe: four columns", async () => {
    expect(await see("pipe", ["history"], { history: history(...THREE) })).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: [
        "2026-11-22T11:00:00.000Z\tstaging\torg_01\tinvitation of jane@acme.com ended",
        "2026-11-21T10:00:00.000Z\tproduction\torg_02\torganization created",
        "2026-11-20T09:00:00.000Z\tstaging\torg_01\tportal link for Single Sign-On",
        "",
      ].join("\n"),
    });
  });

  test("as JSON: every field", async () => {
    const { exit, stdout, stderr } = await see("json", ["history"], { history: history(...THREE) });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ entries: THREE.toReversed() });
  });
});

test("each thing that can have been done has its words", async () => {
  const entries = EVERYTHING_DONE.map((done) => entry({ done }));
  const { stdout } = await see("pipe", ["history"], { history: history(...entries) });
  const words = stdout.trimEnd().split("\n");
  expect(words.map((line) => line.split("\t")[3]).toReversed()).toEqual([
    "organization created",
    "domain acme.io added",
    "portal link for Directory Sync",
    "portal link in a draft to jane@acme.com, for Single Sign-On",
    "setup link emailed to jane@acme.com, for Single Sign-On, domain verification; that of amy@acme.com ended; IT contacts added: bob@acme.com",
    "invitation of jane@acme.com ended",
  ]);
});

test("an intent that this program does not know is shown as it is", async () => {
  const later = entry({ done: { action: "message_written", via: "text", to: [], intent: "passkeys" } });
  const { stdout } = await see("pipe", ["history"], { history: history(later) });
  expect(stdout).toContain("\tportal link in a message, for passkeys\n");
});

test("an environment of unknown kind stands out as well", async () => {
  const unknown = entry({ environment: { name: "WORKOS_API_KEY", kind: "unknown" } });
  const seen = { history: history(unknown), env: { NO_COLOR: "", FORCE_COLOR: "1" } };
  const { stdout } = await see("terminal", ["history"], seen);
  expect(stdout).toContain("\u001b[33m\u001b[1mWORKOS_API_KEY · UNKNOWN KIND");
});

describe("of a customer", () => {
  const shown = async (...argv: string[]) => {
    const { stdout, stderr } = await see("json", ["history", ...argv], { history: history(...THREE) });
    return { stderr, entries: (JSON.parse(stdout) as { entries: Entry[] }).entries };
  };

  test("named by domain: also what was done when it was named by id", async () => {
    expect((await shown("acme.com")).entries).toEqual([ACME_BY_ID, ACME]);
    expect((await shown("https://www.Acme.com/about")).entries).toEqual([ACME_BY_ID, ACME]);
  });

  test("named by organization id", async () => {
    expect((await shown("org_02")).entries).toEqual([BETA]);
  });

  test("what was understood is said", async () => {
    const { stderr } = await see("pipe", ["history", "jane@acme.com"], { history: history(...THREE) });
    expect(stderr).toBe("jane@acme.com → acme.com\n");
  });

  test("and of one environment", async () => {
    expect((await shown("--env", "production")).entries).toEqual([BETA]);
    expect((await shown("acme.com", "--env", "production")).entries).toEqual([]);
  });

  test("of none: it says so, exit 0", async () => {
    const seen = await see("terminal", ["history", "gamma.com", "--env", "staging"], {
      history: history(...THREE),
    });
    expect(seen).toMatchObject({ exit: 0, stdout: "" });
    expect(seen.stderr).toBe("Nothing was done for gamma.com in staging from this machine.\n");
  });

  test("that is none: exit 2", async () => {
    expect(await see("pipe", ["history", "acme"])).toMatchObject({ exit: 2, stdout: "" });
  });
});

describe("--limit", () => {
  const many = () => history(...Array.from({ length: 25 }, (_, n) => entry({ customer: `c${n}.com` })));

  test("is 20 where it is not given, and says that there are more", async () => {
    const { stdout, stderr } = await see("pipe", ["history"], { history: many() });
    expect(stdout.split("\n")).toHaveLength(20 + 1);
    expect(stderr).toBe("  5 earlier: --limit 25\n");
  });

  test("takes the newest", async () => {
    const { stdout } = await see("json", ["history", "--limit", "2"], { history: many() });
    const { entries } = JSON.parse(stdout) as { entries: Entry[] };
    expect(entries.map(({ customer }) => customer)).toEqual(["c24.com", "c23.com"]);
  });
});

describe("no history yet", () => {
  test.each([
    ["terminal", "", "No history yet: nothing was done from this machine.\n"],
    ["pipe", "", "No history yet: nothing was done from this machine.\n"],
    ["json", '{"entries":[]}\n', ""],
  ] as const)("%s: exit 0", async (view, stdout, stderr) => {
    expect(await see(view, ["history"])).toMatchObject({ exit: 0, stdout, stderr });
  });
});

test("a domain that is easily taken for another one is looked up without a question", async () => {
  const lookAlike = entry({ customer: "аcme.com" });
  const { exit, stdout } = await see("pipe", ["history", "аcme.com"], { history: history(lookAlike) });
  expect({ exit, lines: stdout.trimEnd().split("\n").length }).toEqual({ exit: 0, lines: 1 });
});

test("neither an environment nor a key is needed, and WorkOS is not asked", async () => {
  const { accessed, exit } = await see("pipe", ["history"], {
    settings: undefined as never,
    history: history(ACME),
    env: { SSOCTL_ENV: "nowhere" },
  });
  expect({ accessed, exit }).toEqual({ accessed: [], exit: 0 });
});

describe("strings from elsewhere, should the file hold any, are harmless", () => {
  const evil = "\u001b]52;c;eA==\u0007\u202eAcme\t\u009b31m\n";
  const hostile = entry({
    environment: { name: `staging${evil}`, kind: "test" },
    customer: `acme.com${evil}`,
    organization: { id: `org_01${evil}`, name: `${evil}${"x".repeat(10_000)}` },
    done: { action: "invited", invited: `jane${evil}`, added: [evil], intents: [evil], replaced: evil },
  });

  test.each(["terminal", "pipe", "json"] as const)("%s", async (view) => {
    const { stdout } = await see(view, ["history"], { history: history(hostile) });
    expect(stdout.replaceAll("\n", "").replaceAll("\t", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    if (view === "pipe") expect(stdout.split("\t")).toHaveLength(4);
    if (view === "terminal") expect(stdout.length).toBeLessThan(2000);
    if (view === "json") expect(JSON.parse(stdout)).toEqual({ entries: [hostile] });
  });
});
