import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const create = async (body: object = { name: "Acme" }, headers?: object) =>
  harness.call("POST", "/organizations", body, headers);

const names = async (query: string) => {
  const { body } = await harness.call("GET", `/organizations?${query}`);
  return body.data.map((organization: { name: string }) => organization.name);
};

describe("create", () => {
  it("makes an organization with a pending domain, in lower case", async () => {
    const { status, body } = await create({
      name: "Acme",
      domain_data: [{ domain: "ACME.com", state: "pending" }],
      external_id: "crm-1",
      metadata: { tier: "gold" },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "Acme",
      external_id: "crm-1",
      metadata: { tier: "gold" },
      domains: [{ domain: "acme.com", state: "pending", verification_strategy: "dns" }],
    });
    expect(body.id).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it("takes the deprecated `domains` as pending", async () => {
    const { body } = await create({ name: "Acme", domains: ["acme.com"] });
    expect(body.domains).toMatchObject([{ domain: "acme.com", state: "pending" }]);
  });

  it("lets several organizations hold one domain", async () => {
    const domain_data = [{ domain: "acme.com", state: "verified" }];
    await create({ name: "One", domain_data });
    await create({ name: "Two", domain_data });
    expect(await names("domains=acme.com")).toEqual(["Two", "One"]);
  });

  it("refuses a consumer domain with a sentence", async () => {
    const { status, body } = await create({ name: "Me", domains: ["Gmail.com"] });
    expect(status).toBe(422);
    expect(body.message).toContain("gmail.com");
    expect(await names("")).toEqual([]);
  });

  it.each([
    ["no name", {}, "name", "name is required"],
    ["an empty name", { name: " " }, "name", "name must be a non-empty string"],
    ["a name that is not text", { name: 1 }, "name", "name must be a non-empty string"],
    [
      "a member it doesn't know",
      { name: "A", admin_emails: [] },
      "admin_emails",
      "admin_emails is not a known field",
    ],
    [
      "a state that only WorkOS gives",
      { name: "A", domain_data: [{ domain: "acme.com", state: "failed" }] },
      "domain_data.0.state",
      "domain_data.0.state must be one of pending, verified",
    ],
    [
      "a domain without a state",
      { name: "A", domain_data: [{ domain: "acme.com" }] },
      "domain_data.0.state",
      "domain_data.0.state is required",
    ],
    [
      "an external id beyond ASCII",
      { name: "A", external_id: "ü" },
      "external_id",
      "external_id must be 1 to 128 ASCII characters",
    ],
    [
      "an external id too long",
      { name: "A", external_id: "x".repeat(129) },
      "external_id",
      "external_id must be 1 to 128 ASCII characters",
    ],
    [
      "the same domain twice",
      { name: "A", domains: ["a.com", "A.com"] },
      "domain_data",
      "domain_data must not contain duplicates",
    ],
  ])("refuses %s", async (_what, body, field, code) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({ message: "Validation failed", errors: [{ field, code }] });
  });

  it.each(["acme", "acme..com", "-acme.com", "127.0.0.1", "acme.com.", "a b.com", "müller.de", ""])(
    "refuses the domain %j",
    async (domain) => {
      const { status, body } = await create({ name: "A", domains: [domain] });
      expect([status, body.errors?.[0]?.code]).toEqual([422, "domains.0 must be a domain name"]);
    },
  );

  it.each([
    ["a number", { seats: 3 }],
    ["a key too long", { ["k".repeat(41)]: "v" }],
    ["a value too long", { k: "v".repeat(601) }],
    ["too many keys", Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]))],
  ])("refuses metadata with %s", async (_what, metadata) => {
    const { status, body } = await create({ name: "A", metadata });
    expect([status, body.code]).toEqual([400, "invalid_metadata"]);
  });

  it("refuses an external id that is taken", async () => {
    await create({ name: "One", external_id: "crm-1" });
    const { status, body } = await create({ name: "Two", external_id: "crm-1" });
    expect([status, body.code]).toEqual([400, "external_id_already_used"]);
  });

  it("refuses what is not JSON", async () => {
    const { status } = await harness.call("POST", "/organizations", "{");
    expect(status).toBe(400);
  });
});

