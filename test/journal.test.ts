import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Failure } from "../src/failure.ts";
import { type Change, Journal, journaled } from "../src/journal.ts";
import { changeSentences, wordsOf } from "../src/ui/changes.ts";
import { plain } from "./support/plain.ts";

const sentencesOf = (journal: Journal) => changeSentences(journal).map(plain);

import type { ItContact, Organization, OrganizationId, WorkosApi } from "../src/workos/port.ts";
import { FakeWorkos } from "./support/fake-workos.ts";

const ACME: Organization = {
  id: "org_01" as OrganizationId,
  name: "Acme",
  externalId: null,
  domains: [{ domain: "acme.de", state: "pending" }],
  createdAt: "2026-01-01T00:00:00.000Z",
};
const JANE: ItContact = { id: "contact_1", email: "jane@acme.com" };

/** A run on WorkOS with Acme, and what its journal keeps. */
function open() {
  const kept: [string, Change][] = [];
  const journal = new Journal(async (change, outcome) => void kept.push([outcome, change]));
  const workos = new FakeWorkos();
  workos.organizations.push(ACME);
  workos.contacts.push(JANE);
  return { kept, journal, workos, api: journaled(workos, journal) };
}

interface Row {
  readonly method: keyof WorkosApi;
  readonly send: (api: WorkosApi) => Promise<unknown>;
  readonly done: string;
  readonly unknown: string;
  readonly change: object;
}

const CHECK = "Run the same command again: it finds what is there.";

/** Every write that there is. */
const WRITES: readonly Row[] = [
  {
    method: "createOrganization",
    send: async (api) => {
      await api.findByDomain(["acme.com"]);
      return api.createOrganization({ name: "Acme", domain: "acme.com" }, "key");
    },
    done: "created Acme (org_02)",
    unknown: `Acme was created by this run. ${CHECK}`,
    change: { action: "organization_created", domain: "acme.com" },
  },
  {
    method: "updateOrganization",
    send: (api) => api.updateOrganization(ACME, { name: "Acme Inc", externalId: "crm_42" }),
    done: 'set name "Acme Inc", external id crm_42 of Acme (org_01)',
    unknown: 'name "Acme Inc", external id crm_42 of Acme was set. See ssoctl org status org_01.',
    change: { action: "organization_updated", name: "Acme Inc", externalId: "crm_42" },
  },
  {
    method: "addDomain",
    send: (api) => api.addDomain(ACME, "acme.com"),
    done: "added acme.com to Acme (org_01)",
    unknown: `acme.com was added to Acme. ${CHECK}`,
    change: { action: "domain_added", domain: "acme.com" },
  },
  {
    method: "createPortalLink",
    send: (api) => api.createPortalLink(ACME, { intent: "sso" }),
    done: "created a portal link for Single Sign-On",
    unknown: "a portal link was created. If so, nobody has it, and it expires in 5 minutes.",
    change: { action: "link_created", intent: "sso" },
  },
  {
    method: "createItContact",
    send: (api) => api.createItContact(ACME, "bob@acme.com"),
    done: "added bob@acme.com as IT contact",
    unknown: `bob@acme.com was added as IT contact. ${CHECK}`,
    change: { action: "it_contact_added", email: "bob@acme.com" },
  },
  {
    method: "inviteItContact",
    send: (api) => api.inviteItContact(ACME, JANE, ["sso"]),
    done: "had WorkOS email jane@acme.com a setup link",
    unknown:
      "jane@acme.com was emailed a setup link. Ask jane@acme.com, or look at the organization in the WorkOS dashboard.",
    change: { action: "invited", invited: "jane@acme.com", intents: ["sso"] },
  },
  {
    method: "revokeItContact",
    send: (api) => api.revokeItContact(ACME, JANE),
    done: "revoked the setup link of Acme",
    unknown: "the setup link of Acme was revoked. To revoke what is still active: ssoctl link revoke org_01",
    change: { action: "setup_link_revoked" },
  },
];

const failing = (delivery: "not_sent" | "refused" | "unanswered" | undefined, status?: number) =>
  new Failure("unavailable", "It failed.", { delivery, status });

