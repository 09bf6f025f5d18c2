import { afterEach, beforeEach, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const EVERY = [
  "organization.created",
  "organization.updated",
  "organization.deleted",
  "organization_domain.created",
  "organization_domain.updated",
  "organization_domain.verified",
  "organization_domain.verification_failed",
  "organization_domain.deleted",
  "connection.activated",
  "connection.deactivated",
  "connection.deleted",
  "dsync.activated",
  "dsync.deactivated",
  "dsync.deleted",
].join(",");

const list = async (query: string) => (await harness.call("GET", `/events?${query}`)).body;
const told = async (query: string) =>
  (await list(`order=asc&limit=100&${query}`)).data.map(({ event }: { event: string }) => event);

const createAcme = async () =>
  (await harness.call("POST", "/organizations", { name: "Acme", domains: ["acme.com"] })).body;

it("lists the life of an organization, each object as it was then", async () => {
  const { id, domains } = await createAcme();
  const scene = async (path: string, body: object) =>
    (await harness.call("POST", `/_sandbox/${path}`, body)).body.id;
  const domain = `organization_domains/${domains[0].id}/state`;
  await scene(domain, { state: "failed" });
  await scene(domain, { state: "pending" });
  await scene(domain, { state: "verified" });
  await harness.call("PUT", `/organizations/${id}`, { name: "Acme Inc" });
  const connection = await scene("connections", {
    organization_id: id,
    connection_type: "OktaSAML",
    state: "active",
  });
  await scene(`connections/${connection}/state`, { state: "inactive" });
  const directory = await scene("directories", {
    organization_id: id,
    type: "okta scim v2.0",
    state: "linked",
  });
  await scene(`directories/${directory}/state`, { state: "unlinked" });
  await harness.call("DELETE", `/organizations/${id}`);

  expect(await told(`events=${EVERY}`)).toEqual([
    "organization_domain.created",
    "organization.created",
    "organization_domain.verification_failed",
    "organization_domain.updated",
    "organization_domain.verified",
    "organization.updated",
    "connection.activated",
    "connection.deactivated",
    "dsync.activated",
    "dsync.deactivated",
    "organization.deleted",
    "organization_domain.deleted",
    "connection.deleted",
    "dsync.deleted",
  ]);
  const { data } = await list("events=organization.created");
  expect(data).toMatchObject([{ data: { id, name: "Acme", domains: [{ state: "pending" }] } }]);
});

it("filters by organization and by time", async () => {
  const acme = await createAcme();
  harness.pass(10);
  await harness.call("POST", "/organizations", { name: "Later" });
  const created = "events=organization.created";
  expect(await told(`${created}&organization_id=${acme.id}`)).toHaveLength(1);
  expect(await told(`${created}&range_start=2026-11-23T12:05:00Z`)).toHaveLength(1);
  expect(await told(`${created}&range_end=2026-11-23T12:05:00Z`)).toHaveLength(1);
  expect(await told(`${created}&range_end=2026-11-23T11:00:00Z`)).toHaveLength(0);
});

it("goes on from a cursor", async () => {
  await createAcme();
  await createAcme();
  const first = await list("events=organization.created&order=asc&limit=1");
  const { after } = first.list_metadata;
  const rest = await list(`events=organization.created&order=asc&after=${after}`);
  expect([first.data.length, rest.data.length, rest.list_metadata.after]).toEqual([1, 1, null]);
});

it.each(["events=x.y&range_start=yesterday", "events=x.y&limit=0", "events=x.y&foo=1"])(
  "refuses the form of ?%s",
  async (query) => {
    const { status } = await harness.call("GET", `/events?${query}`);
    expect(status).toBe(422);
  },
);

const CURSOR = `event_${"0".repeat(26)}`;

it.each([
  ["no events", ""],
  ["an empty list of events", "events="],
  ["a cursor together with a start", `events=x.y&after=${CURSOR}&range_start=2026-11-23`],
  ["more than 30 days until now", "events=x.y&range_start=2026-10-24T11:59:59Z"],
  ["more than 30 days until the end", "events=x.y&range_start=2026-09-01&range_end=2026-10-02"],
])("refuses %s as an invalid request", async (_what, query) => {
  const { status, body } = await harness.call("GET", `/events?${query}`);
  expect([status, body.code]).toEqual([400, "invalid_events_request"]);
});

it.each([
  ["30 days until now", "events=x.y&range_start=2026-10-24T12:00:00Z"],
  ["30 days until the end", "events=x.y&range_start=2026-09-01&range_end=2026-10-01"],
  ["a cursor together with an end", `events=x.y&after=${CURSOR}&range_end=2026-11-23`],
])("takes %s", async (_what, query) => {
  expect((await harness.call("GET", `/events?${query}`)).status).toBe(200);
});
