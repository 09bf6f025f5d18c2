import { afterEach, beforeEach, expect, it } from "vitest";
import { domainById, publishTxtRecord } from "../../src/sandbox/api/organization-domains.ts";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;
let organization: string;

beforeEach(async () => {
  harness = await startHarness();
  organization = (await harness.call("POST", "/organizations", { name: "Acme" })).body.id;
});

afterEach(() => harness.close());

const add = (domain: string, organization_id = organization) =>
  harness.call("POST", "/organization_domains", { organization_id, domain });

it("adds a pending domain, and finds it", async () => {
  const { status, body } = await add("Acme.com");
  expect([status, body.domain, body.state]).toEqual([201, "acme.com", "pending"]);
  expect((await harness.call("GET", `/organization_domains/${body.id}`)).body).toEqual(body);
  const { body: found } = await harness.call("GET", "/organizations?domains=acme.com");
  expect(found.data).toMatchObject([{ id: organization, domains: [body] }]);
});

it("refuses one that the organization has, an unknown organization, bad and consumer domains", async () => {
  await add("acme.com");
  const twice = await add("ACME.com");
  expect([twice.status, twice.body.code]).toEqual([409, "domain_already_exists"]);
  expect((await add("acme.org", "org_x")).status).toBe(404);
  expect((await add("acme")).status).toBe(422);
  expect((await add("gmail.com")).status).toBe(422);
});

it("keeps a domain pending until its TXT record is there", async () => {
  const { body } = await add("acme.com");
  const verify = () => harness.call("POST", `/organization_domains/${body.id}/verify`);
  const early = await verify();
  expect([early.status, early.body.state]).toEqual([201, "pending"]);
  const { state } = harness.sandbox;
  publishTxtRecord(state, domainById(state, body.id));
  expect((await verify()).body.state).toBe("verified");
  const late = await verify();
  expect([late.status, late.body.code]).toEqual([400, "domain_already_verified"]);
});

it("tries again with one that failed", async () => {
  const { body } = await add("acme.com");
  await harness.call("POST", `/_sandbox/organization_domains/${body.id}/state`, {
    state: "failed",
  });
  const { body: again } = await harness.call("POST", `/organization_domains/${body.id}/verify`);
  expect(again.state).toBe("pending");
});

it("takes a domain away", async () => {
  const { body } = await add("acme.com");
  const path = `/organization_domains/${body.id}`;
  expect((await harness.call("DELETE", path)).status).toBe(204);
  expect((await harness.call("GET", path)).status).toBe(404);
  expect((await harness.call("DELETE", path)).status).toBe(404);
  expect((await harness.call("POST", `${path}/verify`)).status).toBe(404);
});