/** How a write ends, and whether that leaves it done, undone, or open. */
const ENDINGS = [
  ["answered", undefined, "done"],
  ["refused on its first attempt, with 409", failing("refused", 409), "nothing"],
  ["refused on its first attempt, with 404", failing("refused", 404), "nothing"],
  ["never sent", failing("not_sent"), "nothing"],
  ["unanswered", failing("unanswered"), "unknown"],
  ["answered with 409 after a lost attempt", failing("unanswered", 409), "unknown"],
  ["answered with 404 after a lost attempt", failing("unanswered", 404), "unknown"],
  ["ended by an unexpected error", new TypeError("a bug"), "unknown"],
] as const;

describe.each(WRITES)("$method", ({ method, send, done, unknown, change }) => {
  test.each(ENDINGS)("%s", async (_what, failure, outcome) => {
    const { api, workos, journal, kept } = open();
    if (method === "revokeItContact") workos.invited = JANE.id;
    if (failure) workos.failsAt(method, failure as Failure);
    await send(api).catch(() => {});
    await journal.close();
    const sentence = {
      done: `Done before this: ${done}.`,
      unknown: `Not known: whether ${unknown}`,
      nothing: "Nothing was changed.",
    }[outcome];
    expect(sentencesOf(journal)).toEqual([sentence]);
    const listed = outcome === "nothing" ? [] : [expect.objectContaining(change)];
    expect(journal.done).toEqual(outcome === "done" ? listed : []);
    expect(journal.unknown).toEqual(outcome === "unknown" ? listed : []);
    expect(kept).toEqual(listed.map((one) => [outcome, one]));
  });
});

test("every method that writes is in the table", () => {
  const reads = [
    "checkKey",
    "findByDomain",
    "searchByName",
    "getOrganization",
    "getByExternalId",
    "listConnections",
    "listDirectories",
    "listItContacts",
  ];
  const { api } = open();
  expect(
    Object.keys(api)
      .filter((name) => !reads.includes(name))
      .sort(),
  ).toEqual(WRITES.map(({ method }) => method).sort());
});

