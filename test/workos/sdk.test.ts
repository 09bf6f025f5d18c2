import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { addConnection } from "../../src/sandbox/connections/connection.ts";
import { addDirectory } from "../../src/sandbox/directories/directory.ts";
import { openDirectWay } from "../../src/workos/direct.ts";
import { INTENTS, INVITATION_INTENTS, type OrganizationId, type WorkosApi } from "../../src/workos/port.ts";
import { createWorkosApi } from "../../src/workos/sdk.ts";
import { createTransport } from "../../src/workos/transport.ts";
import { type Harness, startHarness } from "../sandbox/support/harness.ts";
import { failureOf } from "./support/failure-of.ts";
import { answers, serve } from "./support/server.ts";

/** The real sandbox; its harness holds every request of the adapter to WorkOS's OpenAPI document. */
let harness: Harness;
let api: WorkosApi;

beforeEach(async () => {
  harness = await startHarness();
  api = open(harness.watch.url, SANDBOX_API_KEY);
});

afterEach(() => harness.close());

function open(url: string, key: string): WorkosApi {
  const way = openDirectWay(new URL(url));
  const transport = createTransport({
    timeout: 20_000,
    send: async (request, signal) => (await way)(request, signal),
    now: () => new Date(0),
    sleep: async () => {},
    countDown: async () => {},
    signal: new AbortController().signal,
    onExchange: () => {},
  });
  return createWorkosApi({ key, url: new URL(url), transport });
}

const ACME = { name: "Acme", domain: "acme.com", domainState: "pending", externalId: "crm-1" } as const;
const NOBODY = "org_01HE8GSH8FQPASKSY27THRKRBP" as OrganizationId;

const CALLS: [keyof WorkosApi, (api: WorkosApi) => Promise<unknown>][] = [
  ["checkKey", (api) => api.checkKey()],
  ["findByDomain", (api) => api.findByDomain(["acme.com"])],
  ["getOrganization", (api) => api.getOrganization(NOBODY)],
  ["getByExternalId", (api) => api.getByExternalId("crm-1")],
  ["createOrganization", (api) => api.createOrganization(ACME, "once")],
  ["createPortalLink", (api) => api.createPortalLink({ organization: NOBODY, intent: "sso" })],
  ["listConnections", (api) => api.listConnections(NOBODY)],
  ["listDirectories", (api) => api.listDirectories(NOBODY)],
  ["listItContacts", (api) => api.listItContacts(NOBODY)],
  ["createItContact", (api) => api.createItContact(NOBODY, "jane@acme.com")],
];

/** Nothing is read from what these are answered. */
const COMMANDS: typeof CALLS = [
  ["inviteItContact", (api) => api.inviteItContact(NOBODY, "it_contact_1", ["sso"])],
  ["revokeItContact", (api) => api.revokeItContact(NOBODY, "it_contact_1")],
];

describe("the key", () => {
  test("that is right is accepted", async () => {
    await expect(api.checkKey()).resolves.toBeUndefined();
  });

  test.each([...CALLS, ...COMMANDS])("that is wrong is unauthorized, asked by %s", async (_method, call) => {
    expect(await failureOf(call(open(harness.watch.url, "sk_test_wrong")))).toMatchObject({
      code: "unauthorized",
      message: "WorkOS does not accept this key (401).",
      facts: { status: 401, requestId: expect.stringMatching(/^req_/u) },
    });
  });
});

