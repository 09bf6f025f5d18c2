import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { addConnection } from "../../src/sandbox/api/connections.ts";
import { addDirectory } from "../../src/sandbox/api/directories.ts";
import { toOrganization } from "../../src/workos/deserialize.ts";
import { openHttpClient } from "../../src/workos/http-client.ts";
import {
  INTENTS,
  INVITATION_INTENTS,
  type Organization,
  type OrganizationId,
  type WorkosApi,
} from "../../src/workos/port.ts";
import { withRetries } from "../../src/workos/retry.ts";
import { createWorkosApi } from "../../src/workos/sdk.ts";
import { type Harness, startHarness } from "../sandbox/support/harness.ts";
import { failureOf } from "./support/failure-of.ts";
import { answers, type Behaviour, serve, server } from "./support/server.ts";

/** The real sandbox; its harness holds every request of the adapter to WorkOS's OpenAPI document. */
let harness: Harness;
let api: WorkosApi;

beforeEach(async () => {
  harness = await startHarness();
  api = open(harness.watch.url, SANDBOX_API_KEY);
});

afterEach(() => harness.close());

function open(url: string, key: string): WorkosApi {
  const way = openHttpClient(new URL(url));
  const transport = withRetries({
    timeout: 20_000,
    send: async (request, signal) => (await way)(request, signal),
    now: () => new Date(0),
    elapsed: () => 0,
    sleep: async () => {},
    countDown: async () => {},
    signal: new AbortController().signal,
    onExchange: () => {},
  });
  return createWorkosApi({ key, url: new URL(url), transport });
}

const ACME = { name: "Acme", domain: "acme.com" } as const;
const NOBODY: Organization = {
  id: "org_01HE8GSH8FQPASKSY27THRKRBP" as OrganizationId,
  name: "Nobody",
  externalId: null,
  domains: [],
  createdAt: "2026-11-23T12:00:00.000Z",
};
const CONTACT = { id: "it_contact_1", email: "jane@acme.com" };

const CALLS: [keyof WorkosApi, (api: WorkosApi) => Promise<unknown>][] = [
  ["checkKey", (api) => api.checkKey()],
  ["findByDomain", (api) => api.findByDomain(["acme.com"])],
  ["getOrganization", (api) => api.getOrganization(NOBODY.id)],
  ["searchByName", (api) => api.searchByName("Acme")],
  ["getByExternalId", (api) => api.getByExternalId("crm-1")],
  ["createOrganization", (api) => api.createOrganization(ACME, "once")],
  ["createPortalLink", (api) => api.createPortalLink(NOBODY, { intent: "sso" })],
  ["listConnections", (api) => api.listConnections(NOBODY.id)],
  ["listDirectories", (api) => api.listDirectories(NOBODY.id)],
  ["listItContacts", (api) => api.listItContacts(NOBODY.id)],
  ["createItContact", (api) => api.createItContact(NOBODY, "jane@acme.com")],
];

/** Nothing is read from what these are answered. */
const COMMANDS: typeof CALLS = [
  ["updateOrganization", (api) => api.updateOrganization(NOBODY, { name: "Acme" })],
  ["addDomain", (api) => api.addDomain(NOBODY, "acme.com")],
  ["inviteItContact", (api) => api.inviteItContact(NOBODY, CONTACT, ["sso"])],
  ["revokeItContact", (api) => api.revokeItContact(NOBODY, CONTACT)],
];

describe("the key", () => {
  test("that is right is accepted", async () => {
    await expect(api.checkKey()).resolves.toBeUndefined();
  });

  test.each([...CALLS, ...COMMANDS])("that is wrong is unauthorized, asked by %s", async (_method, call) => {
    expect(await failureOf(call(open(harness.watch.url, "sk_test_wrong")))).toMatchObject({
      code: "unauthorized",
      message: "WorkOS does not accept this key (401).",
      facts: { status: 401, requestId: expect.stringMatching(/^req_/u), delivery: "refused" },
    });
  });
});

