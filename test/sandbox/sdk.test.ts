import { ConnectionType, DomainDataState, GenerateLinkIntent, ItContactIntent } from "@workos-inc/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addConnection } from "../../src/sandbox/api/connections.ts";
import { addDirectory } from "../../src/sandbox/api/directories.ts";
import { type Harness, startHarness } from "./support/harness.ts";

/** The official SDK, unaltered; the harness holds each of its requests to the OpenAPI document. */
let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const createAcme = () =>
  harness.workos.organizations.createOrganization({
    name: "Acme",
    domainData: [{ domain: "acme.com", state: DomainDataState.Pending }],
    externalId: "crm-1",
    metadata: { tier: "gold" },
  });

describe("organizations", () => {
  it("creates, replays, finds, updates, lists and deletes", async () => {
    const { organizations } = harness.workos;
    const options = { idempotencyKey: "once" };
    const acme = await organizations.createOrganization({ name: "Acme", externalId: "1" }, options);
    const twin = await organizations.createOrganization({ name: "Acme", externalId: "1" }, options);
    expect(twin.id).toBe(acme.id);
    expect(await organizations.getOrganization(acme.id)).toEqual(acme);
    expect(await organizations.getOrganizationByExternalId("1")).toEqual(acme);
    const changed = await organizations.updateOrganization({ organization: acme.id, name: "New" });
    expect(changed.name).toBe("New");
    await organizations.deleteOrganization(acme.id);
    expect((await organizations.listOrganizations()).data).toEqual([]);
  });

  it("lists by domain, and pages by itself", async () => {
    const { organizations } = harness.workos;
    const acme = await createAcme();
    const found = await organizations.listOrganizations({ domains: ["acme.com", "acme.org"] });
    expect(found.data).toEqual([acme]);
    for (let count = 0; count < 100; count += 1) {
      await organizations.createOrganization({ name: `Organization ${count}` });
    }
    const all = await (await organizations.listOrganizations()).autoPagination();
    expect(all).toHaveLength(101);
    expect(all.at(-1)).toEqual(acme);
  });

  it("meets its own exceptions", async () => {
    const { organizations } = harness.workos;
    await createAcme();
    await expect(organizations.getOrganization("org_x")).rejects.toMatchObject({
      name: "NotFoundException",
      status: 404,
      requestID: expect.stringMatching(/^req_/),
    });
    await expect(createAcme()).rejects.toMatchObject({
      status: 400,
      code: "external_id_already_used",
    });
    await expect(organizations.createOrganization({ name: "" })).rejects.toMatchObject({
      name: "UnprocessableEntityException",
      message: "The following requirement must be met:\n\tname must be a non-empty string\n",
    });
    await expect(
      organizations.createOrganization({
        name: "Me",
        domainData: [{ domain: "gmail.com", state: DomainDataState.Pending }],
      }),
    ).rejects.toMatchObject({ status: 422, message: expect.stringContaining("gmail.com") });
  });
});

it("organization domains", async () => {
  const { organizationDomains } = harness.workos;
  const { id: organizationId } = await createAcme();
  const domain = await organizationDomains.createOrganizationDomain({
    organizationId,
    domain: "acme.org",
  });
  expect(await organizationDomains.getOrganizationDomain(domain.id)).toEqual(domain);
  expect((await organizationDomains.verifyOrganizationDomain(domain.id)).state).toBe("pending");
  await expect(
    organizationDomains.createOrganizationDomain({ organizationId, domain: "acme.org" }),
  ).rejects.toMatchObject({ name: "ConflictException", code: "domain_already_exists" });
  await organizationDomains.deleteOrganizationDomain(domain.id);
  await expect(organizationDomains.getOrganizationDomain(domain.id)).rejects.toMatchObject({
    status: 404,
  });
});

it("connections", async () => {
  const { sso } = harness.workos;
  const { id: organizationId } = await createAcme();
  const { id } = addConnection(harness.sandbox.state, organizationId, {
    type: "OktaSAML",
    name: "Acme",
    state: "active",
  });
  const query = { organizationId, connectionType: ConnectionType.OktaSAML };
  const { data } = await sso.listConnections(query);
  expect(data).toEqual([await sso.getConnection(id)]);
  expect(data[0]).toMatchObject({ id, type: "OktaSAML", state: "active" });
});

it("directories", async () => {
  const { directorySync } = harness.workos;
  const { id: organizationId } = await createAcme();
  const { id } = addDirectory(harness.sandbox.state, organizationId, {
    type: "okta scim v2.0",
    name: "Acme",
    state: "linked",
  });
  const { data } = await directorySync.listDirectories({ organizationId });
  expect(data).toEqual([await directorySync.getDirectory(id)]);
  expect(data[0]).toMatchObject({ id, state: "active", domain: "acme.com" });
});

it("events", async () => {
  const acme = await createAcme();
  const { data } = await harness.workos.events.listEvents({
    events: ["organization.created", "connection.activated"],
    organizationId: acme.id,
    rangeStart: "2026-11-23T11:00:00Z",
  });
  expect(data).toMatchObject([{ event: "organization.created", data: { id: acme.id } }]);
});

it("portal links", async () => {
  const { adminPortal } = harness.workos;
  const { id: organization } = await createAcme();
  const { link } = await adminPortal.generateLink({
    organization,
    intent: GenerateLinkIntent.SSO,
    returnUrl: "https://app.example.com",
  });
  expect((await fetch(link)).status).toBe(200);
  // The name that SDK 11 still sends, and that the API dropped.
  await expect(
    adminPortal.generateLink({
      organization,
      intent: GenerateLinkIntent.SSO,
      adminEmails: ["jane@acme.com"],
    }),
  ).rejects.toMatchObject({ status: 422 });
});

it("IT contacts", async () => {
  const { organizations } = harness.workos;
  const { id: organizationId } = await createAcme();
  const contact = await organizations.createItContact({ organizationId, email: "jane@acme.com" });
  const { id: contactId } = contact;
  expect((await organizations.listItContacts({ organizationId })).data).toEqual([contact]);
  const invitation = { organizationId, contactId, intents: [ItContactIntent.SSO] };
  await organizations.inviteItContact(invitation);
  await expect(organizations.inviteItContact(invitation)).rejects.toMatchObject({ status: 409 });
  await organizations.revokeItContact({ organizationId, contactId });
  await expect(organizations.revokeItContact({ organizationId, contactId })).rejects.toMatchObject({
    status: 404,
  });
  await organizations.deleteItContact({ organizationId, contactId });
  expect((await organizations.listItContacts({ organizationId })).data).toEqual([]);
});
