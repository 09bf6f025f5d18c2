import { describe, expect, test } from "vitest";
import { production, see, staging } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

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
  test("at a terminal: asked first", async () => {
    const workos = new FakeWorkos();
    expect(await see("terminal", ENSURE, { workos, answers: ["Yes"] })).toMatchObject({
      exit: 0,
      stdout: "org_01\n",
      stderr: "staging · test\n✔ Created Acme (org_01) · acme.com is not verified yet\n",
      questions: [
        'No organization for acme.com. Create "Acme" in staging? [Yes | No | Yes, under another name]',
      ],
    });
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "searchByName Acme",
      "findByDomain acme.com",
      "createOrganization Acme acme.com",
      "getOrganization org_01",
      "findByDomain acme.com",
    ]);
  });

  test("as JSON", async () => {
    const { stdout } = await see("json", ENSURE);
    expect(JSON.parse(stdout)).toEqual({
      organization: {
        id: "org_01",
        name: "Acme",
        externalId: null,
        domains: [{ domain: "acme.com", state: "pending" }],
        createdAt: "2026-11-23T14:30:12.000Z",
      },
      action: "created",
      similar: [],
      environment: { name: "staging", kind: "test" },
      dryRun: false,
    });
  });

  test.each([
    [["acme.com"], ["createOrganization Acme acme.com"]],
    [["big-corp.co.uk"], ["createOrganization Big Corp big-corp.co.uk"]],
    [["eu.acme.com"], ["createOrganization Acme eu.acme.com"]],
    [["müller.de"], ["createOrganization Müller xn--mller-kva.de"]],
    [["acme.com", "--name", "Acme"], ["createOrganization Acme acme.com"]],
    [
      ["acme.com", "--name", "Acme Incorporated"],
      ["createOrganization Acme acme.com", 'updateOrganization org_01 {"name":"Acme Incorporated"}'],
    ],
    [
      ["acme.com", "--external-id", "crm_42"],
      ["createOrganization Acme acme.com", 'updateOrganization org_01 {"externalId":"crm_42"}'],
    ],
    [
      ["acme.com", "--domain-state", "verified", "--yes"],
      [
        "createOrganization Acme acme.com",
        'updateOrganization org_01 {"domains":[{"domain":"acme.com","state":"verified"}]}',
      ],
    ],
    [
      ["acme.com", "--name", "Acme Inc", "--external-id", "crm_42", "--domain-state", "verified", "--yes"],
      [
        "createOrganization Acme acme.com",
        'updateOrganization org_01 {"name":"Acme Inc","externalId":"crm_42","domains":[{"domain":"acme.com","state":"verified"}]}',
      ],
    ],
  ])("%j", async (argv, writes) => {
    const workos = new FakeWorkos();
    const seen = await see("pipe", ["org", "ensure", ...argv], { workos });
    expect(seen).toMatchObject({ exit: 0, stdout: "org_01\n" });
    expect(seen.stderr).not.toMatch(/was not (used|set)/u);
    expect(workos.writes).toEqual(writes);
  });

  test("the person gives another name", async () => {
    const answers = ["Yes, under another name", "Acme Incorporated"];
    const { stderr, questions } = await see("terminal", ENSURE, { answers });
    expect(questions[1]).toBe("Name (Acme)");
    expect(stderr).toContain("✔ Created Acme Incorporated (org_01) · acme.com is not verified yet\n");
  });

  test("an empty name is asked for again", async () => {
    const answers = ["Yes, under another name", " ", "Acme Incorporated"];
    const { exit, questions } = await see("terminal", ENSURE, { answers });
    expect({ exit, again: questions[2] }).toEqual({ exit: 0, again: "An organization needs a name." });
  });

  test.each(["terminal", "pipe"] as const)(
    "in production it needs a yes, before anything is written, seen in a %s",
    async (view) => {
      const workos = new FakeWorkos();
      const argv = view === "terminal" ? [...ENSURE, "--no-input"] : ENSURE;
      const seen = await see(view, argv, { workos, settings: production() });
      expect(seen).toMatchObject({
        exit: 8,
        stdout: "",
        stderr:
          "production · LIVE\n✖ production is a live environment. Pass --yes to confirm. Nothing was changed.\n",
      });
      expect(workos.writes).toEqual([]);
    },
  );
});

