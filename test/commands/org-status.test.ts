import { describe, expect, test } from "vitest";
import { see } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

const STATUS = ["org", "status", "acme.com"];

function acme(): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  return workos;
}

function set(workos: FakeWorkos): FakeWorkos {
  workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
  return workos;
}

describe("at a terminal", () => {
  test("a customer who has just begun", async () => {
    const workos = acme();
    workos.contacts.push({ id: "contact_1", email: "jane@acme.com" });
    const { exit, stdout } = await see("terminal", STATUS, { workos });
    expect(exit).toBe(0);
    expect(stdout).toBe(
      [
        "Acme  org_01  (staging · test)",
        "  Domains      acme.com         pending  not verified yet",
        "  SSO          none",
        "  Directory    none",
        "  IT contacts  jane@acme.com",
        "Next: the IT admin verifies acme.com and sets up SSO. Send a link: ssoctl link email acme.com --to jane@acme.com",
        "",
      ].join("\n"),
    );
  });

  test("a customer who has everything", async () => {
    const workos = set(acme());
    workos.organizations.push({
      ...(workos.organizations.pop() ?? workos.has("Acme")),
      domains: [
        { domain: "acme.com", state: "verified" },
        { domain: "xn--mller-kva.de", state: "pending" },
      ],
    });
    workos.connections.push({ id: "conn_2", name: "Acme", type: "NewThingSAML", state: "draft" });
    workos.directories.push({ id: "directory_1", name: "Acme", type: "okta scim v2.0", state: "linked" });
    const { stdout } = await see("terminal", STATUS, { workos });
    expect(stdout).toBe(
      [
        "Acme  org_01  (staging · test)",
        "  Domains      acme.com                      verified",
        "               müller.de (xn--mller-kva.de)  pending  not verified yet",
        "  SSO          Okta SAML                     active",
        "               NewThingSAML                  draft",
        "  Directory    Okta                          linked",
        "  IT contacts  none",
        "Next: nothing; SSO is active with Okta SAML.",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["refuses them to this key", refusal("unauthorized", 403)],
    ["has none", refusal("unexpected", 404)],
  ])("an environment that %s", async (_what, failure) => {
    const { exit, stdout } = await see("terminal", STATUS, {
      workos: acme().failsAt("listItContacts", failure),
    });
    expect(exit).toBe(0);
    expect(stdout).toContain("  IT contacts  not available with this key\n");
    expect(stdout).toContain("Send a link: ssoctl link create acme.com\n");
  });
});

test.each([
  ["none", acme()],
  ["active", set(acme())],
])("in a pipe: the state of SSO, %s", async (state, workos) => {
  expect(await see("pipe", STATUS, { workos })).toMatchObject({ exit: 0, stdout: `${state}\n` });
});

test("as JSON", async () => {
  const { stdout } = await see("json", STATUS, { workos: set(acme()) });
  expect(JSON.parse(stdout)).toMatchObject({
    organization: { id: "org_01", domains: [{ domain: "acme.com", state: "pending" }] },
    sso: "active",
    connections: [{ id: "conn_1", type: "OktaSAML", provider: "Okta SAML", state: "active" }],
    directories: [],
    itContacts: [],
    next: { text: "nothing; SSO is active with Okta SAML.", command: null },
    environment: { name: "staging", kind: "test" },
  });
});

test("as JSON, where there is less: no IT contacts, and missing names", async () => {
  const workos = acme().failsAt("listItContacts", refusal("unexpected", 404));
  workos.connections.push({ id: "conn_1", name: null, type: "OktaSAML", state: "draft" });
  workos.directories.push({ id: "directory_1", name: null, type: "okta scim v2.0", state: "linked" });
  const { stdout, stderr } = await see("json", STATUS, { workos });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({
    sso: "draft",
    connections: [{ id: "conn_1", name: null, provider: "Okta SAML" }],
    directories: [{ id: "directory_1", name: null, provider: "Okta" }],
    itContacts: null,
    next: { command: "ssoctl link create acme.com" },
  });
});

describe("a customer without an organization is exit 3", () => {
  const message = "No organization for acme.com in staging.";
  const hint = "Check the spelling, or create it: ssoctl org ensure acme.com";

  test.each(["terminal", "pipe"] as const)("seen in a %s; of changes nothing is said", async (view) => {
    expect(await see(view, STATUS)).toMatchObject({
      exit: 3,
      stdout: "",
      stderr: `staging · test\n✖ ${message}\n  ${hint}\n`,
      questions: [],
    });
  });

  test("as JSON", async () => {
    const { exit, stdout, stderr } = await see("json", STATUS);
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
    expect(JSON.parse(stderr).error).toEqual({
      code: "no_organization",
      exitCode: 3,
      message,
      hint,
      done: [],
      unknown: [],
    });
  });
});

test("of several organizations a script gets the candidates, and a person chooses", async () => {
  const several = acme();
  several.has("Acme (old)", "acme.com");
  const piped = await see("pipe", STATUS, { workos: several });
  expect(piped).toMatchObject({ exit: 5, stdout: "" });
  expect(piped.stderr).toContain("  Choose one: ssoctl org status org_01 ");
  const answers = ["org_02  Acme (old)  created 2026-01-02"];
  const { stdout, questions } = await see("terminal", STATUS, { workos: several, answers });
  expect(questions[0]).toMatch(/^2 organizations have acme\.com\. Which one\?/u);
  expect(stdout).toContain("Acme (old)  org_02  (staging · test)\n");
});

test("a read that fails is no status", async () => {
  const workos = acme().failsAt("listConnections", silence());
  expect(await see("pipe", STATUS, { workos })).toMatchObject({
    exit: 6,
    stdout: "",
    stderr:
      "staging · test\n✖ WorkOS did not answer in 10 s (3 attempts).\n  See https://status.workos.com, then try again.\n",
  });
});

test("it changes nothing", async () => {
  const workos = acme();
  await see("pipe", STATUS, { workos });
  expect(workos.writes).toEqual([]);
});

test("the reads run side by side", async () => {
  const workos = acme();
  let begun = 0;
  let all = () => {};
  const together = new Promise<void>((resolve) => {
    all = resolve;
  });
  const meet = async () => {
    begun += 1;
    if (begun === 3) all();
    await together;
    return [];
  };
  Object.assign(workos, { listConnections: meet, listDirectories: meet, listItContacts: meet });
  expect(await see("pipe", STATUS, { workos })).toMatchObject({ exit: 0, stdout: "none\n" });
});

describe("--wait", () => {
  test("ends when SSO is active", async () => {
    const workos = acme();
    const { exit, stdout, stderr } = await see("pipe", [...STATUS, "--wait"], {
      workos,
      onSleep: () => set(workos),
    });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "active\n" });
    expect(stderr).toContain("✔ Acme · SSO is active: Okta SAML.\n");
  });

  test.each([
    ["domain", "acme.com is verified."],
    ["directory", "the directory is linked: Okta."],
  ])("%s", async (goal, words) => {
    const workos = acme();
    const onSleep = () => {
      workos.directories.push({ id: "directory_1", name: "Acme", type: "okta scim v2.0", state: "linked" });
      workos.organizations.splice(0, 1, {
        ...(workos.organizations[0] ?? workos.has("Acme")),
        domains: [{ domain: "acme.com", state: "verified" }],
      });
    };
    const { exit, stderr } = await see("pipe", [...STATUS, "--wait", goal], { workos, onSleep });
    expect(exit).toBe(0);
    expect(stderr).toContain(`✔ Acme · ${words}\n`);
  });

  test.each([
    ["--wait-timeout", "90s", 19],
    ["--wait-timeout", "2m", 25],
  ])("%s %s looks again every five seconds and ends with 124", async (flag, duration, looks) => {
    const workos = acme();
    const { exit, stdout, stderr } = await see("pipe", [...STATUS, "--wait", flag, duration], { workos });
    expect({ exit, stdout }).toEqual({ exit: 124, stdout: "" });
    expect(stderr).toContain("✖ Timed out while waiting for SSO to be active at Acme.\n");
    expect(workos.asked.filter((asked) => asked.startsWith("listConnections"))).toHaveLength(looks);
  });

  test("a passing fault of the network does not end it", async () => {
    const workos = acme();
    const read = workos.listConnections.bind(workos);
    let looks = 0;
    workos.listConnections = async (id) => {
      looks += 1;
      if (looks === 2) throw silence();
      if (looks === 3) set(workos);
      return read(id);
    };
    expect(await see("pipe", [...STATUS, "--wait"], { workos })).toMatchObject({
      exit: 0,
      stdout: "active\n",
    });
  });

  test("a key that is no longer accepted ends it", async () => {
    const workos = acme();
    const onSleep = () => workos.failsAt("listConnections", refusal("unauthorized", 401));
    expect(await see("pipe", [...STATUS, "--wait"], { workos, onSleep })).toMatchObject({
      exit: 4,
      stdout: "",
      stderr: "staging · test\n✖ WorkOS answered 401.\n",
    });
  });

  test.each(["sso", "domain", "directory"])(
    "an organization that is deleted meanwhile ends it (%s): exit 3",
    async (goal) => {
      const workos = acme();
      const onSleep = () => void workos.organizations.splice(0);
      expect(await see("pipe", [...STATUS, "--wait", goal], { workos, onSleep })).toMatchObject({
        exit: 3,
        stdout: "",
        stderr: "staging · test\n✖ Acme (org_01) does not exist any more: it was deleted.\n",
      });
    },
  );

  test("the status after it is that of now", async () => {
    const workos = acme();
    const onSleep = () => {
      set(workos);
      workos.organizations.splice(0, 1, {
        ...(workos.organizations[0] ?? workos.has("Acme")),
        domains: [{ domain: "acme.com", state: "verified" }],
      });
    };
    const { stdout } = await see("json", [...STATUS, "--wait"], { workos, onSleep });
    expect(JSON.parse(stdout)).toMatchObject({
      sso: "active",
      organization: { domains: [{ domain: "acme.com", state: "verified" }] },
    });
  });

  test("ended by the time is data as well", async () => {
    const { exit, stderr } = await see("json", [...STATUS, "--wait", "--wait-timeout", "10s"], {
      workos: acme(),
    });
    expect(exit).toBe(124);
    expect(JSON.parse(stderr).error).toEqual({
      code: "timed_out",
      exitCode: 124,
      message: "Timed out while waiting for SSO to be active at Acme.",
      hint: "Check later: ssoctl org status org_01",
      done: [],
      unknown: [],
    });
  });

  test.each(["soon", "-1s", "0", "5 parsecs"])("--wait-timeout %j is refused", async (duration) => {
    expect(await see("pipe", [...STATUS, "--wait", `--wait-timeout=${duration}`])).toMatchObject({ exit: 2 });
  });
});