describe("an organization", () => {
  test("is created as asked, in the port's words", async () => {
    const acme = await api.createOrganization(ACME, "once");
    expect(acme).toStrictEqual({
      id: expect.stringMatching(/^org_/u),
      name: "Acme",
      externalId: null,
      domains: [{ domain: "acme.com", state: "pending" }],
      createdAt: "2026-11-23T12:00:00.000Z",
    });
  });

  test("is created once with the same idempotency key, and twice with another", async () => {
    const acme = await api.createOrganization(ACME, "once");
    expect(await api.createOrganization(ACME, "once")).toEqual(acme);
    expect((await api.createOrganization(ACME, "twice")).id).not.toBe(acme.id);
  });

  test("is found by its id", async () => {
    const acme = await api.createOrganization(ACME, "once");
    expect(await api.getOrganization(acme.id)).toEqual(acme);
    expect(await api.getOrganization(NOBODY.id)).toBeUndefined();
  });

  test.each(["crm-1", "a/b", "a?b=c#d", "50% of it"])(
    "is found by its external id %j",
    async (externalId) => {
      const acme = await api.createOrganization(ACME, "once");
      await api.updateOrganization(acme, { externalId });
      expect(await api.getByExternalId(externalId)).toEqual({ ...acme, externalId });
      expect(await api.getByExternalId(`${externalId}-other`)).toBeUndefined();
    },
  );

  test("is found by any of the domains, the oldest first", async () => {
    const first = await api.createOrganization({ ...ACME, domain: "zeta.com" }, "1");
    harness.pass(1);
    const second = await api.createOrganization({ ...ACME, domain: "alpha.com" }, "2");
    harness.pass(1);
    await api.createOrganization({ ...ACME, domain: "other.com" }, "3");
    const found = async (...domains: string[]) => (await api.findByDomain(domains)).organizations;
    expect(await found("alpha.com", "zeta.com")).toEqual([first, second]);
    expect(await found("alpha.com")).toEqual([second]);
    expect(await found("nobody.com")).toEqual([]);
  });

  test("is found by words of its name", async () => {
    const acme = await api.createOrganization(ACME, "once");
    await api.createOrganization({ name: "Beta", domain: "beta.io" }, "twice");
    expect(await api.searchByName("acm")).toEqual([acme]);
    expect(await api.searchByName("gamma")).toEqual([]);
  });

  test("of a consumer domain is refused in WorkOS's words", async () => {
    const failure = await failureOf(api.createOrganization({ ...ACME, domain: "gmail.com" }, "once"));
    expect(failure).toMatchObject({
      code: "usage",
      message:
        "WorkOS refused the request: The domain 'gmail.com' is a consumer domain and can't belong to an organization.",
      facts: { status: 422, delivery: "refused" },
    });
  });

  test("has what an update sets, and the rest as before", async () => {
    const acme = await api.createOrganization(ACME, "once");
    await expect(api.updateOrganization(acme, { name: "Acme Inc" })).resolves.toBeUndefined();
    await api.updateOrganization(acme, { externalId: "crm-1" });
    const domains = [{ domain: "acme.com", state: "verified" }] as const;
    await api.updateOrganization(acme, { domains });
    expect(await api.getOrganization(acme.id)).toEqual({
      ...acme,
      name: "Acme Inc",
      externalId: "crm-1",
      domains,
    });
    const sent = harness.watch.exchanges.filter(({ method }) => method === "PUT");
    expect(sent.map(({ requestBody }) => requestBody)).toEqual([
      { name: "Acme Inc" },
      { external_id: "crm-1" },
      { domain_data: domains },
    ]);
  });

  test("cannot have an external id that another one has", async () => {
    const acme = await api.createOrganization(ACME, "once");
    const other = await api.createOrganization({ ...ACME, domain: "acme.org" }, "twice");
    await api.updateOrganization(acme, { externalId: "crm-1" });
    const failure = await failureOf(api.updateOrganization(other, { externalId: "crm-1" }));
    expect(failure).toMatchObject({ code: "usage", facts: { status: 400, delivery: "refused" } });
    expect(failure.message).toMatch(/^WorkOS refused the request: .+external/iu);
  });

  test("is given a further domain once", async () => {
    const acme = await api.createOrganization(ACME, "once");
    await expect(api.addDomain(acme, "acme.io")).resolves.toBeUndefined();
    expect((await api.getOrganization(acme.id))?.domains).toEqual([
      { domain: "acme.com", state: "pending" },
      { domain: "acme.io", state: "pending" },
    ]);
    expect(await failureOf(api.addDomain(acme, "acme.io"))).toMatchObject({
      code: "conflict",
      facts: { status: 409, delivery: "refused" },
    });
  });
});

