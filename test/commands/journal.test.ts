import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import type { HistoryEvent } from "../../src/journal.ts";
import { FakeHistory, type Scene, see } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

const ACME = { id: "org_01", name: "Acme" };
const NEW = { id: null, name: "Acme" };

const CREATED: HistoryEvent = { action: "organization_created", domain: "acme.com" };
const REVOKED: HistoryEvent = { action: "setup_link_revoked" };
const LINKED: HistoryEvent = { action: "link_created", intent: "sso" };
const added = (email: string): HistoryEvent => ({ action: "it_contact_added", email });
const invited = (email: string, ...intents: string[]): HistoryEvent => ({
  action: "invited",
  invited: email,
  intents,
});
const BOTH = ["sso", "domain_verification"];

function acme(...contacts: string[]): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  for (const email of contacts) workos.contacts.push({ id: `contact_${email}`, email });
  return workos;
}

/** Where Amy has an active setup link. */
const withAmy = () => Object.assign(acme("amy@acme.com"), { invited: "contact_amy@acme.com" });

/** What a command line wrote into the history, without when and where. */
async function kept(line: string, scene: Scene = {}) {
  const { recorded, exit } = await see("pipe", line.split(" "), scene);
  const entries = recorded.map((entry) => ({
    organization: entry.organization,
    ...("done" in entry ? { done: entry.done } : { unknown: entry.unknown }),
  }));
  return { exit, entries };
}

describe("in the history", () => {
  test("an organization that org ensure created, with everything there is to know", async () => {
    const { recorded } = await see("pipe", ["org", "ensure", "https://www.Acme.com/about"]);
    expect(recorded).toEqual([
      {
        time: "2026-11-23T14:30:12.000Z",
        environment: { name: "staging", kind: "test" },
        command: "org ensure",
        customer: "acme.com",
        organization: ACME,
        done: CREATED,
        requestIds: [],
      },
    ]);
  });

  test.each<[line: string, workos: FakeWorkos, done: readonly HistoryEvent[]]>([
    ["link create acme.com --intent dsync", acme(), [{ action: "link_created", intent: "dsync" }]],
    ["link create acme.com --message", acme(), [LINKED]],
    ["link create acme.com", new FakeWorkos(), [CREATED, LINKED]],
    [
      "link email acme.com --to jane@acme.com --to bob@acme.com --to amy@acme.com --replace",
      acme("amy@acme.com"),
      [added("jane@acme.com"), invited("jane@acme.com", ...BOTH), added("bob@acme.com")],
    ],
    [
      "link email acme.com --to amy@acme.com --intent sso",
      acme("amy@acme.com"),
      [invited("amy@acme.com", "sso")],
    ],
    [
      "link email acme.com --to jane@acme.com --intent sso --replace",
      withAmy(),
      [REVOKED, added("jane@acme.com"), invited("jane@acme.com", "sso")],
    ],
    [
      "link email acme.com --to jane@acme.com",
      new FakeWorkos(),
      [CREATED, added("jane@acme.com"), invited("jane@acme.com", ...BOTH)],
    ],
    ["link revoke acme.com", withAmy(), [REVOKED]],
  ])("one entry for each change: ssoctl %s", async (line, workos, done) => {
    expect(await kept(line, { workos })).toEqual({
      exit: 0,
      entries: done.map((deed) => ({ organization: ACME, done: deed })),
    });
  });

  test("what was set of a new organization, under the name that it had then", async () => {
    const line = "org ensure acme.com --name Acme-Inc --external-id crm_42 --domain-state verified --yes";
    const domains = [{ domain: "acme.com", state: "verified" }];
    expect(await kept(line)).toEqual({
      exit: 0,
      entries: [
        { organization: ACME, done: CREATED },
        {
          organization: ACME,
          done: { action: "organization_updated", name: "Acme-Inc", externalId: "crm_42", domains },
        },
      ],
    });
  });

  test("a domain that was added to an organization that a person chose", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.de");
    const answers = ["Use Acme (acme.de) and add acme.com to it"];
    const { recorded } = await see("terminal", ["org", "ensure", "acme.com"], { workos, answers });
    expect(recorded).toMatchObject([
      { customer: "acme.com", organization: ACME, done: { action: "domain_added", domain: "acme.com" } },
    ]);
  });

  test("a customer that was named by its id, under that id", async () => {
    const { recorded } = await see("pipe", ["link", "create", "org_01"], { workos: acme() });
    expect(recorded).toMatchObject([{ command: "link create", customer: "org_01", organization: ACME }]);
  });
});