describe("an organization", () => {
  test("is created as asked, in the port's words", async () => {
    const acme = await api.createOrganization(ACME, "once");
    expect(acme).toStrictEqual({
      id: expect.stringMatching(/^org_/u),
      name: "Acme",
      externalId: "crm-1",
      domains: [{ domain: "acme.com", state: "pending" }],
      createdAt: "2026-11-23T12:00:00.000Z",
    });
  });

  test("is created with a verified domain and without an external id", async () => {
    const wanted = { name: "Acme", domain: "acme.com", domainState: "verified" } as const;
    expect(await api.createOrganization(wanted, "once")).toMatchObject({
      externalId: null,
      domains: [{ domain: "acme.com", state: "verified" }],
    });
  });

  test("is created once with the same idempotency key, and twice with another", async () => {
    const wanted = { name: "Acme", domain: "acme.com", domainState: "pending" } as const;
    const acme = await api.createOrganization(wanted, "once");
    expect(await api.createOrganization(wanted, "once")).toEqual(acme);
    expect((await api.createOrganization(wanted, "twice")).id).not.toBe(acme.id);
  });

  test("is found by its id", async () => {
    const acme = await api.createOrganization(ACME, "once");
    expect(await api.getOrganization(acme.id)).toEqual(acme);
    expect(await api.getOrganization(NOBODY)).toBeUndefined();
  });

  test.each(["crm-1", "a/b", "a?b=c#d", "50% of it"])(
    "is found by its external id %j",
    async (externalId) => {
      const acme = await api.createOrganization({ ...ACME, externalId }, "once");
      expect(await api.getByExternalId(externalId)).toEqual(acme);
      expect(await api.getByExternalId(`${externalId}-other`)).toBeUndefined();
    },
  );

  test("is found by any of the domains, the oldest first", async () => {
    const first = await api.createOrganization({ ...ACME, domain: "zeta.com", externalId: "1" }, "1");
    harness.pass(1);
    const second = await api.createOrganization({ ...ACME, domain: "alpha.com", externalId: "2" }, "2");
    harness.pass(1);
    await api.createOrganization({ ...ACME, domain: "other.com", externalId: "3" }, "3");
    expect(await api.findByDomain(["alpha.com", "zeta.com"])).toEqual([first, second]);
    expect(await api.findByDomain(["alpha.com"])).toEqual([second]);
    expect(await api.findByDomain(["nobody.com"])).toEqual([]);
  });

  test("of a consumer domain is refused in WorkOS's words", async () => {
    const failure = await failureOf(api.createOrganization({ ...ACME, domain: "gmail.com" }, "once"));
    expect(failure).toMatchObject({
      code: "usage",
      message:
        "WorkOS refused the request: The domain 'gmail.com' is a consumer domain and can't belong to an organization.",
      facts: { status: 422 },
    });
  });

  test("cannot have an external id that another one has", async () => {
    await api.createOrganization(ACME, "once");
    const failure = await failureOf(api.createOrganization({ ...ACME, domain: "acme.org" }, "twice"));
    expect(failure).toMatchObject({ code: "usage", facts: { status: 400 } });
    expect(failure.message).toMatch(/^WorkOS refused the request: .+external/iu);
  });
});

describe("a portal link", () => {
  test.each(INTENTS)("for %s leads to a page", async (intent) => {
    const { id: organization } = await api.createOrganization(ACME, "once");
    const link = await api.createPortalLink({ organization, intent });
    expect((await fetch(link)).status).toBe(200);
  });

  test("takes along where to go afterwards, and nothing that was not asked for", async () => {
    const { id: organization } = await api.createOrganization(ACME, "once");
    const [returnUrl, successUrl] = ["https://app.acme.com/back", "https://app.acme.com/done"];
    await api.createPortalLink({ organization, intent: "sso", returnUrl, successUrl });
    await api.createPortalLink({ organization, intent: "dsync" });
    const [, full, bare] = harness.watch.exchanges.map(({ requestBody }) => requestBody);
    expect(full).toEqual({ organization, intent: "sso", return_url: returnUrl, success_url: successUrl });
    expect(bare).toEqual({ organization, intent: "dsync" });
  });

  test("of an organization that is not there fails with WorkOS's status", async () => {
    const failure = await failureOf(api.createPortalLink({ organization: NOBODY, intent: "sso" }));
    expect(failure).toMatchObject({ code: "unexpected", facts: { status: 404 } });
  });
});

test("connections are an organization's own, in the port's words", async () => {
  const acme = await api.createOrganization(ACME, "once");
  const other = await api.createOrganization({ ...ACME, externalId: "crm-2" }, "twice");
  const okta = { type: "OktaSAML", name: "Acme", state: "active" } as const;
  const { id } = addConnection(harness.sandbox.state, acme.id, okta);
  addConnection(harness.sandbox.state, other.id, okta);
  expect(await api.listConnections(acme.id)).toStrictEqual([{ id, ...okta }]);
});

