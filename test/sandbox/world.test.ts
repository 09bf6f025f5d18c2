import { afterEach, describe, expect, it } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;

afterEach(() => harness.close());

const inWorld = async (world: Partial<World>) => {
  harness = await startHarness(world);
};

const key = { "Idempotency-Key": "k1" };

const create = async (body: object = { name: "Acme" }, headers = {}) =>
  harness.call("POST", "/organizations", body, headers);

const list = async (path: string) => (await harness.call("GET", path)).body.data;

const names = async (query = "") =>
  (await list(`/organizations?${query}`)).map(({ name }: { name: string }) => name);

describe("keys on POST /organizations", () => {
  it("give the first answer again where they are honored", async () => {
    await inWorld({ organizationKeys: "honored" });
    const first = await create({ name: "Acme" }, key);
    expect((await create({ name: "Acme" }, key)).body).toEqual(first.body);
    expect((await create({ name: "Other" }, key)).status).toBe(400);
    expect(await names()).toEqual(["Acme"]);
  });

  it("mean nothing where they are ignored", async () => {
    await inWorld({ organizationKeys: "ignored", otherKeys: "honored" });
    await create({ name: "Acme" }, key);
    expect((await create({ name: "Acme" }, key)).status).toBe(201);
    expect((await create({ name: "Other" }, key)).status).toBe(201);
    expect(await names()).toEqual(["Other", "Acme", "Acme"]);
  });
});

