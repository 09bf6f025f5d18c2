import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/history/history.ts";
import type { HistoryEvent } from "../../src/journal.ts";
import { EVERY_DEED, entry, unknownEntry } from "../history/support/entry.ts";
import { FakeHistory, see } from "../support/fake-system.ts";

const history = (...entries: readonly Entry[]) => new FakeHistory().with(...entries);

const ACME = entry({ time: "2026-11-20T09:00:00.000Z" });
const BETA = entry({
  time: "2026-11-21T10:00:00.000Z",
  environment: { name: "production", kind: "live" },
  customer: "beta.io",
  organization: { id: "org_02", name: "Beta Industries" },
  done: { action: "organization_created", domain: "beta.io" },
});
const ACME_BY_ID = entry({
  time: "2026-11-22T11:00:00.000Z",
  customer: "org_01",
  done: { action: "setup_link_revoked" },
});
const THREE = [ACME, BETA, ACME_BY_ID];

describe("what was done, newest first", () => {
  test("at a terminal", async () => {
    expect(await see("terminal", ["history"], { history: history(...THREE) })).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: [
        "2026-11-22 11:00:00  staging            Acme (org_01)              setup link revoked",
        "2026-11-21 10:00:00  production · LIVE  Beta Industries (beta.io)  organization created",
        "2026-11-20 09:00:00  staging            Acme (acme.com)            portal link for Single Sign-On",
        "",
      ].join("\n"),
    });
  });

  test("in a pipe: five columns, the customer last", async () => {
    expect(await see("pipe", ["history"], { history: history(...THREE) })).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: [
        "2026-11-22T11:00:00.000Z\tstaging\torg_01\tsetup link revoked\torg_01",
        "2026-11-21T10:00:00.000Z\tproduction\torg_02\torganization created\tbeta.io",
        "2026-11-20T09:00:00.000Z\tstaging\torg_01\tportal link for Single Sign-On\tacme.com",
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

const changes = async (...entries: readonly Entry[]) => {
  const { stdout } = await see("pipe", ["history"], { history: history(...entries) });
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => line.split("\t")[3]).toReversed();
};

test("each thing that can have been done has its words", async () => {
  expect(await changes(...EVERY_DEED.map((done) => entry({ done })))).toEqual([
    "organization created",
    'name "Acme Inc" set',
    "external id crm_42 set",
    'name "Acme Inc", external id crm_42, acme.com verified set',
    "domain acme.io added",
    "IT contact jane@acme.com added",
    "setup link emailed to jane@acme.com, for Single Sign-On, domain verification",
    "setup link revoked",
    "portal link for Directory Sync",
  ]);
});

describe("each thing that may have been done", () => {
  test("has its words", async () => {
    expect(await changes(...EVERY_DEED.map((deed) => unknownEntry(deed)))).toEqual([
      "not known whether Acme (org_01) was created by this run",
      'not known whether name "Acme Inc" of Acme was set',
      "not known whether external id crm_42 of Acme was set",
      'not known whether name "Acme Inc", external id crm_42, acme.com verified of Acme was set',
      "not known whether acme.io was added to Acme",
      "not known whether jane@acme.com was added as IT contact",
      "not known whether jane@acme.com was emailed a setup link",
      "not known whether the setup link of Acme was revoked",
      "not known whether a portal link was created",
    ]);
  });

  const LOST = unknownEntry(
    { action: "organization_created", domain: "acme.com" },
    { organization: { id: null, name: "Acme" } },
  );

  test("is shown without an ID if there is none, seen in three views", async () => {
    const [terminal, pipe, json] = [
      await see("terminal", ["history"], { history: history(LOST) }),
      await see("pipe", ["history"], { history: history(LOST) }),
      await see("json", ["history"], { history: history(LOST) }),
    ];
    expect(terminal.stdout).toBe(
      "2026-11-23 14:30:12  staging  Acme (acme.com)  not known whether Acme was created by this run\n",
    );
    expect(pipe.stdout).toBe(
      "2026-11-23T14:30:12.000Z\tstaging\t\tnot known whether Acme was created by this run\tacme.com\n",
    );
    expect(JSON.parse(json.stdout)).toEqual({ entries: [LOST] });
  });

  test("belongs to its customer, and to no other whose id is not known either", async () => {
    const other = { ...LOST, customer: "beta.io", organization: { id: null, name: "Beta" } };
    const { stdout } = await see("json", ["history", "acme.com"], { history: history(other, LOST) });
    expect(JSON.parse(stdout)).toEqual({ entries: [LOST] });
  });
});

test("what an earlier version wrote has the words of today", async () => {
  // As the file is read: entry.ts gives an old action its new name, and leaves the rest.
  const before = [
    { action: "organization_created" },
    { action: "setup_link_revoked", invited: "jane@acme.com" },
    { action: "link_created", via: "draft", to: ["jane@acme.com"], intent: "sso" },
    {
      action: "invited",
      invited: "jane@acme.com",
      added: ["bob@acme.com"],
      intents: ["sso"],
      replaced: null,
    },
  ] as unknown as HistoryEvent[];
  expect(await changes(...before.map((done) => entry({ done })))).toEqual([
    "organization created",
    "setup link revoked",
    "portal link for Single Sign-On",
    "setup link emailed to jane@acme.com, for Single Sign-On",
  ]);
});

test("an intent that this program does not know is shown as it is", async () => {
  expect(await changes(entry({ done: { action: "link_created", intent: "passkeys" } }))).toEqual([
    "portal link for passkeys",
  ]);
});

test("an emailed intent goes by the name that people know, as the portal's does", async () => {
  const done: HistoryEvent = { action: "invited", invited: "jane@acme.com", intents: ["directory_sync"] };
  expect(await changes(entry({ done }))).toEqual(["setup link emailed to jane@acme.com, for Directory Sync"]);
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
    expect(seen.stderr).toBe("No changes for gamma.com in staging from this machine.\n");
  });

  test("that is invalid: exit 2", async () => {
    expect(await see("pipe", ["history", "ac_me.com"])).toMatchObject({ exit: 2, stdout: "" });
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
    ["terminal", "", "No history yet on this machine.\n"],
    ["pipe", "", "No history yet on this machine.\n"],
    ["json", '{"entries":[]}\n', ""],
  ] as const)("%s: exit 0", async (view, stdout, stderr) => {
    expect(await see(view, ["history"])).toMatchObject({ exit: 0, stdout, stderr });
  });
});

test("a domain that is easily taken for another one is looked up without a question", async () => {
  const homograph = entry({ customer: "аcme.com" });
  const { exit, stdout } = await see("pipe", ["history", "аcme.com"], { history: history(homograph) });
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

describe("strings from elsewhere, should the file hold any, are sanitize", () => {
  const evil = "\u001b]52;c;eA==\u0007\u202eAcme\t\u009b31m\n";
  const hostile = entry({
    environment: { name: `staging${evil}`, kind: "test" },
    customer: `acme.com${evil}`,
    organization: { id: `org_01${evil}`, name: `${evil}${"x".repeat(10_000)}` },
    done: { action: "invited", invited: `jane${evil}`, intents: [evil] },
  });

  test.each(["terminal", "pipe", "json"] as const)("%s", async (view) => {
    const { stdout } = await see(view, ["history"], { history: history(hostile) });
    expect(stdout.replaceAll("\n", "").replaceAll("\t", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    if (view === "pipe") expect(stdout.split("\t")).toHaveLength(5);
    if (view === "terminal") expect(stdout.length).toBeLessThan(2000);
    if (view === "json") expect(JSON.parse(stdout)).toEqual({ entries: [hostile] });
  });
});