describe("created twice, for WorkOS did not see that it is the same", () => {
  /** Somebody else creates one in the same moment. */
  const crowded = () => {
    const workos = new FakeWorkos();
    const create = workos.createOrganization.bind(workos);
    workos.createOrganization = async (wanted) => {
      workos.has("Acme of somebody else", "acme.com");
      return create(wanted);
    };
    return workos;
  };

  test("all are named, none is deleted, and what was done is said", async () => {
    const workos = crowded();
    const { exit, stdout, stderr } = await see("pipe", ENSURE, { workos });
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain(
      [
        "✖ 2 organizations have acme.com:",
        "    org_01  Acme of somebody else  created 2026-01-01",
        "    org_02  Acme  created 2026-11-23",
        "  Done before this: created Acme (org_02).",
        "  Choose one: ssoctl org ensure org_01 · To have one again: in the WorkOS dashboard, take the domain from the others, or delete them if nobody uses them.",
        "",
      ].join("\n"),
    );
    expect(workos.organizations).toHaveLength(2);
  });

  test("as JSON", async () => {
    const { exit, stderr } = await see("json", ENSURE, { workos: crowded() });
    expect(exit).toBe(5);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: "conflict",
      message: "2 organizations have acme.com:",
      candidates: [{ id: "org_01" }, { id: "org_02" }],
      done: [
        { action: "organization_created", organization: { id: "org_02", name: "Acme" }, domain: "acme.com" },
      ],
      unknown: [],
    });
  });
});

describe("half done", () => {
  const NAMED = [...ENSURE, "--name", "Acme Inc", "--external-id", "crm_42"];

  test("a chosen name that WorkOS refuses: created, and exit 2", async () => {
    const workos = new FakeWorkos().failsAt("updateOrganization", refusal("usage", 400));
    const { exit, stderr } = await see("pipe", NAMED, { workos });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ WorkOS answered 400. Done before this: created Acme (org_01).\n");
  });

  test("a chosen name whose answer was lost", async () => {
    const workos = new FakeWorkos().failsAt("updateOrganization", silence());
    const { exit, stderr } = await see("pipe", [...NAMED, "--domain-state", "verified", "--yes"], { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      [
        "  Done before this: created Acme (org_01).",
        '  Not known: whether name "Acme Inc", external id crm_42, acme.com verified of Acme was set. See ssoctl org status org_01.',
        "",
      ].join("\n"),
    );
  });

  test("everything that was done is said where the organization is gone afterwards", async () => {
    const workos = new FakeWorkos();
    const update = workos.updateOrganization.bind(workos);
    workos.updateOrganization = async (organization, wanted) => {
      await update(organization, wanted);
      workos.organizations.length = 0;
    };
    const { exit, stderr } = await see("pipe", NAMED, { workos });
    expect(exit).toBe(5);
    expect(stderr).toContain(
      '✖ Acme (org_01) does not exist any more: somebody else is changing it. Done before this: created Acme (org_01), set name "Acme Inc", external id crm_42 of Acme (org_01).\n',
    );
  });

  test("a creation that was refused with a reason is exit 2, in WorkOS's words", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", refusal("usage", 422, "consumer_domain"));
    const { exit, stderr } = await see("pipe", ENSURE, { workos });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ WorkOS answered 422. Nothing was changed.\n");
  });

  test("a lost answer whose organization does not show stays unknown", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", silence());
    const { exit, stderr } = await see("json", ENSURE, { workos });
    expect(exit).toBe(6);
    expect(JSON.parse(stderr).error).toMatchObject({
      done: [],
      unknown: [
        { action: "organization_created", organization: { id: null, name: "Acme" }, domain: "acme.com" },
      ],
    });
  });

  test("a lost answer whose organization shows late is created, and no more is said of it", async () => {
    const workos = new FakeWorkos().losesAnswersOf("createOrganization");
    const find = workos.findByDomain.bind(workos);
    let slept = 0;
    workos.findByDomain = async (domains) => {
      const look = await find(domains);
      return slept < 3 ? { ...look, organizations: [] } : look;
    };
    const onSleep = () => {
      slept += 1;
    };
    const seen = await see("pipe", ENSURE, { workos, onSleep });
    expect(seen).toMatchObject({ exit: 0, stdout: "org_01\n" });
    expect(seen.stderr).toBe("staging · test\n✔ Created Acme (org_01) · acme.com is not verified yet\n");
    expect(workos.writes).toEqual(["createOrganization Acme acme.com"]);
  });
});

