import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;
let acme: string;
let other: string;

beforeEach(async () => {
  harness = await startHarness();
  const create = async (name: string, domain: string) =>
    (await harness.call("POST", "/organizations", { name, domains: [domain] })).body.id;
  acme = await create("Acme", "acme.com");
  other = await create("Other", "other.com");
});

afterEach(() => harness.close());

const ids = async (path: string) => {
  const { status, body } = await harness.call("GET", path);
  expect(status).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
};

describe("connections", () => {
  const add = async (organization_id: string, connection_type: string, state: string) =>
    (
      await harness.call("POST", "/_sandbox/connections", {
        organization_id,
        connection_type,
        state,
        name: `${connection_type} ${state}`,
      })
    ).body;

  it("are found by organization, type, domain and name", async () => {
    const okta = await add(acme, "OktaSAML", "active");
    const github = await add(acme, "GitHubOAuth", "draft");
    const azure = await add(other, "AzureSAML", "inactive");
    expect(await ids("/connections")).toEqual([azure.id, github.id, okta.id]);
    expect(await ids(`/connections?organization_id=${acme}`)).toEqual([github.id, okta.id]);
    expect(await ids("/connections?connection_type=OktaSAML")).toEqual([okta.id]);
    expect(await ids("/connections?connection_type=GithubOAuth")).toEqual([github.id]);
    expect(await ids("/connections?domain=other.com")).toEqual([azure.id]);
    expect(await ids("/connections?search=okta")).toEqual([okta.id]);
    expect(await ids("/connections?limit=1")).toEqual([azure.id]);
    expect((await harness.call("GET", `/connections/${okta.id}`)).body).toEqual(okta);
  });

  it("refuse what is unknown", async () => {
    expect((await harness.call("GET", "/connections/conn_x")).status).toBe(404);
    expect((await harness.call("GET", "/connections?connection_type=Okta")).status).toBe(422);
    expect((await harness.call("GET", "/connections?limit=0")).status).toBe(422);
  });

  it("may have no name", async () => {
    const body = { organization_id: acme, connection_type: "OktaSAML", state: "active", name: null };
    const { id } = (await harness.call("POST", "/_sandbox/connections", body)).body;
    expect((await harness.call("GET", `/connections/${id}`)).body.name).toBeNull();
    expect(await ids("/connections?search=acme")).toEqual([]);
  });

  it("can be deleted", async () => {
    const { id } = await add(acme, "OktaSAML", "active");
    expect((await harness.call("DELETE", `/connections/${id}`)).status).toBe(204);
    const gone = await harness.call("DELETE", `/connections/${id}`);
    expect([gone.status, gone.body.entity_id]).toEqual([404, id]);
    const { body } = await harness.call("GET", "/events?events=connection.deleted");
    expect(body.data).toMatchObject([{ data: { id } }]);
  });

  it.each(["requires_type", "draft", "active", "validating", "inactive", "deleting"])(
    "can be %s",
    async (state) => {
      const { id } = await add(acme, "Pending", state);
      const { body } = await harness.call("GET", `/connections/${id}`);
      expect(body).toMatchObject({ state, connection_type: "Pending" });
    },
  );

  it("change their state and go with their organization", async () => {
    const { id } = await add(acme, "OktaSAML", "draft");
    await harness.call("POST", `/_sandbox/connections/${id}/state`, { state: "active" });
    expect((await harness.call("GET", `/connections/${id}`)).body.status).toBe("linked");
    await harness.call("DELETE", `/organizations/${acme}`);
    expect((await harness.call("GET", `/connections/${id}`)).status).toBe(404);
  });
});

describe("directories", () => {
  const add = async (organization_id: string, type: string, state: string) =>
    (await harness.call("POST", "/_sandbox/directories", { organization_id, type, state })).body;

  it("are found by organization, domain and name", async () => {
    const okta = await add(acme, "okta scim v2.0", "linked");
    const google = await add(other, "gsuite directory", "unlinked");
    expect(await ids("/directories")).toEqual([google.id, okta.id]);
    expect(await ids(`/directories?organization_id=${acme}`)).toEqual([okta.id]);
    expect(await ids("/directories?domain=other.com")).toEqual([google.id]);
    expect(await ids("/directories?search=acm")).toEqual([okta.id]);
    expect((await harness.call("GET", `/directories/${okta.id}`)).body).toEqual(okta);
  });

  it("may have no name", async () => {
    const body = { organization_id: acme, type: "okta scim v2.0", state: "linked", name: null };
    const { id } = (await harness.call("POST", "/_sandbox/directories", body)).body;
    expect((await harness.call("GET", `/directories/${id}`)).body.name).toBeNull();
    expect(await ids("/directories?search=acme")).toEqual([]);
  });

  it("can be deleted", async () => {
    const { id } = await add(acme, "okta scim v2.0", "linked");
    expect((await harness.call("DELETE", `/directories/${id}`)).status).toBe(202);
    const gone = await harness.call("DELETE", `/directories/${id}`);
    expect([gone.status, gone.body.entity_id]).toEqual([404, id]);
    const { body } = await harness.call("GET", "/events?events=dsync.deleted");
    expect(body.data).toMatchObject([{ data: { id } }]);
  });

  it("refuse what is unknown", async () => {
    expect((await harness.call("GET", "/directories/directory_x")).status).toBe(404);
    expect((await harness.call("GET", "/directories?limit=0")).status).toBe(422);
  });
});