describe("keys on other POSTs", () => {
  const addTwice = async () => {
    const { body } = await create();
    const path = `/organizations/${body.id}/it_contacts`;
    const add = () => harness.call("POST", path, { email: "jane@acme.com" }, key);
    return [await add(), await add()] as const;
  };

  it("give the first answer again where they are honored", async () => {
    await inWorld({ otherKeys: "honored" });
    const [first, second] = await addTwice();
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  it("let twins work once where they are honored", async () => {
    await inWorld({ otherKeys: "honored" });
    const { body } = await create();
    const generate = () =>
      harness.call("POST", "/portal/generate_link", { organization: body.id, intent: "sso" }, key);
    const twins = await Promise.all(Array.from({ length: 5 }, generate));
    expect(new Set(twins.map(({ body: { link } }) => link)).size).toBe(1);
    expect(harness.sandbox.state.portalLinks.size).toBe(1);
  });

  it("mean nothing where they are ignored, and are not stored", async () => {
    await inWorld({ otherKeys: "ignored" });
    const [, second] = await addTwice();
    expect(second.status).toBe(409);
    expect(harness.sandbox.state.idempotentRequests.size).toBe(0);
  });
});

describe("lists of IT contacts", () => {
  const addTwelve = async () => {
    const { body } = await create();
    const path = `/organizations/${body.id}/it_contacts`;
    for (let number = 1; number <= 12; number += 1) {
      await harness.call("POST", path, { email: `admin${number}@acme.com` });
    }
    return path;
  };

  it("are one page that knows no cursor", async () => {
    await inWorld({ contactLists: "one page" });
    const { body } = await harness.call("GET", await addTwelve());
    expect([body.data.length, body.list_metadata]).toEqual([12, { before: null, after: null }]);
  });

  it("are pages like other lists", async () => {
    await inWorld({ contactLists: "pages" });
    const path = await addTwelve();
    const first = (await harness.call("GET", path)).body;
    expect([first.data.length, first.list_metadata.after]).toEqual([10, first.data[9].id]);
    const rest = (await harness.call("GET", `${path}?limit=5&after=${first.list_metadata.after}`)).body;
    expect([rest.data.length, rest.list_metadata.after]).toEqual([2, null]);
    const ids = [...first.data, ...rest.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(12);
  });
});

describe("revoking", () => {
  const invite = async () => {
    const { body } = await create();
    const contacts = `/organizations/${body.id}/it_contacts`;
    const add = async (email: string) =>
      `${contacts}/${(await harness.call("POST", contacts, { email })).body.id}`;
    const [jane, joe] = [await add("jane@acme.com"), await add("joe@acme.com")];
    await harness.call("POST", `${jane}/invite`, { intents: ["sso"] });
    return { jane, joe };
  };
  const revoke = async (contact: string) => (await harness.call("POST", `${contact}/revoke`, {})).status;

  it("is for the invited contact alone", async () => {
    await inWorld({ revoking: "by the invited contact" });
    const { jane, joe } = await invite();
    expect([await revoke(joe), await revoke(jane), await revoke(jane)]).toEqual([404, 204, 404]);
  });

  it("is for any contact of the organization", async () => {
    await inWorld({ revoking: "by any contact" });
    const { jane, joe } = await invite();
    expect([await revoke(joe), await revoke(jane)]).toEqual([204, 404]);
  });

  it("by deleting is for the invited contact alone in both", async () => {
    await inWorld({ revoking: "by any contact" });
    const { jane, joe } = await invite();
    expect((await harness.call("DELETE", joe)).status).toBe(204);
    expect(await revoke(jane)).toBe(204);
  });
});

describe("a domain that another organization holds", () => {
  const domain_data = [{ domain: "acme.com", state: "pending" }];
  const take = async () => {
    await create({ name: "First", domain_data });
    const { body } = await create({ name: "Second" });
    const held = { organization_id: body.id, domain: "ACME.com" };
    return [
      await create({ name: "Third", domain_data }),
      await harness.call("POST", "/organization_domains", held),
    ] as const;
  };

  it("is allowed", async () => {
    await inWorld({ heldDomains: "allowed" });
    expect((await take()).map(({ status }) => status)).toEqual([201, 201]);
    expect(await names("domains=acme.com")).toEqual(["Third", "Second", "First"]);
  });

  it("is refused with a message only", async () => {
    await inWorld({ heldDomains: "refused" });
    for (const { status, body } of await take()) {
      expect([status, body]).toEqual([409, { message: expect.stringContaining("acme.com") }]);
    }
    expect(await names()).toEqual(["Second", "First"]);
  });

  it("is refused in a whole set too, unless the organization holds it itself", async () => {
    await inWorld({ heldDomains: "refused" });
    const { body } = await create({ name: "First", domain_data });
    const { body: other } = await create({ name: "Second" });
    const put = async (id: string) =>
      (await harness.call("PUT", `/organizations/${id}`, { domain_data })).status;
    expect([await put(body.id), await put(other.id)]).toEqual([200, 409]);
  });
});

describe("lists that are behind", () => {
  const domain_data = [{ domain: "acme.com", state: "pending" }];
  const ALMOST = 0.99;

  const behind = () => inWorld({ listDelay: 60_000 });

  it("are current without a delay", async () => {
    await inWorld({ listDelay: 0 });
    await create();
    expect(await names()).toEqual(["Acme"]);
    expect(harness.sandbox.state.listSnapshots).toEqual([]);
  });

  it("show a new organization later, and its id shows it at once", async () => {
    await behind();
    const { body } = await create({ name: "Acme", domain_data });
    expect((await harness.call("GET", `/organizations/${body.id}`)).body).toEqual(body);
    harness.pass(ALMOST);
    expect([await names("domains=acme.com"), await names("search=acme")]).toEqual([[], []]);
    harness.pass(0.01);
    expect(await list("/organizations?domains=acme.com")).toEqual([body]);
    expect(await list("/organizations?search=acme")).toEqual([body]);
  });

  it("show an organization as it was: its name, its domains, and whether it is there", async () => {
    await behind();
    const { body } = await create({ name: "Acme", domain_data });
    const path = `/organizations/${body.id}`;
    harness.pass(1);
    await harness.call("PUT", path, { name: "Renamed" });
    await harness.call("DELETE", `/organization_domains/${body.domains[0].id}`);
    expect(await list("/organizations?domains=acme.com&search=acme")).toEqual([body]);
    await harness.call("POST", "/organization_domains", { organization_id: body.id, domain: "acme.org" });
    harness.pass(ALMOST);
    expect(await names("domains=acme.org")).toEqual([]);
    harness.pass(0.01);
    expect([await names("domains=acme.com"), await names("domains=acme.org")]).toEqual([[], ["Renamed"]]);
    await harness.call("DELETE", path);
    expect((await harness.call("GET", path)).status).toBe(404);
    expect(await names()).toEqual(["Renamed"]);
    harness.pass(1);
    expect(await names()).toEqual([]);
  });

  it("are those of connections, directories and IT contacts too", async () => {
    await behind();
    const { body } = await create();
    const organization_id = body.id;
    const connection = { organization_id, connection_type: "OktaSAML", state: "active" };
    const directory = { organization_id, type: "okta scim v2.0", state: "linked" };
    await harness.call("POST", "/_sandbox/connections", connection);
    await harness.call("POST", "/_sandbox/directories", directory);
    await harness.call("POST", `/organizations/${body.id}/it_contacts`, { email: "jane@acme.com" });
    const paths = ["/connections", "/directories", `/organizations/${body.id}/it_contacts`];
    const lengths = async () => {
      const lists = [];
      for (const path of paths) lists.push((await list(path)).length);
      return lists;
    };
    expect(await lengths()).toEqual([0, 0, 0]);
    harness.pass(1);
    expect(await lengths()).toEqual([1, 1, 1]);
  });

  it("keep no more of the past than they need", async () => {
    await behind();
    for (let round = 0; round < 10; round += 1) {
      await create();
      harness.pass(1);
    }
    expect(await names()).toHaveLength(10);
    expect(harness.sandbox.state.listSnapshots.length).toBeLessThan(4);
  });
});

describe("a portal link", () => {
  const openTwice = async () => {
    const { body } = await create();
    const generated = { organization: body.id, intent: "sso" };
    const { link } = (await harness.call("POST", "/portal/generate_link", generated)).body;
    return [(await fetch(link)).status, (await fetch(link)).status];
  };

  it("opens once", async () => {
    await inWorld({ portalLinkOpenings: "one" });
    expect(await openTwice()).toEqual([200, 404]);
  });

  it("opens any number of times", async () => {
    await inWorld({ portalLinkOpenings: "any" });
    expect(await openTwice()).toEqual([200, 200]);
  });
});