describe("what was done before a failure is in the history, and so is what is not known", () => {
  const crowded = () => {
    const workos = new FakeWorkos();
    const create = workos.createOrganization.bind(workos);
    workos.createOrganization = async (wanted) => {
      workos.has("Acme of somebody else", "acme.com");
      return create(wanted);
    };
    return workos;
  };
  const echo = new Failure("conflict", "WorkOS reports a conflict: 409.", {
    status: 409,
    delivery: "unanswered",
  });

  test.each<[what: string, line: string, workos: FakeWorkos, exit: number, entries: readonly object[]]>([
    [
      "created before the link failed",
      "link create acme.com",
      new FakeWorkos().failsAt("createPortalLink", refusal("usage", 422)),
      2,
      [{ organization: ACME, done: CREATED }],
    ],
    [
      "created, and a link whose answer was lost",
      "link create acme.com",
      new FakeWorkos().failsAt("createPortalLink", silence()),
      6,
      [
        { organization: ACME, done: CREATED },
        { organization: ACME, unknown: LINKED },
      ],
    ],
    [
      "created beside another one",
      "org ensure acme.com",
      crowded(),
      5,
      [{ organization: { id: "org_02", name: "Acme" }, done: CREATED }],
    ],
    [
      "a creation whose answer was lost",
      "org ensure acme.com",
      new FakeWorkos().failsAt("createOrganization", silence()),
      6,
      [{ organization: NEW, unknown: CREATED }],
    ],
    [
      "revoked, and a contact whose answer was lost",
      "link email acme.com --to jane@acme.com --replace",
      withAmy().failsAt("createItContact", silence()),
      6,
      [
        { organization: ACME, done: REVOKED },
        { organization: ACME, unknown: added("jane@acme.com") },
      ],
    ],
    [
      "a setup link whose answer was lost",
      "link email acme.com --to amy@acme.com",
      acme("amy@acme.com").failsAt("inviteItContact", silence()),
      6,
      [{ organization: ACME, unknown: invited("amy@acme.com", ...BOTH) }],
    ],
    [
      "a setup link that may be our own",
      "link email acme.com --to amy@acme.com",
      acme("amy@acme.com").failsAt("inviteItContact", echo),
      6,
      [{ organization: ACME, unknown: invited("amy@acme.com", ...BOTH) }],
    ],
    [
      "a revocation whose answer was lost",
      "link revoke acme.com",
      withAmy().losesAnswersOf("revokeItContact"),
      6,
      [{ organization: ACME, unknown: REVOKED }],
    ],
    [
      "an error that nobody foresaw",
      "link create acme.com",
      Object.assign(acme(), { createPortalLink: () => Promise.reject(new TypeError("surprise")) }),
      1,
      [{ organization: ACME, unknown: LINKED }],
    ],
    [
      "a wait that ran out of time takes nothing back",
      "link create acme.com --wait --wait-timeout 10s",
      acme(),
      124,
      [{ organization: ACME, done: LINKED }],
    ],
  ])("%s", async (_what, line, workos, exit, entries) => {
    expect(await kept(line, { workos })).toEqual({ exit, entries });
  });
});

describe("a change whose answer was lost, and that is seen afterwards, is done, once", () => {
  test("an organization", async () => {
    const workos = new FakeWorkos().losesAnswersOf("createOrganization");
    expect(await kept("org ensure acme.com", { workos })).toEqual({
      exit: 0,
      entries: [{ organization: ACME, done: CREATED }],
    });
  });

  test("a contact", async () => {
    const workos = acme().losesAnswersOf("createItContact");
    expect(await kept("link email acme.com --to jane@acme.com --intent sso", { workos })).toEqual({
      exit: 0,
      entries: [
        { organization: ACME, done: added("jane@acme.com") },
        { organization: ACME, done: invited("jane@acme.com", "sso") },
      ],
    });
  });

  test("a domain", async () => {
    const workos = new FakeWorkos().losesAnswersOf("addDomain");
    workos.has("Acme", "acme.de");
    const answers = ["Use Acme (acme.de) and add acme.com to it"];
    const { recorded } = await see("terminal", ["org", "ensure", "acme.com"], { workos, answers });
    expect(recorded).toMatchObject([{ done: { action: "domain_added", domain: "acme.com" } }]);
  });
});