describe("Idempotency-Key", () => {
  const headers = { "Idempotency-Key": "k1" };

  it("gives the first answer again, and makes nothing", async () => {
    const first = await create({ name: "Acme" }, headers);
    const again = await create({ name: "Acme" }, headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await names("")).toEqual(["Acme"]);
  });

  it("works once for twins in the same moment", async () => {
    const twins = await Promise.all(Array.from({ length: 20 }, () => create({ name: "Acme" }, headers)));
    expect(new Set(twins.map(({ body }) => body.id)).size).toBe(1);
    expect(await names("")).toEqual(["Acme"]);
  });

  it("replays even what has been deleted since", async () => {
    const first = await create({ name: "Acme" }, headers);
    await harness.call("DELETE", `/organizations/${first.body.id}`);
    const again = await create({ name: "Acme" }, headers);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  });

  it("refuses a key that comes with another body", async () => {
    await create({ name: "Acme" }, headers);
    const { status } = await create({ name: "Other" }, headers);
    expect(status).toBe(400);
  });

  it("holds for one path only", async () => {
    const { body } = await create({ name: "Acme" }, headers);
    const domain = { organization_id: body.id, domain: "acme.com" };
    const { status } = await harness.call("POST", "/organization_domains", domain, headers);
    expect(status).toBe(201);
  });
});

describe("list", () => {
  it("finds by exact domain, any of several", async () => {
    for (const name of ["one", "two", "three"]) await create({ name, domains: [`${name}.com`] });
    expect(await names("domains=one.com,TWO.com")).toEqual(["two", "one"]);
    expect(await names("domains=on.com")).toEqual([]);
    expect(await names("domains=eu.one.com")).toEqual([]);
  });

  it("takes a repeated `domains` too", async () => {
    for (const name of ["one", "two"]) await create({ name, domains: [`${name}.com`] });
    const direct = await fetch(`${harness.sandbox.url}/organizations?domains=one.com&domains=two.com`, {
      headers: { Authorization: "Bearer sk_test_sandbox" },
    });
    expect(await direct.json()).toMatchObject({ data: [{ name: "two" }, { name: "one" }] });
  });

  it("searches the name, whatever its case", async () => {
    await create({ name: "Acme Corp" });
    await create({ name: "Other", domains: ["acme.com"] });
    expect(await names("search=acme")).toEqual(["Acme Corp"]);
  });

  it.each(["limit=0", "limit=101", "limit=ten", "order=up", "after=x", "domain=acme.com"])(
    "refuses ?%s",
    async (query) => {
      const { status } = await harness.call("GET", `/organizations?${query}`);
      expect(status).toBe(422);
    },
  );
});

describe("pages over 25 organizations", () => {
  const all = Array.from({ length: 25 }, (_, index) => `Organization ${index + 1}`);

  beforeEach(async () => {
    for (const name of all) await create({ name });
  });

  const walk = async (query: string, cursor: "after" | "before") => {
    const pages: string[][] = [];
    let place = "";
    while (true) {
      const { body } = await harness.call("GET", `/organizations?${query}${place}`);
      pages.push(body.data.map((organization: { name: string }) => organization.name));
      const next = body.list_metadata[cursor];
      if (next === null) return pages;
      place = `&${cursor}=${next}`;
    }
  };

  it("gives ten of them unasked, newest first", async () => {
    expect(await names("")).toEqual(all.toReversed().slice(0, 10));
  });

  it.each([
    ["limit=10&order=desc", "after", all.toReversed()],
    ["limit=10&order=asc", "after", all],
    ["limit=10&order=normal", "before", all.toReversed()],
  ] as const)("walks on through ?%s by `%s`", async (query, cursor, expected) => {
    const pages = await walk(query, cursor);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(expected);
  });

  it("walks back by `before`", async () => {
    const { body } = await harness.call("GET", "/organizations?limit=100&order=asc");
    const eleventh = body.data[10].id;
    const back = await harness.call("GET", `/organizations?limit=4&order=asc&before=${eleventh}`);
    expect(back.body.data.map(({ name }: { name: string }) => name)).toEqual(all.slice(6, 10));
    expect(back.body.list_metadata).toEqual({ before: body.data[6].id, after: body.data[9].id });
  });

  it("goes on from a cursor whose organization is gone", async () => {
    const { body } = await harness.call("GET", "/organizations");
    const cursor = body.list_metadata.after;
    await harness.call("DELETE", `/organizations/${cursor}`);
    expect(await names(`after=${cursor}`)).toEqual(all.toReversed().slice(10, 20));
  });
});