describe("a domain that is added to one that a person chose", () => {
  const world = () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.de");
    return workos;
  };
  const answers = ["Use Acme (acme.de) and add acme.com to it"];

  test("that is refused: nothing was changed", async () => {
    const workos = world().failsAt("addDomain", refusal("usage", 422));
    const { exit, stderr } = await see("terminal", ENSURE, { workos, answers });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ WorkOS answered 422. Nothing was changed.\n");
  });

  test("whose answer was lost is read back", async () => {
    const seen = await see("terminal", ENSURE, { workos: world().losesAnswersOf("addDomain"), answers });
    expect(seen).toMatchObject({ exit: 0, stdout: "org_01\n" });
    expect(seen.stderr).toContain("✔ Domain added to Acme (org_01) · acme.com is not verified yet\n");
    expect(seen.stderr).not.toContain("Not known");
  });

  test("whose answer was lost, and that does not show, is not known", async () => {
    const workos = world().failsAt("addDomain", silence());
    const { exit, stderr } = await see("terminal", ENSURE, { workos, answers });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "Not known: whether acme.com was added to Acme. Run the same command again: it finds what is there.\n",
    );
  });
});

describe("--domain-state verified marks the domain without a DNS check", () => {
  const VERIFIED = [...ENSURE, "--domain-state", "verified"];

  test("a script must say --yes", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", VERIFIED, { workos });
    expect(exit).toBe(8);
    expect(stderr).toContain(
      "✖ --domain-state verified marks acme.com as verified without a DNS check. Nothing was changed.\n  Pass --yes to confirm.\n",
    );
    expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
  });

  test("a person is asked, and No is the default", async () => {
    const { exit, questions, stderr } = await see("terminal", VERIFIED, { answers: [true, "Yes"] });
    expect(exit).toBe(0);
    expect(questions[0]).toBe("Mark acme.com as verified without a DNS check? (y/N)");
    expect(stderr).toContain("✔ Created Acme (org_01) · acme.com is verified\n");
  });

  test("nobody is asked about one that exists, and nothing is marked", async () => {
    const workos = acme();
    const { exit, questions, stderr } = await see("terminal", VERIFIED, { workos });
    expect({ exit, questions, writes: workos.writes }).toEqual({ exit: 0, questions: [], writes: [] });
    expect(stderr).toContain("  --domain-state verified was not used: the organization exists.\n");
  });

  test("that is said too where only another domain of it is verified", async () => {
    const workos = acme();
    const [found] = workos.organizations.splice(0, 1);
    if (!found) throw new TypeError("there is one");
    const domains = [...found.domains, { domain: "acme.io", state: "verified" }];
    workos.organizations.push({ ...found, domains });
    const { stderr } = await see("pipe", VERIFIED, { workos });
    expect(stderr).toContain("  --domain-state verified was not used: the organization exists.\n");
  });

  test.each(["verified", "legacy_verified"])("nothing is said of one that is %s already", async (state) => {
    const workos = new FakeWorkos();
    workos.organizations.push({ ...workos.has("Acme"), domains: [{ domain: "acme.com", state }] });
    workos.organizations.shift();
    expect((await see("pipe", VERIFIED, { workos })).stderr).not.toContain("was not used");
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
      "✖ The external id crm_42 belongs to Beta (org_01), which does not have acme.com. Nothing was changed.\n  If it is the same customer, add the domain: ssoctl org ensure acme.com --external-id crm_42 --add-to org_01\n",
    );
  });

  test("against another one on the same domain is a conflict", async () => {
    const { exit, stderr } = await see("pipe", WITH_ID, { workos: acme("crm_7") });
    expect(exit).toBe(5);
    expect(stderr).toContain(
      "✖ Acme (org_01) has acme.com, but under the external id crm_7. Nothing was changed.\n",
    );
  });

  test("is not written to an organization that was found without one, and that is said", async () => {
    const { exit, stderr } = await see("pipe", WITH_ID, { workos: acme() });
    expect(exit).toBe(0);
    expect(stderr).toContain("  --external-id crm_42 was not set: the organization exists.\n");
  });

  test.each(["", " a", "a ", ".", "..", "é", "a".repeat(129)])("%j is refused", async (externalId) => {
    expect(await see("pipe", [...ENSURE, "--external-id", externalId])).toMatchObject({ exit: 2 });
  });
});