describe("not in the history", () => {
  const refusing = (status: number) =>
    acme("amy@acme.com").failsAt("inviteItContact", refusal("conflict", status));

  test.each<[line: string, exit: number, workos: FakeWorkos]>([
    ["org ensure acme.com", 0, acme()],
    ["org ensure acme.com --dry-run", 0, new FakeWorkos()],
    ["org ensure acme.com --no-create", 3, new FakeWorkos()],
    ["org status acme.com", 0, acme()],
    ["link create acme.com --dry-run", 0, new FakeWorkos()],
    ["link email acme.com --to jane@acme.com --dry-run", 0, new FakeWorkos()],
    ["link revoke acme.com --dry-run", 0, withAmy()],
    ["link revoke acme.com", 0, acme("amy@acme.com")],
    ["link create acme.com", 2, acme().failsAt("createPortalLink", refusal("usage", 422))],
    ["link create acme.com", 6, acme().failsAt("findByDomain", silence())],
    ["link email acme.com --to amy@acme.com", 5, refusing(409)],
    ["env list", 0, new FakeWorkos()],
    ["doctor", 0, new FakeWorkos()],
  ])("ssoctl %s (exit %i)", async (line, exit, workos) => {
    expect(await kept(line, { workos })).toEqual({ exit, entries: [] });
  });

  test("a link, or its token, whatever is done", async () => {
    for (const line of ["link create acme.com --message", "link email acme.com --to jane@acme.com"]) {
      const { recorded } = await see("pipe", line.split(" "));
      expect(recorded.length).toBeGreaterThan(1);
      expect(JSON.stringify(recorded)).not.toMatch(/secret-token|https?:|sk_test/u);
    }
  });
});

describe("a history that cannot be written", () => {
  const broken = () => Object.assign(new FakeHistory(), { trouble: "EACCES: permission denied" });
  const NOTE = "  This could not be written to the history: EACCES: permission denied\n";
  const URL = "https://setup.workos.com/?token=secret-token\n";

  test.each<[line: string, workos: FakeWorkos, stdout: string]>([
    ["link create acme.com", new FakeWorkos(), URL],
    ["link create acme.com", acme(), URL],
    ["org ensure acme.com", new FakeWorkos(), "org_01\n"],
    ["link revoke acme.com", withAmy(), "revoked\n"],
  ])("fails nothing, and is said once: ssoctl %s", async (line, workos, stdout) => {
    const seen = await see("pipe", line.split(" "), { workos, history: broken() });
    expect(seen).toMatchObject({ exit: 0, stdout });
    expect(seen.stderr.split(NOTE)).toHaveLength(2);
  });

  test("at a terminal neither", async () => {
    const argv = ["link", "email", "acme.com", "--to", "jane@acme.com"];
    const seen = await see("terminal", argv, { history: broken(), answers: [true] });
    expect(seen.exit).toBe(0);
    expect(seen.stderr.split(NOTE)).toHaveLength(2);
  });

  test("as JSON it is not said at all", async () => {
    const json = await see("json", ["link", "create", "acme.com"], { history: broken() });
    expect(json).toMatchObject({ exit: 0, stderr: "" });
  });

  test("does not take the place of a failure", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", silence());
    const seen = await see("pipe", ["link", "create", "acme.com"], { workos, history: broken() });
    expect(seen).toMatchObject({ exit: 6, stdout: "" });
    expect(seen.stderr.split(NOTE)).toHaveLength(2);
    expect(seen.stderr).toContain("  Done before this: created Acme (org_01).\n");
    expect(seen.stderr).toContain("  Not known: whether a portal link was created.");
  });
});