describe("when a look was", () => {
  const looked = async (date: string | undefined) => {
    const { url } = await server((answer) => {
      answer.sendDate = false;
      answer.writeHead(200, date === undefined ? {} : { Date: date }).end('{"data":[],"list_metadata":{}}');
    });
    return (await open(url.href, SANDBOX_API_KEY).findByDomain(["acme.com"])).at;
  };

  test("is the server's time, to the second", async () => {
    expect(await looked("Mon, 23 Nov 2026 14:30:12 GMT")).toEqual(new Date("2026-11-23T14:30:12.000Z"));
  });

  test.each([undefined, "", "soon"])("is not known where the server says %j", async (date) => {
    expect(await looked(date)).toBeUndefined();
  });
});

describe("a portal link", () => {
  test.each(INTENTS)("for %s leads to a page", async (intent) => {
    const acme = await api.createOrganization(ACME, "once");
    const { url, at } = await api.createPortalLink(acme, { intent });
    expect(at).toBeInstanceOf(Date);
    expect((await fetch(url)).status).toBe(200);
  });

  test("takes along where to go afterwards, and nothing that was not asked for", async () => {
    const acme = await api.createOrganization(ACME, "once");
    const [returnUrl, successUrl] = ["https://app.acme.com/back", "https://app.acme.com/done"];
    await api.createPortalLink(acme, { intent: "sso", returnUrl, successUrl });
    await api.createPortalLink(acme, { intent: "dsync" });
    const [, full, bare] = harness.watch.exchanges.map(({ requestBody }) => requestBody);
    const organization = acme.id;
    expect(full).toEqual({ organization, intent: "sso", return_url: returnUrl, success_url: successUrl });
    expect(bare).toEqual({ organization, intent: "dsync" });
  });

  test("of an organization that is not there fails with WorkOS's status", async () => {
    const failure = await failureOf(api.createPortalLink(NOBODY, { intent: "sso" }));
    expect(failure).toMatchObject({ code: "unexpected", facts: { status: 404, delivery: "refused" } });
  });
});

test("connections are an organization's own, in the port's words", async () => {
  const acme = await api.createOrganization(ACME, "once");
  const other = await api.createOrganization(ACME, "twice");
  const okta = { type: "OktaSAML", name: "Acme", state: "active" } as const;
  const { id } = addConnection(harness.sandbox.state, acme.id, okta);
  addConnection(harness.sandbox.state, other.id, okta);
  expect(await api.listConnections(acme.id)).toStrictEqual([{ id, ...okta }]);
});

test("directories are an organization's own, in the port's words", async () => {
  const acme = await api.createOrganization(ACME, "once");
  const other = await api.createOrganization(ACME, "twice");
  const okta = { type: "okta scim v2.0", name: "Acme", state: "linked" } as const;
  const { id } = addDirectory(harness.sandbox.state, acme.id, okta);
  addDirectory(harness.sandbox.state, other.id, okta);
  expect(await api.listDirectories(acme.id)).toStrictEqual([{ id, ...okta, state: "active" }]);
});

