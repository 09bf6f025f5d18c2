import { describe, expect, test } from "vitest";
import { FakeSettings, production, see } from "../support/fake-system.ts";
import { FakeWorkos, refusal } from "../support/fake-workos.ts";

const ENSURE = ["org", "ensure", "acme.com"];
const LINES = [
  "    Acme (org_02) has the same name: acme.de",
  "    Acme Europe (org_03) has a related domain: eu.acme.com",
];

function world(): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("ACME, Inc", "acme.io");
  workos.has("Acme", "acme.de");
  workos.has("Acme Europe", "eu.acme.com");
  workos.has("Acmeist Poets", "poets.org");
  return workos;
}

const SIMILAR = [
  { id: "org_02", name: "Acme", domains: ["acme.de"], likeness: "same_name" },
  { id: "org_03", name: "Acme Europe", domains: ["eu.acme.com"], likeness: "sub_domain" },
];

describe("an organization may have been meant although none has the domain", () => {
  test("a script is warned, and the organization is made", async () => {
    const workos = world();
    const { exit, stderr } = await see("pipe", ENSURE, { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain(
      [
        "! Acme (org_02) has the same name: acme.de. If it was meant: ssoctl org ensure org_02",
        "! Acme Europe (org_03) has a related domain: eu.acme.com. If it was meant: ssoctl org ensure org_03",
        "✔ Created Acme (org_05)",
      ].join("\n"),
    );
  });

  test.each(["link create", "link email"])(
    "the warning goes on with the command: ssoctl %s",
    async (command) => {
      const to = command === "link email" ? ["--to", "jane@acme.com"] : [];
      const { exit, stderr } = await see("pipe", [...command.split(" "), "acme.com", ...to], {
        workos: world(),
      });
      expect(exit).toBe(0);
      expect(stderr).toContain(`If it was meant: ssoctl ${[command, "org_02", ...to].join(" ")}\n`);
    },
  );

  test("a person who said --yes is warned, and not asked", async () => {
    const { exit, stderr, questions } = await see("terminal", [...ENSURE, "--yes"], { workos: world() });
    expect({ exit, questions }).toEqual({ exit: 0, questions: [] });
    expect(stderr).toContain("! Acme (org_02) has the same name: acme.de.");
  });

  test("a program gets them as data", async () => {
    const { stdout } = await see("json", ENSURE, { workos: world() });
    expect(JSON.parse(stdout)).toMatchObject({ action: "created", similar: SIMILAR });
    const dry = await see("json", [...ENSURE, "--dry-run"], { workos: world() });
    expect(JSON.parse(dry.stdout)).toMatchObject({
      dryRun: true,
      organization: null,
      changes: [{ action: "organization_created" }],
      similar: SIMILAR,
    });
    const link = await see("json", ["link", "create", "acme.com"], { workos: world() });
    expect(JSON.parse(link.stdout)).toMatchObject({ action: "created", similar: SIMILAR });
    const email = ["link", "email", "acme.com", "--to", "jane@acme.com"];
    const emailed = await see("json", email, { workos: world() });
    expect(JSON.parse(emailed.stdout)).toMatchObject({ action: "created", similar: SIMILAR });
  });

  test.each(["terminal", "pipe"] as const)(
    "where none may be created they are named as well, seen in a %s",
    async (view) => {
      const workos = world();
      const { exit, stdout, stderr } = await see(view, [...ENSURE, "--no-create"], { workos });
      expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
      expect(stderr).toContain(
        [
          "✖ No organization for acme.com in staging.",
          ...LINES,
          "  Nothing was changed.",
          "  Check the spelling, or create it: ssoctl org ensure acme.com",
          "",
        ].join("\n"),
      );
      expect(workos.writes).toEqual([]);
    },
  );

  test.each([
    ["org", "status"],
    ["link", "revoke"],
    ["org", "ensure", "--no-create"],
  ])("… as data: ssoctl %s %s", async (...command) => {
    const { exit, stderr } = await see("json", [...command, "acme.com"], { workos: world() });
    expect(exit).toBe(3);
    expect(JSON.parse(stderr).error).toMatchObject({ code: "no_organization", similar: SIMILAR });
  });

  test.each([
    ["org ensure acme.com"],
    ["org ensure acme.com --dry-run"],
    ["link create acme.com"],
    ["link create acme.com --dry-run"],
    ["link email acme.com --to jane@acme.com"],
    ["link email acme.com --to jane@acme.com --dry-run"],
  ])("with --strict nothing is made: %s", async (line) => {
    const workos = world();
    const { exit, stdout, stderr } = await see("json", [...line.split(" "), "--strict"], { workos });
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({
      code: "conflict",
      message: "No organization for acme.com, but one may be meant.",
      similar: SIMILAR,
      done: [],
      unknown: [],
    });
    expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
  });

  test.each(["terminal", "pipe"] as const)("… and a person learns which, seen in a %s", async (view) => {
    const { stderr, questions } = await see(view, [...ENSURE, "--strict"], { workos: world() });
    expect(questions).toEqual([]);
    expect(stderr).toContain(
      [
        "✖ No organization for acme.com, but one may be meant.",
        ...LINES,
        "  Nothing was changed.",
        "  Use it: ssoctl org ensure org_02 · or create one: leave out --strict",
        "",
      ].join("\n"),
    );
  });

  test("a person can use one of them, and the domain is added to it", async () => {
    const workos = world();
    const answers = ["Use Acme Europe (eu.acme.com) and add acme.com to it"];
    const { exit, stdout, stderr, questions } = await see("terminal", ENSURE, { workos, answers });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "org_03\n" });
    expect(questions).toEqual([
      'No organization for acme.com, but one may be meant. [Cancel | Use Acme (acme.de) and add acme.com to it | Use Acme (acme.de) without adding a domain | Use Acme Europe (eu.acme.com) and add acme.com to it | Use Acme Europe (eu.acme.com) without adding a domain | Create "Acme" in staging | Create it under another name]',
    ]);
    expect(stderr).toContain("✔ Domain added to Acme Europe (org_03) · acme.com is not verified yet\n");
    expect(stderr).toContain(LINES.map((line) => `${line.slice(2)}\n`).join(""));
    expect(workos.asked.slice(2)).toEqual([
      "findByDomain acme.com",
      "addDomain org_03 acme.com",
      "getOrganization org_03",
      "findByDomain acme.com",
    ]);
  });

  test("a person can create one all the same", async () => {
    const created = await see("terminal", ENSURE, { workos: world(), answers: ['Create "Acme" in staging'] });
    expect(created).toMatchObject({ exit: 0, stdout: "org_05\n" });
  });

  test("with --dry-run a person chooses, and nothing is changed", async () => {
    const workos = world();
    const answers = ["Use Acme Europe (eu.acme.com) and add acme.com to it"];
    const { exit, stdout } = await see("terminal", [...ENSURE, "--dry-run"], { workos, answers });
    expect(exit).toBe(0);
    expect(stdout).toBe(
      [
        "would use     organization  Acme Europe (org_03)",
        "would add     domain        acme.com to Acme Europe (org_03)",
        "",
      ].join("\n"),
    );
    expect(workos.writes).toEqual([]);
  });

  test("one that got the domain while the person was choosing is not given it twice", async () => {
    const workos = world();
    const look = workos.searchByName.bind(workos);
    workos.searchByName = async (name) => {
      const found = await look(name);
      workos.has("Acme (new)", "acme.com");
      return found;
    };
    const answers = ["Use Acme Europe (eu.acme.com) and add acme.com to it"];
    const { exit, stdout, stderr } = await see("terminal", ENSURE, { workos, answers });
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain(
      "✖ Acme (new) (org_05) has acme.com by now. Nothing was changed.\n  Use it: ssoctl org ensure org_05\n",
    );
    expect(workos.writes).toEqual([]);
  });

  test("a person can create one under a name that tells them apart", async () => {
    const workos = world();
    const answers = ["Create it under another name", "Acme Inc"];
    const { exit, stdout, stderr } = await see("terminal", ENSURE, { workos, answers });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "org_05\n" });
    expect(stderr).toContain("✔ Created Acme Inc (org_05)");
    expect(workos.organizations[4]?.name).toBe("Acme Inc");
  });

  test("the organization of the domain above a sub-domain is one", async () => {
    const workos = new FakeWorkos();
    workos.has("Holding", "acme.com");
    const { stdout } = await see("json", ["org", "ensure", "eu.acme.com"], { workos });
    expect(JSON.parse(stdout).similar).toEqual([
      { id: "org_01", name: "Holding", domains: ["acme.com"], likeness: "parent_domain" },
    ]);
  });
});