describe("--dry-run", () => {
  const DRY = [...ENSURE, "--dry-run"];

  test.each(["terminal", "pipe"] as const)(
    "shows what would be created, and nobody is asked, seen in a %s",
    async (view) => {
      for (const settings of [staging(), production()]) {
        const workos = new FakeWorkos();
        const seen = await see(view, DRY, { workos, settings });
        expect(seen).toMatchObject({ exit: 0, questions: [], recorded: [] });
        expect(seen.stdout).toBe(
          view === "pipe"
            ? "create\torganization\tAcme (acme.com, pending)\n"
            : "would create  organization  Acme (acme.com, pending)\n",
        );
        expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
      }
    },
  );

  test("shows what would be set afterwards, and needs no yes for it", async () => {
    const flags = ["--name", "Acme Inc", "--external-id", "crm_42", "--domain-state", "verified"];
    const { exit, stdout } = await see("pipe", [...DRY, ...flags]);
    expect(exit).toBe(0);
    expect(stdout).toBe(
      "create\torganization\tAcme Inc (acme.com, pending)\nset\torganization\texternal id crm_42, acme.com verified\n",
    );
  });

  test("as JSON", async () => {
    const { stdout, stderr } = await see("json", [...DRY, "--external-id", "crm_42"]);
    expect(stderr).toBe("");
    const organization = { id: null, name: "Acme" };
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      organization: null,
      changes: [
        { organization, action: "organization_created", domain: "acme.com" },
        { organization, action: "organization_updated", externalId: "crm_42" },
      ],
      similar: [],
      environment: { name: "staging", kind: "test" },
    });
  });

  test("names the organization that would be used", async () => {
    const [terminal, pipe, json] = [
      await see("terminal", DRY, { workos: acme() }),
      await see("pipe", DRY, { workos: acme() }),
      await see("json", DRY, { workos: acme() }),
    ];
    expect(terminal).toMatchObject({ exit: 0, stdout: "would use     organization  Acme (org_01)\n" });
    expect(pipe).toMatchObject({ exit: 0, stdout: "use\torganization\tAcme (org_01)\n" });
    expect(JSON.parse(json.stdout)).toMatchObject({ organization: { id: "org_01" }, changes: [] });
  });

  test("a person chooses among several", async () => {
    const workos = acme();
    workos.has("Acme (old)", "acme.com");
    const answers = ["org_02  Acme (old)  created 2026-01-02"];
    const { exit, stdout } = await see("terminal", DRY, { workos, answers });
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: "would use     organization  Acme (old) (org_02)\n",
    });
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
