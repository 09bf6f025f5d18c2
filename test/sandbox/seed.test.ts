import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { parseSeed, SeedError } from "../../src/sandbox/seed.ts";
import { startSandbox } from "../../src/sandbox/server.ts";

const EXAMPLE = await readFile(new URL("support/customers.json", import.meta.url), "utf8");
const ACME = "org_01HE8GSH8FQPASKSY27THRKRBP";

function problemsOf(content: string): readonly string[] {
  try {
    parseSeed(content);
  } catch (error) {
    if (error instanceof SeedError) return error.problems;
    throw error;
  }
  return [];
}

const organizations = (...all: object[]) => JSON.stringify({ organizations: all });

describe("a seed", () => {
  it("is in the sandbox, with its ids, and in the order of these", async () => {
    const sandbox = await startSandbox({ port: 0, seed: parseSeed(EXAMPLE) });
    // biome-ignore lint/suspicious/noExplicitAny: a body is whatever came.
    const get = async (path: string): Promise<any> => {
      const headers = { Authorization: `Bearer ${SANDBOX_API_KEY}` };
      return (await fetch(sandbox.url + path, { headers })).json();
    };
    expect(await get(`/organizations/${ACME}`)).toMatchObject({
      name: "Acme",
      external_id: "crm_42",
      domains: [
        { domain: "acme.com", state: "verified" },
        { domain: "acme.de", state: "pending" },
      ],
    });
    const { data: all } = await get("/organizations?limit=1&order=asc");
    expect(all).toMatchObject([{ id: ACME }]);
    expect((await get(`/organizations?order=asc&after=${ACME}`)).data).toMatchObject([{ name: "Beta" }]);
    expect((await get("/connections")).data).toMatchObject([
      { organization_id: ACME, connection_type: "OktaSAML", state: "active" },
    ]);
    expect((await get("/directories")).data).toMatchObject([{ type: "okta scim v2.0", state: "linked" }]);
    const [active, revoked] = await get("/_sandbox/inbox");
    expect([active.to, (await fetch(active.url)).status]).toEqual(["ann@beta.io", 200]);
    expect([revoked.to, (await fetch(revoked.url)).status]).toEqual(["joe@beta.io", 410]);
    await sandbox.close();
  });

  it("pins the ids of everything", async () => {
    const id = (prefix: string) => `${prefix}_01HE8GSH8FQPASKSY27THRKRBP`;
    const content = organizations({
      name: "Acme",
      domains: [{ id: id("org_domain"), domain: "acme.com" }],
      connections: [{ id: id("conn"), type: "OktaSAML", name: null, state: "draft" }],
      directories: [{ id: id("directory"), type: "workday" }],
      contacts: [{ id: id("it_contact"), email: "jane@acme.com" }],
    });
    const { state, close } = await startSandbox({ port: 0, seed: parseSeed(content) });
    await close();
    const { organizationDomains, connections, directories, itContacts } = state;
    const maps = { org_domain: organizationDomains, conn: connections, directory: directories };
    for (const [prefix, map] of Object.entries({ ...maps, it_contact: itContacts })) {
      expect([...map.keys()], prefix).toEqual([id(prefix)]);
    }
    expect(connections.get(id("conn"))).toMatchObject({ name: null, state: "draft" });
  });

  it.each([
    ["not JSON", "{", /^it is not valid JSON: /u],
    ["an array", "[]", "it must be an object"],
    ["nothing", "{}", "organizations is required"],
    ["no name", organizations({}), "organizations[0].name is required"],
    [
      "a misspelled field",
      organizations({ name: "A", domain: [] }),
      "organizations[0].domain is not a known field",
    ],
    [
      "an unknown state",
      organizations(
        { name: "A" },
        { name: "B", domains: [{ domain: "b.io" }, { domain: "b.de", state: "done" }] },
      ),
      "organizations[1].domains[1].state must be one of failed, legacy_verified, pending, unverified, verified",
    ],
    [
      "a URL as domain",
      organizations({ name: "A", domains: [{ domain: "https://a.io" }] }),
      "organizations[0].domains[0].domain must be a domain name",
    ],
    [
      "a consumer domain",
      organizations({ name: "A", domains: [{ domain: "gmail.com" }] }),
      "organizations[0].domains[0].domain must not be a consumer domain such as gmail.com",
    ],
    [
      "a domain twice",
      organizations({ name: "A", domains: [{ domain: "a.io" }, { domain: "A.io" }] }),
      "organizations[0].domains[1].domain is used twice",
    ],
    [
      "an id of another kind",
      organizations({ id: "acme", name: "A" }),
      "organizations[0].id must be org_ and 26 digits or capital letters, without I, L, O and U",
    ],
    [
      "an id twice",
      organizations({ id: ACME, name: "A" }, { id: ACME, name: "B" }),
      "organizations[1].id is used twice",
    ],
    [
      "an external id twice",
      organizations({ externalId: "1", name: "A" }, { externalId: "1", name: "B" }),
      "organizations[1].externalId is used twice",
    ],
    [
      "a setup link for a stranger",
      organizations({ name: "A", setupLinks: [{ email: "jane@a.io" }] }),
      "organizations[0].setupLinks[0].email must be one of the organization's contacts",
    ],
    [
      "two active setup links",
      organizations({
        name: "A",
        contacts: [{ email: "jane@a.io" }],
        setupLinks: [{ email: "jane@a.io" }, { email: "jane@a.io" }],
      }),
      "organizations[0].setupLinks[1] must come before the active one; an organization has only one of them",
    ],
  ])("%s is refused, with its path", (_what, content, expected) => {
    const [first] = problemsOf(content);
    if (typeof expected === "string") expect(first).toBe(expected);
    else expect(first).toMatch(expected);
  });

  it("the example in the docs is one", async () => {
    const page = await readFile(new URL("../../docs/sandbox.md", import.meta.url), "utf8");
    const example = /```json\n(.*?)```/su.exec(page)?.[1] ?? "";
    expect(problemsOf(example)).toEqual([]);
  });

  it("all mistakes in its form are listed", () => {
    expect(problemsOf(organizations({ contacts: [{ email: "jane" }] }, { name: 3 }))).toEqual([
      "organizations[0].name is required",
      "organizations[0].contacts[0].email must be an email address",
      "organizations[1].name must be a non-empty string",
    ]);
  });
});