describe("a missing name is null", () => {
  const listed = async (body: unknown) => {
    const { url } = await server(answers(200, JSON.stringify({ data: [body], list_metadata: {} })));
    return open(url.href, SANDBOX_API_KEY);
  };

  test.each([{ name: null }, {}])("of a connection: %j", async (name) => {
    const connected = await listed({ id: "conn_1", connection_type: "OktaSAML", state: "active", ...name });
    expect(await connected.listConnections(NOBODY.id)).toStrictEqual([
      { id: "conn_1", name: null, type: "OktaSAML", state: "active" },
    ]);
  });

  test.each([{ name: null }, {}])("of a directory: %j", async (name) => {
    const connected = await listed({ id: "directory_1", type: "okta scim v2.0", state: "linked", ...name });
    expect(await connected.listDirectories(NOBODY.id)).toStrictEqual([
      { id: "directory_1", name: null, type: "okta scim v2.0", state: "active" },
    ]);
  });
});

describe("an IT contact", () => {
  let acme: Organization;

  beforeEach(async () => {
    acme = await api.createOrganization(ACME, "once");
  });

  const noneActive = { code: "unexpected", facts: { status: 404, delivery: "refused" } };

  test("is created and listed, in the port's words, and not invited yet", async () => {
    const jane = await api.createItContact(acme, "jane@acme.com");
    expect(jane).toStrictEqual({ id: expect.any(String), email: "jane@acme.com" });
    expect(await api.listItContacts(acme.id)).toEqual([jane]);
    expect(await failureOf(api.revokeItContact(acme, jane))).toMatchObject(noneActive);
  });

  test("is listed though there are many", async () => {
    const emails = Array.from({ length: 12 }, (_, number) => `admin-${number}@acme.com`);
    for (const email of emails) await api.createItContact(acme, email);
    const listed = await api.listItContacts(acme.id);
    expect(listed.map(({ email }) => email).sort()).toEqual([...emails].sort());
  });

  test.each(INVITATION_INTENTS)("is invited to %s, and the setup link is revoked once", async (intent) => {
    const jane = await api.createItContact(acme, "jane@acme.com");
    await expect(api.inviteItContact(acme, jane, [intent])).resolves.toBeUndefined();
    await expect(api.revokeItContact(acme, jane)).resolves.toBeUndefined();
    expect(await failureOf(api.revokeItContact(acme, jane))).toMatchObject(noneActive);
  });

  test("is in conflict with a setup link that is active", async () => {
    const [jane, john] = [
      await api.createItContact(acme, "jane@acme.com"),
      await api.createItContact(acme, "john@acme.com"),
    ];
    await api.inviteItContact(acme, jane, ["sso", "directory_sync"]);
    expect(await failureOf(api.inviteItContact(acme, john, ["sso"]))).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^WorkOS reports a conflict: ./u),
      facts: { status: 409, delivery: "refused" },
    });
    expect(await failureOf(api.revokeItContact(acme, john))).toMatchObject(noneActive);
  });

  test("of an organization that is not there is not created", async () => {
    const failure = await failureOf(api.createItContact(NOBODY, "jane@acme.com"));
    expect(failure).toMatchObject({ code: "unexpected", facts: { status: 404, delivery: "refused" } });
  });
});

