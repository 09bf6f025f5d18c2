import { afterEach, beforeEach, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;
let contacts: string;

const DAY = 24 * 60;

beforeEach(async () => {
  harness = await startHarness();
  const { body } = await harness.call("POST", "/organizations", { name: "Acme" });
  contacts = `/organizations/${body.id}/it_contacts`;
});

afterEach(() => harness.close());

const add = async (email: string) => {
  const { body } = await harness.call("POST", contacts, { email });
  return {
    id: body.id,
    invite: (intents: string[] = ["sso"]) =>
      harness.call("POST", `${contacts}/${body.id}/invite`, { intents }),
    revoke: () => harness.call("POST", `${contacts}/${body.id}/revoke`, {}),
    remove: () => harness.call("DELETE", `${contacts}/${body.id}`),
  };
};

it("adds, lists and removes contacts", async () => {
  const jane = await add("jane@acme.com");
  await add("joe@acme.com");
  const emails = async () =>
    (await harness.call("GET", contacts)).body.data.map(({ email }: { email: string }) => email);
  expect(await emails()).toEqual(["jane@acme.com", "joe@acme.com"]);
  expect((await jane.remove()).status).toBe(204);
  expect(await emails()).toEqual(["joe@acme.com"]);
  expect((await jane.remove()).status).toBe(404);
});

it("refuses an invalid address, one that exists already, and an unknown organization", async () => {
  await add("jane@acme.com");
  expect((await harness.call("POST", contacts, { email: "jane" })).status).toBe(422);
  expect((await harness.call("POST", contacts, { email: "JANE@acme.com" })).status).toBe(409);
  expect((await harness.call("GET", "/organizations/org_x/it_contacts")).status).toBe(404);
});

it("has one active invitation per organization", async () => {
  const [jane, joe] = [await add("jane@acme.com"), await add("joe@acme.com")];
  expect((await jane.invite(["sso", "domain_verification"])).status).toBe(204);
  expect((await joe.invite()).status).toBe(409);
  expect((await joe.revoke()).status).toBe(404);
  expect((await jane.revoke()).status).toBe(204);
  expect((await jane.revoke()).status).toBe(404);
  expect((await joe.invite()).status).toBe(204);
});

it("ends an invitation with its contact, and after 30 days", async () => {
  const [jane, joe] = [await add("jane@acme.com"), await add("joe@acme.com")];
  await jane.invite();
  await jane.remove();
  expect((await joe.invite()).status).toBe(204);
  harness.pass(30 * DAY - 1);
  expect((await joe.invite()).status).toBe(409);
  harness.pass(1);
  expect((await joe.invite()).status).toBe(204);
});

it("refuses a portal link's names for intents, and none", async () => {
  const jane = await add("jane@acme.com");
  expect((await jane.invite(["dsync"])).status).toBe(422);
  expect((await jane.invite([])).status).toBe(422);
});

it("keeps one organization's contacts from another", async () => {
  const jane = await add("jane@acme.com");
  const { body } = await harness.call("POST", "/organizations", { name: "Other" });
  const path = `/organizations/${body.id}/it_contacts/${jane.id}`;
  expect((await harness.call("DELETE", path)).status).toBe(404);
});