test("the common path, where the organization exists, asks nothing more", async () => {
  const workos = world();
  workos.has("Acme", "acme.com");
  await see("pipe", ENSURE, { workos });
  expect(workos.asked).toEqual(["findByDomain acme.com"]);
});

describe("a domain that is easily taken for another one", () => {
  const CYRILLIC = ["link", "create", "аcme.com"];
  const words =
    "аcme.com (xn--cme-5cd.com) mixes letters of several scripts; it looks like acme.com, and is not.";

  test("a script must say --yes", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", CYRILLIC, { workos });
    expect(exit).toBe(8);
    expect(stderr).toContain(`✖ ${words} Nothing was changed.\n  If you mean it, pass --yes.\n`);
    expect(workos.organizations).toEqual([]);
    expect(await see("pipe", [...CYRILLIC, "--yes"])).toMatchObject({ exit: 0 });
  });

  test("a person is asked, and No is the default", async () => {
    const { questions, exit } = await see("terminal", CYRILLIC, { answers: [false] });
    expect(exit).toBe(130);
    expect(questions).toEqual([`${words} Continue? (y/N)`]);
  });
});

describe("a key that contradicts its environment", () => {
  test.each([
    [
      "live",
      "sk_test_0123456789abcdef",
      "production is a live environment, but its API key is a test key (sk_test_…cdef).",
    ],
    [
      "test",
      "sk_live_0123456789abcdef",
      "production is a test environment, but its API key is a live key (sk_live_…cdef).",
    ],
  ] as const)("%s: exit 8, before anything is sent", async (kind, key, words) => {
    const settings = new FakeSettings().with({ name: "production", kind }, key);
    const { exit, stderr, accessed } = await see("pipe", ENSURE, { settings });
    expect({ exit, accessed }).toEqual({ exit: 8, accessed: [] });
    expect(stderr).toContain(`✖ ${words}\n`);
  });

  test("one of unknown form contradicts nothing", async () => {
    const settings = production();
    settings.with({ name: "production", kind: "live" }, "sk_0123456789abcdef");
    expect(await see("pipe", [...ENSURE, "--yes"], { settings })).toMatchObject({ exit: 0 });
  });
});