describe("what is read back", () => {
  test("a contact that is there after a lost answer was added", async () => {
    const { api, workos, journal, kept } = open();
    workos.failsAt("createItContact", failing("unanswered"));
    await api.createItContact(ACME, "Bob@acme.com").catch(() => {});
    workos.contacts.push({ id: "contact_2", email: "bob@acme.com" });
    await api.listItContacts(ACME.id);
    await journal.close();
    expect(journal.unknown).toEqual([]);
    expect(kept).toEqual([["done", expect.objectContaining({ action: "it_contact_added" })]]);
  });

  test("a domain that the organization has after a lost answer was added", async () => {
    const { api, workos, journal } = open();
    workos.failsAt("addDomain", failing("unanswered"));
    await api.addDomain(ACME, "acme.com").catch(() => {});
    workos.organizations[0] = { ...ACME, domains: [{ domain: "acme.com", state: "pending" }] };
    await api.getOrganization(ACME.id);
    expect(sentencesOf(journal)).toEqual(["Done before this: added acme.com to Acme (org_01)."]);
  });

  test.each([
    ["2026-11-23T14:30:12.000Z", "Done before this: created Acme Inc (org_09)."],
    ["2026-01-01T00:00:00.000Z", `Not known: whether Acme was created by this run. ${CHECK}`],
  ])("an organization of %s that has the domain after a lost answer", async (createdAt, sentence) => {
    const { api, workos, journal } = open();
    await api.findByDomain(["acme.com"]);
    workos.failsAt("createOrganization", failing("unanswered"));
    await api.createOrganization({ name: "Acme", domain: "acme.com" }, "key").catch(() => {});
    const found = { ...ACME, id: "org_09" as OrganizationId, name: "Acme Inc", createdAt };
    workos.organizations.push({ ...found, domains: [{ domain: "acme.com", state: "pending" }] });
    await api.findByDomain(["acme.com"]);
    expect(sentencesOf(journal)).toEqual([sentence]);
  });

  test.each([
    ["the server names no time", undefined, "2026-11-23T14:30:12.000Z"],
    ["its time is a little ahead", new Date("2026-11-23T14:30:14.000Z"), "2026-11-23T14:30:12.000Z"],
    ["created_at cannot be read", new Date("2026-11-23T14:30:12.000Z"), "yesterday"],
  ])(
    "an organization that was answered is not known to be this run's where %s",
    async (_what, at, createdAt) => {
      const { api, workos, journal, kept } = open();
      workos.findByDomain = async () => ({ organizations: [], at });
      workos.createOrganization = async () => ({ ...ACME, createdAt });
      await api.findByDomain(["acme.com"]);
      await api.createOrganization({ name: "Acme", domain: "acme.com" }, "key");
      await journal.close();
      expect(sentencesOf(journal)).toEqual([
        `Not known: whether Acme (org_01) was created by this run. ${CHECK}`,
      ]);
      expect(kept).toHaveLength(1);
    },
  );

  test("each further one that an unanswered attempt may have created is not known", async () => {
    const { api, workos, journal } = open();
    await api.findByDomain(["acme.com"]);
    await api.createOrganization({ name: "Acme", domain: "acme.com" }, "key");
    const [, created] = workos.organizations;
    if (created) workos.organizations.push({ ...created, id: "org_09" as OrganizationId });
    await api.findByDomain(["acme.com"]);
    expect(sentencesOf(journal)).toEqual([
      "Done before this: created Acme (org_02).",
      `Not known: whether Acme (org_09) was created by this run. ${CHECK}`,
    ]);
  });

  test("an earlier organization that WorkOS repeats for a key is no change", async () => {
    const { api, workos, journal, kept } = open();
    workos.createOrganization = async () => ACME;
    await api.findByDomain(["acme.com"]);
    await api.createOrganization({ name: "Acme", domain: "acme.com" }, "key");
    await journal.close();
    expect(sentencesOf(journal)).toEqual(["Nothing was changed."]);
    expect(kept).toEqual([]);
  });
});

test("a write that is still under way is not known, and is kept as that", async () => {
  const { api, workos, journal, kept } = open();
  workos.inviteItContact = () => new Promise(() => {});
  void api.inviteItContact(ACME, JANE, ["sso"]);
  await journal.close();
  expect(sentencesOf(journal)[0]).toContain("Not known: whether jane@acme.com was emailed");
  expect(kept).toHaveLength(1);
});

test("several changes make one sentence for what is done, and one for what is not known", async () => {
  const { api, workos, journal } = open();
  await api.findByDomain(["acme.com"]);
  await api.createOrganization({ name: "Acme", domain: "acme.com" }, "key");
  await api.createItContact(ACME, "bob@acme.com");
  workos.failsAt("inviteItContact", failing("unanswered"));
  await api.inviteItContact(ACME, JANE, ["sso"]).catch(() => {});
  expect(sentencesOf(journal)).toEqual([
    "Done before this: created Acme (org_02), added bob@acme.com as IT contact.",
    "Not known: whether jane@acme.com was emailed a setup link. Ask jane@acme.com, or look at the organization in the WorkOS dashboard.",
  ]);
});

test("the words of the history and of a plan name what is changed", () => {
  const organization = { id: "org_01", name: "Acme" };
  expect(wordsOf({ organization, action: "domain_added", domain: "acme.io" })).toMatchObject({
    history: "domain acme.io added",
    plan: ["add", "domain", "acme.io to Acme (org_01)"],
  });
});

test("no other file says what was or was not done", () => {
  const verbs = "created|sent|done|invited|added|revoked|emailed|changed";
  const claim = new RegExp(
    `nothing (more )?was|not (${verbs})[."\`]|was not (${verbs})|whether .* was (${verbs})|is not known`,
    "iu",
  );
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const claiming = files.filter((path) => {
    if (path.startsWith("sandbox")) return false;
    const code = readFileSync(join("src", path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/gu, "");
    return claim.test(code);
  });
  expect(claiming).toEqual(["ui/changes.ts"]);
});