describe("IT contacts on several pages", () => {
  const page = (number: number, after: string | null | undefined, ...emails: string[]) =>
    answers(
      200,
      JSON.stringify({
        data: emails.map((email, index) => ({ id: `it_contact_${number}_${index}`, email })),
        list_metadata: { before: null, after },
      }),
    );

  /** The addresses that are listed, and the queries that were asked for them. */
  async function listed(...pages: Behaviour[]) {
    const { url, received } = await server(...pages);
    const contacts = await open(url.href, SANDBOX_API_KEY).listItContacts(NOBODY.id);
    return {
      emails: contacts.map(({ email }) => email),
      queries: received.map((request) => new URL(request.url, url).searchParams.get("after")),
    };
  }

  test("are read to the last", async () => {
    const pages = [
      page(1, "cursor/1", "a@acme.com", "b@acme.com"),
      page(2, "2", "c@acme.com"),
      page(3, null),
    ];
    expect(await listed(...pages)).toEqual({
      emails: ["a@acme.com", "b@acme.com", "c@acme.com"],
      queries: [null, "cursor/1", "2"],
    });
  });

  test.each([null, undefined])("are one where no other is named: %j", async (after) => {
    expect(await listed(page(1, after, "a@acme.com"))).toEqual({ emails: ["a@acme.com"], queries: [null] });
  });

  test("end where the cursor stands still", async () => {
    const { emails, queries } = await listed(page(1, "same", "a@acme.com"), page(2, "same", "b@acme.com"));
    expect({ emails, queries }).toEqual({ emails: ["a@acme.com", "b@acme.com"], queries: [null, "same"] });
  });

  test("that cannot be read to the last are not listed at all", async () => {
    const reading = listed(page(1, "1", "a@acme.com"), answers(404, "{}"));
    expect(await failureOf(reading)).toMatchObject({ facts: { status: 404 } });
  });
});

test.each([
  ["as WorkOS sends it", "2026-11-23T12:00:00.000Z"],
  ["as a later SDK may give it", new Date("2026-11-23T12:00:00.000Z")],
])("a timestamp %s is ISO 8601", (_what, createdAt) => {
  const organization = { id: "org_1", name: "Acme", externalId: undefined, domains: [], createdAt };
  expect(toOrganization(organization)).toStrictEqual({
    id: "org_1",
    name: "Acme",
    externalId: null,
    domains: [],
    createdAt: "2026-11-23T12:00:00.000Z",
  });
});

describe("an answer that is not of the documented form", () => {
  const misshapen = ["{}", "[]", "null", '"words"', '{"data":[null]}', ""];
  const cases = CALLS.flatMap(([method, call]) => misshapen.map((body) => ({ method, body, call })));
  const check = async ({ body, call }: { body: string; call: (api: WorkosApi) => Promise<unknown> }) => {
    const { url, close } = await serve(answers(200, body));
    const failure = await failureOf(call(open(url.href, SANDBOX_API_KEY))).finally(close);
    expect(failure).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^WorkOS's answer is not of the documented form(?: \([a-z_.]+\))?\.$/u),
      facts: { delivery: "unanswered" },
    });
  };

  test.each(cases)("$method given $body", check);

  test.each<{ method: string; body: string; call: (api: WorkosApi) => Promise<unknown> }>([
    {
      method: "listConnections",
      body: '{"data":[{}],"list_metadata":{}}',
      call: (api) => api.listConnections(NOBODY.id),
    },
    {
      method: "listDirectories",
      body: '{"data":[{}],"list_metadata":{}}',
      call: (api) => api.listDirectories(NOBODY.id),
    },
    {
      method: "getOrganization",
      body: '{"id":"org_1","name":"Acme","domains":[{}]}',
      call: (api) => api.getOrganization(NOBODY.id),
    },
  ])("$method given $body", check);
});

describe("a time of creation", () => {
  test.each([
    ["2026-11-23T14:30:12.000Z", "2026-11-23T14:30:12.000Z"],
    ["20261123T143012.000Z", "2026-11-23T14:30:12.000Z"],
    ["2026-11-23T14:30:12", "2026-11-23T14:30:12.000Z"],
    ["2026-11-23T15:30:12+01:00", "2026-11-23T14:30:12.000Z"],
    [new Date("2026-11-23T14:30:12.000Z"), "2026-11-23T14:30:12.000Z"],
  ])("%s is %s, in whatever zone this machine is", (createdAt, expected) => {
    const answer = { id: "org_1", name: "Acme", domains: [], createdAt };
    expect(toOrganization(answer).createdAt).toBe(expected);
  });
});