test("directories are an organization's own, in the port's words", async () => {
  const acme = await api.createOrganization(ACME, "once");
  const other = await api.createOrganization({ ...ACME, externalId: "crm-2" }, "twice");
  const okta = { type: "okta scim v2.0", name: "Acme", state: "linked" } as const;
  const { id } = addDirectory(harness.sandbox.state, acme.id, okta);
  addDirectory(harness.sandbox.state, other.id, okta);
  expect(await api.listDirectories(acme.id)).toStrictEqual([{ id, ...okta, state: "active" }]);
});

describe("an IT contact", () => {
  let acme: OrganizationId;

  beforeEach(async () => {
    acme = (await api.createOrganization(ACME, "once")).id;
  });

  test("is created and listed, in the port's words, and not invited yet", async () => {
    const jane = await api.createItContact(acme, "jane@acme.com");
    expect(jane).toStrictEqual({ id: expect.any(String), email: "jane@acme.com" });
    expect(await api.listItContacts(acme)).toEqual([jane]);
    expect(await api.revokeItContact(acme, jane.id)).toBe(false);
  });

  test("is listed though there are many", async () => {
    const emails = Array.from({ length: 12 }, (_, number) => `admin-${number}@acme.com`);
    for (const email of emails) await api.createItContact(acme, email);
    const listed = await api.listItContacts(acme);
    expect(listed.map(({ email }) => email).sort()).toEqual([...emails].sort());
  });

  test.each(INVITATION_INTENTS)("is invited to %s, and the invitation ends once", async (intent) => {
    const { id } = await api.createItContact(acme, "jane@acme.com");
    await expect(api.inviteItContact(acme, id, [intent])).resolves.toBeUndefined();
    expect(await api.revokeItContact(acme, id)).toBe(true);
    expect(await api.revokeItContact(acme, id)).toBe(false);
  });

  test("is in conflict with an invitation that is active", async () => {
    const [jane, john] = [
      await api.createItContact(acme, "jane@acme.com"),
      await api.createItContact(acme, "john@acme.com"),
    ];
    await api.inviteItContact(acme, jane.id, ["sso", "directory_sync"]);
    expect(await failureOf(api.inviteItContact(acme, john.id, ["sso"]))).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^WorkOS sees a conflict: ./u),
      facts: { status: 409 },
    });
    expect(await api.revokeItContact(acme, john.id)).toBe(false);
  });

  test("of an organization that is not there is not created", async () => {
    const failure = await failureOf(api.createItContact(NOBODY, "jane@acme.com"));
    expect(failure).toMatchObject({ code: "unexpected", facts: { status: 404 } });
  });
});

describe("an answer that is not of the documented form", () => {
  const misshapen = ["{}", "[]", "null", '"words"', '{"data":[null]}', ""];
  const cases = CALLS.flatMap(([method, call]) => misshapen.map((body) => ({ method, body, call })));
  /** To become `cases` as it is: `createPortalLink` gives `undefined` instead of failing. */
  const isMissed = ({ method, body }: { method: string; body: string }) =>
    method === "createPortalLink" && !["null", ""].includes(body);

  const check = async ({ body, call }: { body: string; call: (api: WorkosApi) => Promise<unknown> }) => {
    const { url, close } = await serve(answers(200, body));
    const failure = await failureOf(call(open(url.href, SANDBOX_API_KEY))).finally(close);
    expect(failure).toMatchObject({
      code: "unavailable",
      message: "WorkOS's answer is not of the documented form.",
    });
  };

  test.each(cases.filter((each) => !isMissed(each)))("$method given $body", check);

  test.each(cases.filter(isMissed))("$method given $body", check);

  // To be `test`: members of a connection, a directory and a domain are not looked at.
  test.each<{ method: string; body: string; call: (api: WorkosApi) => Promise<unknown> }>([
    {
      method: "listConnections",
      body: '{"data":[{}],"list_metadata":{}}',
      call: (api) => api.listConnections(NOBODY),
    },
    {
      method: "listDirectories",
      body: '{"data":[{}],"list_metadata":{}}',
      call: (api) => api.listDirectories(NOBODY),
    },
    {
      method: "getOrganization",
      body: '{"id":"org_1","name":"Acme","domains":[{}]}',
      call: (api) => api.getOrganization(NOBODY),
    },
  ])("$method given $body", check);
});
