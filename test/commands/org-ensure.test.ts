import { describe, expect, test } from "vitest";
import { production, see } from "../support/fake-system.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const ENSURE = ["org", "ensure", "acme.com"];

function acme(externalId: string | null = null): FakeWorkos {
  const workos = new FakeWorkos();
  workos.organizations.push({ ...workos.has("Acme", "acme.com"), externalId });
  workos.organizations.shift();
  return workos;
}

describe("found", () => {
  test("at a terminal", async () => {
    expect(await see("terminal", ENSURE, { workos: acme() })).toMatchObject({
      exit: 0,
      stdout: "org_01\n",
      stderr: "staging · test\n✔ Acme (org_01) · acme.com is not verified yet\n",
    });
  });

  test("in a pipe: the id alone", async () => {
    expect(await see("pipe", ENSURE, { workos: acme() })).toMatchObject({ exit: 0, stdout: "org_01\n" });
  });

  test("as JSON", async () => {
    const { stdout, stderr } = await see("json", ENSURE, { workos: acme("crm_42") });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      organization: {
        id: "org_01",
        name: "Acme",
        externalId: "crm_42",
        domains: [{ domain: "acme.com", state: "pending" }],
        createdAt: "2026-01-01T00:00:00.000Z",
      },
      action: "found",
      similar: [],
      environment: { name: "staging", kind: "test" },
      dryRun: false,
    });
  });

  test.each([
    ["verified", "acme.com is verified"],
    ["legacy_verified", "acme.com is verified"],
    ["failed", "acme.com could not be verified"],
    ["a_new_state", "acme.com a_new_state"],
  ])("a domain that is %s", async (state, words) => {
    const workos = new FakeWorkos();
    workos.organizations.push({ ...workos.has("Acme"), domains: [{ domain: "acme.com", state }] });
    workos.organizations.shift();
    expect((await see("pipe", ENSURE, { workos })).stderr).toContain(`✔ Acme (org_01) · ${words}\n`);
  });
});

describe("created", () => {
  test.each([
    [["acme.com"], "Acme acme.com pending"],
    [["big-corp.co.uk"], "Big Corp big-corp.co.uk pending"],
    [["eu.acme.com"], "Acme eu.acme.com pending"],
    [["müller.de"], "Müller xn--mller-kva.de pending"],
    [["acme.com", "--name", "Acme Incorporated"], "Acme Incorporated acme.com pending"],
    [["acme.com", "--domain-state", "verified", "--yes"], "Acme acme.com verified"],
  ])("%j", async (argv, made) => {
    const workos = new FakeWorkos();
    expect(await see("pipe", ["org", "ensure", ...argv], { workos })).toMatchObject({
      exit: 0,
      stdout: "org_01\n",
    });
    expect(workos.asked[2]).toBe(`createOrganization ${made}`);
  });

  test("the person gives another name", async () => {
    const answers = ["Yes, under another name", "Acme Incorporated"];
    const { stderr, questions } = await see("terminal", ENSURE, { answers });
    expect(questions[1]).toBe("Name (Acme)");
    expect(stderr).toContain("✔ Created Acme Incorporated (org_01) · acme.com is not verified yet\n");
  });
});

describe("--domain-state verified vouches for the domain", () => {
  const VERIFIED = [...ENSURE, "--domain-state", "verified"];

  test("a script must say --yes", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", VERIFIED, { workos });
    expect(exit).toBe(8);
    expect(stderr).toContain(
      "✖ --domain-state verified says that acme.com belongs to this customer was proven elsewhere.",
    );
    expect(workos.asked).toEqual(["findByDomain acme.com"]);
  });

  test("a person is asked, and No is the default", async () => {
    const { exit, questions } = await see("terminal", VERIFIED, { answers: [true, "Yes"] });
    expect(exit).toBe(0);
    expect(questions[0]).toBe("Vouch that acme.com belongs to this customer was proven elsewhere? (y/N)");
    expect(await see("terminal", VERIFIED, { answers: [false] })).toMatchObject({ exit: 130 });
  });
});