describe("get, update, delete", () => {
  it("finds by id and by external id", async () => {
    const { body } = await create({ name: "Acme", external_id: "crm/1 a" });
    expect((await harness.call("GET", `/organizations/${body.id}`)).body).toEqual(body);
    const path = `/organizations/external_id/${encodeURIComponent("crm/1 a")}`;
    expect((await harness.call("GET", path)).body).toEqual(body);
  });

  it("answers 404 for what is not there", async () => {
    for (const [method, path, body] of [
      ["GET", "/organizations/org_x"],
      ["GET", "/organizations/external_id/x"],
      ["PUT", "/organizations/org_x", {}],
      ["DELETE", "/organizations/org_x"],
    ] as const) {
      const answer = await harness.call(method, path, body);
      expect([method, path, answer.status, answer.body]).toEqual([
        method,
        path,
        404,
        {
          message: `Organization not found: '${path.split("/").at(-1)}'.`,
          code: "entity_not_found",
          entity_id: path.split("/").at(-1),
        },
      ]);
    }
  });

  it("changes what is named and leaves the rest", async () => {
    const { body } = await create({ name: "Acme", external_id: "1", metadata: { a: "b" } });
    harness.pass(1);
    const path = `/organizations/${body.id}`;
    const { body: changed } = await harness.call("PUT", path, { name: "Acme Inc" });
    expect(changed).toEqual({
      ...body,
      name: "Acme Inc",
      updated_at: "2026-11-23T12:01:00.000Z",
    });
    const { body: emptied } = await harness.call("PUT", path, {
      metadata: null,
      external_id: null,
    });
    expect(emptied).toMatchObject({ metadata: {}, external_id: null });
  });

  it("replaces the set of domains by `domain_data`, keeping those that stay", async () => {
    const { body } = await create({ name: "Acme", domains: ["acme.com", "acme.org"] });
    const { body: changed } = await harness.call("PUT", `/organizations/${body.id}`, {
      domain_data: [
        { domain: "acme.com", state: "verified" },
        { domain: "acme.net", state: "pending" },
      ],
    });
    expect(changed.domains).toMatchObject([
      { id: body.domains[0].id, domain: "acme.com", state: "verified" },
      { domain: "acme.net", state: "pending" },
    ]);
  });

  it("lets an organization keep its external id, and no other take it", async () => {
    const one = await create({ name: "One", external_id: "1" });
    const two = await create({ name: "Two" });
    const path = "/organizations";
    const own = await harness.call("PUT", `${path}/${one.body.id}`, { external_id: "1" });
    const other = await harness.call("PUT", `${path}/${two.body.id}`, { external_id: "1" });
    expect([own.status, other.status]).toEqual([200, 400]);
  });

  it("deletes with all that belongs to it", async () => {
    const { body } = await create({ name: "Acme", domains: ["acme.com"] });
    const path = `/organizations/${body.id}`;
    expect((await harness.call("DELETE", path)).status).toBe(202);
    expect((await harness.call("GET", path)).status).toBe(404);
    const domain = `/organization_domains/${body.domains[0].id}`;
    expect((await harness.call("GET", domain)).status).toBe(404);
    expect(await names("domains=acme.com")).toEqual([]);
  });
});