describe("the host of a pasted link that nobody has", () => {
  const LINK = ["link", "create", "https://app.beta.io/x"];

  test("a person is asked which domain is meant, and Enter changes nothing", async () => {
    const workos = new FakeWorkos();
    const { exit, questions } = await see("terminal", LINK, { workos, answers: ["Cancel"] });
    expect({ exit, writes: workos.writes }).toEqual({ exit: 130, writes: [] });
    expect(questions).toEqual([
      'No organization for app.beta.io or beta.io. [Cancel | Create "Beta" for beta.io in staging | Create "Beta" for app.beta.io in staging | Create it under another name]',
    ]);
  });

  test.each(["beta.io", "app.beta.io"])("%s is created if it is chosen", async (domain) => {
    const workos = new FakeWorkos();
    const answers = [`Create "Beta" for ${domain} in staging`];
    expect((await see("terminal", LINK, { workos, answers })).exit).toBe(0);
    expect(workos.organizations[0]?.domains.map((held) => held.domain)).toEqual([domain]);
  });

  test("the organization of the domain above can be used as it is", async () => {
    const workos = new FakeWorkos();
    workos.has("Beta", "beta.io");
    const answers = ["Use Beta (beta.io) without adding a domain"];
    const { exit, stderr } = await see("terminal", LINK, { workos, answers });
    expect({ exit, writes: workos.writes }).toEqual({ exit: 0, writes: ["createPortalLink org_01 sso"] });
    expect(stderr).toContain("ssoctl link email org_01 --to <address>");
  });
});

describe("an external ID whose organization has another domain", () => {
  const REBRAND = ["org", "ensure", "newacme.com", "--external-id", "crm_42"];
  const acme = () => {
    const workos = new FakeWorkos();
    Object.assign(workos.has("Acme", "acme.com"), { externalId: "crm_42" });
    return workos;
  };

  test("a person is asked, cannot create a second one, and Enter changes nothing", async () => {
    const workos = acme();
    const { exit, questions } = await see("terminal", REBRAND, { workos, answers: ["Cancel"] });
    expect({ exit, writes: workos.writes }).toEqual({ exit: 130, writes: [] });
    expect(questions).toEqual([
      "No organization for newacme.com, but one may be meant. [Cancel | Use Acme (acme.com) and add newacme.com to it | Use Acme (acme.com) without adding a domain]",
    ]);
  });

  test("a person adds the domain", async () => {
    const workos = acme();
    const answers = ["Use Acme (acme.com) and add newacme.com to it"];
    expect(await see("terminal", REBRAND, { workos, answers })).toMatchObject({
      exit: 0,
      stdout: "org_01\n",
    });
    expect(workos.writes).toEqual(["addDomain org_01 newacme.com"]);
  });

  test.each([409, 422, 400])(
    "WorkOS refuses the domain with %i: its reason, nothing added, no link",
    async (status) => {
      const workos = acme();
      const code = status === 409 ? "conflict" : "usage";
      workos.failsAt("addDomain", refusal(code, status));
      const { exit, stderr, recorded } = await see("pipe", [...REBRAND, "--add-to", "org_01"], { workos });
      expect({ exit, recorded }).toEqual({ exit: status === 409 ? 5 : 2, recorded: [] });
      expect(stderr).toContain(`WorkOS answered ${status}. Nothing was changed.`);
      expect(stderr).not.toMatch(/added/iu);
    },
  );

  test.each([409, 422, 400])(
    "WorkOS refuses with %i what the organization has by now: found",
    async (status) => {
      const workos = acme();
      workos.failsAt("addDomain", refusal(status === 409 ? "conflict" : "usage", status));
      const has = workos.getOrganization.bind(workos);
      workos.getOrganization = async (id) => {
        const organization = await has(id);
        return (
          organization && {
            ...organization,
            domains: [...organization.domains, { domain: "newacme.com", state: "pending" }],
          }
        );
      };
      const { exit, stdout } = await see("json", [...REBRAND, "--add-to", "org_01"], { workos });
      expect(exit).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ action: "found" });
    },
  );
});