describe("--external-id", () => {
  const WITH_ID = [...ENSURE, "--external-id", "crm_42"];

  test("finds the organization that has both", async () => {
    expect(await see("pipe", WITH_ID, { workos: acme("crm_42") })).toMatchObject({
      exit: 0,
      stdout: "org_01\n",
    });
  });

  test("settles which of several is meant", async () => {
    const workos = acme("crm_42");
    workos.has("Acme (old)", "acme.com");
    expect(await see("pipe", WITH_ID, { workos })).toMatchObject({ exit: 0, stdout: "org_01\n" });
  });

  test("goes along when the organization is made", async () => {
    const workos = new FakeWorkos();
    expect(await see("pipe", WITH_ID, { workos })).toMatchObject({ exit: 0 });
    expect(workos.organizations[0]?.externalId).toBe("crm_42");
  });

  test("of another customer is a conflict", async () => {
    const workos = new FakeWorkos();
    workos.organizations.push({ ...workos.has("Beta", "beta.com"), externalId: "crm_42" });
    const { exit, stderr } = await see("pipe", WITH_ID, { workos });
    expect(exit).toBe(5);
    expect(stderr).toContain(
      "✖ The external id crm_42 belongs to Beta (org_01), which does not have acme.com.",
    );
  });

  test("against another one on the same domain is a conflict", async () => {
    const { exit, stderr } = await see("pipe", WITH_ID, { workos: acme("crm_7") });
    expect(exit).toBe(5);
    expect(stderr).toContain("✖ Acme (org_01) has acme.com, but under the external id crm_7.");
  });

  test("is not written to an organization that was found without one, and that is said", async () => {
    const { exit, stderr } = await see("pipe", WITH_ID, { workos: acme() });
    expect(exit).toBe(0);
    expect(stderr).toContain("It has no external id; crm_42 was not written to it.");
  });

  test.each(["", "é", "a".repeat(129)])("%j is refused", async (externalId) => {
    expect(await see("pipe", [...ENSURE, "--external-id", externalId])).toMatchObject({ exit: 2 });
  });
});

describe("--dry-run", () => {
  const DRY = [...ENSURE, "--dry-run"];

  test("says what would be made, and makes nothing", async () => {
    const workos = new FakeWorkos();
    const seen = await see("pipe", DRY, { workos, settings: production() });
    expect(seen).toMatchObject({ exit: 0, stdout: "" });
    expect(seen.stderr).toContain(
      '✔ "Acme" would be created in production with acme.com (pending). Nothing was done.',
    );
    expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
  });

  test("as JSON", async () => {
    expect(JSON.parse((await see("json", DRY)).stdout)).toEqual({
      organization: null,
      action: "would_create",
      similar: [],
      plan: { name: "Acme", domain: "acme.com", domainState: "pending", externalId: null },
      environment: { name: "staging", kind: "test" },
      dryRun: true,
    });
  });

  test("names the organization that would be used", async () => {
    const seen = await see("pipe", DRY, { workos: acme() });
    expect(seen).toMatchObject({ exit: 0, stdout: "org_01\n" });
    expect(seen.stderr).toContain("✔ Acme (org_01) would be used. Nothing would be changed.");
  });

  test("fails where ensure would", async () => {
    const workos = acme();
    workos.has("Acme (old)", "acme.com");
    expect(await see("pipe", DRY, { workos })).toMatchObject({ exit: 5 });
    expect(await see("pipe", [...DRY, "--no-create"])).toMatchObject({ exit: 3 });
  });
});

test("a lookup without an answer changed nothing, and says so", async () => {
  const { exit, stderr } = await see("pipe", ENSURE, {
    workos: new FakeWorkos().failsAt("findByDomain", silence()),
  });
  expect(exit).toBe(6);
  expect(stderr).toContain("✖ WorkOS did not answer in 10 s (3 attempts). Nothing was changed.\n");
});
