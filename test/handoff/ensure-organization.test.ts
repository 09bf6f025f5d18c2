import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { parseDomain } from "../../src/handoff/domain.ts";
import { ensureOrganization, type OrganizationPlan } from "../../src/handoff/ensure-organization.ts";
import type { Draft } from "../../src/handoff/find-organization.ts";
import type { NewOrganization, Organization, OrganizationId } from "../../src/workos/port.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";
import { plain } from "../support/plain.ts";

const DOMAIN = parseDomain("acme.com");
const draft = (more: Partial<Draft> = {}): Draft => ({ name: "Acme", domain: DOMAIN, ...more });
const creating = (more: Partial<Draft> = {}): OrganizationPlan => ({ kind: "create", draft: draft(more) });

/** The milliseconds that were waited, in order. */
function ports(api: FakeWorkos, onSleep: (pause: number) => void = () => {}) {
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    onSleep(slept.length);
  };
  return { api, sleep, slept };
}

/** What the fake calls now; a look before it does not show an organization of that time. */
const NOW = "2026-11-23T14:30:12.000Z";
const EARLIER = "2026-11-01T00:00:00.000Z";

function organization(id: string, more: Partial<Organization> = {}): Organization {
  return {
    id: id as OrganizationId,
    name: "Acme",
    externalId: null,
    domains: [{ domain: "acme.com", state: "pending" }],
    createdAt: NOW,
    ...more,
  };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error(`no Failure, but ${error}`);
}

/** A WorkOS whose POST /organizations is what a test says. */
function posting(post: (wanted: NewOrganization, key: string, workos: FakeWorkos) => Organization): {
  workos: FakeWorkos;
  keys: string[];
} {
  const workos = new FakeWorkos();
  const keys: string[] = [];
  workos.createOrganization = async (wanted: NewOrganization, key = "") => {
    keys.push(key);
    return post(wanted, key, workos);
  };
  return { workos, keys };
}

describe("undisturbed", () => {
  test("looks again, creates once, reads it back by its id and looks whether it is alone", async () => {
    const workos = new FakeWorkos();
    expect(await ensureOrganization(creating(), ports(workos))).toMatchObject({
      organization: { id: "org_01", name: "Acme", domains: [{ domain: "acme.com", state: "pending" }] },
      action: "created",
    });
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "createOrganization Acme acme.com",
      "getOrganization org_01",
      "findByDomain acme.com",
    ]);
  });

  test("everyone sends the same body under the same key, whatever they chose", async () => {
    const sent: [NewOrganization, string][] = [];
    const choices = [
      {},
      { name: "Acme Inc" },
      { externalId: "crm_42" },
      { domainState: "verified" as const },
    ];
    for (const choice of choices) {
      const { workos } = posting((wanted, key, world) => {
        sent.push([wanted, key]);
        world.organizations.push(organization("org_01"));
        return organization("org_01");
      });
      await ensureOrganization(creating(choice), ports(workos));
    }
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(sent[0]).toEqual([
      { name: "Acme", domain: "acme.com" },
      expect.stringMatching(/^ssoctl-[0-9a-f]{40}$/u),
    ]);
  });

  test.each([
    [{ name: "Acme Inc" }, { name: "Acme Inc" }],
    [{ externalId: "crm_42" }, { externalId: "crm_42" }],
    [{ domainState: "verified" as const }, { domains: [{ domain: "acme.com", state: "verified" }] }],
  ])("what was chosen (%o) is set afterwards, alone, and read back", async (choice, update) => {
    const workos = new FakeWorkos();
    const ensured = await ensureOrganization(creating(choice), ports(workos));
    expect(workos.asked).toContain(`updateOrganization org_01 ${JSON.stringify(update)}`);
    expect(workos.asked.at(-1)).toBe("getOrganization org_01");
    expect(ensured.organization).toMatchObject(update);
  });

  test("a name that somebody else chose in the same second stays", async () => {
    const { workos } = posting((_wanted, _key, world) => {
      world.organizations.push(organization("org_01", { name: "Acme Corp" }));
      return organization("org_01");
    });
    const { organization: ensured } = await ensureOrganization(creating({ name: "Acme Inc" }), ports(workos));
    expect(ensured.name).toBe("Acme Corp");
    expect(workos.asked.join()).not.toContain("updateOrganization");
  });
});

describe("created, or found", () => {
  test.each([
    [NOW, "created"],
    ["2026-11-23T14:30:12.900Z", "created"],
    [EARLIER, "found"],
  ])(
    "an answer with created_at %s is %s, by the server's time of the last look",
    async (createdAt, action) => {
      const { workos } = posting((_wanted, _key, world) => {
        world.organizations.push(organization("org_09", { createdAt }));
        return organization("org_09", { createdAt });
      });
      const ensured = await ensureOrganization(creating({ name: "Acme Inc" }), ports(workos));
      expect(ensured).toMatchObject({ action, organization: { id: "org_09" } });
      expect(workos.asked.some((asked) => asked.startsWith("updateOrganization"))).toBe(action === "created");
    },
  );

  test("without the server's time nothing shows that it was created", async () => {
    const workos = new FakeWorkos();
    const find = workos.findByDomain.bind(workos);
    workos.findByDomain = async (domains) => ({ ...(await find(domains)), at: undefined });
    expect(await ensureOrganization(creating(), ports(workos))).toMatchObject({ action: "found" });
  });

  test("a time that cannot be compared shows nothing, and is not taken for an old one", async () => {
    const { workos, keys } = posting(() => organization("org_01", { createdAt: "yesterday" }));
    const world = ports(workos, (times) => {
      if (times === 2) workos.organizations.push(organization("org_01", { createdAt: "yesterday" }));
    });
    expect(await ensureOrganization(creating(), world)).toMatchObject({ action: "found" });
    expect(keys).toHaveLength(1);
  });

  test("somebody else was quicker: found, and no request to create", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme Corp", "acme.com");
    expect(await ensureOrganization(creating(), ports(workos))).toMatchObject({
      action: "found",
      organization: { name: "Acme Corp" },
    });
    expect(workos.asked).toEqual(["findByDomain acme.com", "getOrganization org_01"]);
  });
});

describe("an answer that is out of date", () => {
  const stale = organization("org_01", { createdAt: EARLIER });

  test.each([
    [
      "renamed, with another domain",
      organization("org_01", { name: "Beta", domains: [], createdAt: EARLIER }),
    ],
    ["deleted", undefined],
  ])("%s: never used; the next key is the same for everyone", async (_what, now) => {
    const run = async () => {
      const { workos, keys } = posting((_wanted, _key, world) => {
        if (keys.length === 1) return stale;
        world.organizations.push(organization("org_02"));
        return organization("org_02");
      });
      if (now) workos.organizations.push(now);
      const ensured = await ensureOrganization(creating(), ports(workos));
      expect(ensured).toMatchObject({ organization: { id: "org_02" }, action: "created" });
      return keys;
    };
    const [mine, yours] = [await run(), await run()];
    expect(mine).toEqual(yours);
    expect(new Set(mine).size).toBe(2);
  });

  test("and so is each next one: it ends, with a way on", async () => {
    const { workos, keys } = posting(() => organization(`org_0${keys.length}`, { createdAt: EARLIER }));
    expect(await failureOf(ensureOrganization(creating(), ports(workos)))).toMatchObject({
      code: "conflict",
    });
    expect(keys).toHaveLength(10);
  });

  test("one that was created a moment ago is waited for, and not created a second time", async () => {
    const { workos, keys } = posting(() => organization("org_01"));
    const world = ports(workos, (times) => {
      if (times === 2) workos.organizations.push(organization("org_01"));
    });
    expect(await ensureOrganization(creating(), world)).toMatchObject({ organization: { id: "org_01" } });
    expect(keys).toHaveLength(1);
  });
});

describe("lists that are behind", () => {
  test("one that is listed with a domain that it has lost is no holder", async () => {
    const workos = new FakeWorkos();
    const moved = workos.has("Older", "older.com");
    const find = workos.findByDomain.bind(workos);
    workos.findByDomain = async (domains) => {
      const look = await find(domains);
      const behind = { ...moved, domains: [{ domain: "acme.com", state: "pending" }] };
      return { ...look, organizations: [behind, ...look.organizations] };
    };
    expect(await ensureOrganization(creating(), ports(workos))).toMatchObject({ action: "created" });
  });

  test("a list that does not show ours yet may lack others: it is looked at until it does", async () => {
    const workos = new FakeWorkos();
    let shown = false;
    const find = workos.findByDomain.bind(workos);
    workos.findByDomain = async (domains) => {
      const look = await find(domains);
      return shown ? look : { ...look, organizations: [] };
    };
    const create = workos.createOrganization.bind(workos);
    workos.createOrganization = async (wanted: NewOrganization) => {
      const created = await create(wanted);
      workos.organizations.push(organization("org_99"));
      return created;
    };
    const world = ports(workos, (times) => {
      shown = times === 3;
    });
    const failure = await failureOf(ensureOrganization(creating(), world));
    expect(failure).toMatchObject({
      code: "conflict",
      message: "2 organizations have acme.com:",
      facts: { data: { candidates: [{ id: "org_01" }, { id: "org_99" }] } },
    });
    expect(world.slept).toHaveLength(3);
  });
});

describe("several organizations have the domain in the end", () => {
  test("all are named, with ids and times; nothing is chosen by age, and nothing is deleted", async () => {
    const workos = new FakeWorkos();
    const create = workos.createOrganization.bind(workos);
    workos.createOrganization = async (wanted: NewOrganization) => {
      workos.has("Acme of somebody else", "acme.com");
      return create(wanted);
    };
    const failure = await failureOf(ensureOrganization(creating(), ports(workos)));
    expect(failure.code).toBe("conflict");
    expect(failure.facts.details).toEqual([
      "org_01  Acme of somebody else  created 2026-01-01",
      "org_02  Acme  created 2026-11-23",
    ]);
    expect(plain(failure.facts.hint)).toContain("in the WorkOS dashboard");
  });
});

describe("refused, or not answered", () => {
  test.each([
    ["a consumer domain", refusal("usage", 422, "domain_is_consumer")],
    ["an external id in use", refusal("usage", 400, "external_id_already_used")],
    ["a bad name", refusal("usage", 422, "name must not be empty")],
    ["a key without permission", new Failure("unauthorized", "403.", { status: 403, delivery: "refused" })],
    ["a limit", new Failure("unavailable", "429.", { status: 429, delivery: "refused" })],
    ["no connection", new Failure("unavailable", "Nothing answers.", { delivery: "not_sent" })],
  ])("%s is reported at once", async (_what, failure) => {
    const workos = new FakeWorkos().failsAt("createOrganization", failure);
    const world = ports(workos);
    expect(await failureOf(ensureOrganization(creating(), world))).toBe(failure);
    expect(workos.asked).toEqual(["findByDomain acme.com", "createOrganization Acme acme.com"]);
    expect(world.slept).toEqual([]);
  });

  test.each([
    ["a 409", refusal("conflict", 409)],
    ["an unexplained 400", refusal("usage", 400)],
    ["an unexplained 422", refusal("usage", 422)],
    ["silence", silence()],
  ])("%s: it is looked for again, patiently, and found", async (_what, failure) => {
    const workos = new FakeWorkos().failsAt("createOrganization", failure);
    const world = ports(workos, (times) => {
      if (times === 4) workos.organizations.push(organization("org_07", { createdAt: EARLIER }));
    });
    expect(await ensureOrganization(creating(), world)).toMatchObject({
      action: "found",
      organization: { id: "org_07" },
    });
  });

  test("silence, and nothing is there: reported after about six seconds", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", silence());
    const world = ports(workos);
    expect((await failureOf(ensureOrganization(creating(), world))).message).toBe(silence().message);
    expect(world.slept.reduce((sum, pause) => sum + pause)).toBe(6000);
  });

  test("a refusal that WorkOS repeats for a key, after its reason has gone, ends with the next key", async () => {
    const { workos, keys } = posting((_wanted, _key, world) => {
      if (keys.length < 3) throw refusal("conflict", 409);
      world.organizations.push(organization("org_01"));
      return organization("org_01");
    });
    expect(await ensureOrganization(creating(), ports(workos))).toMatchObject({ action: "created" });
    // The same key first: another request with it may still have been under way.
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
  });

  test("a refusal that stays is reported", async () => {
    const { workos, keys } = posting(() => {
      throw refusal("conflict", 409);
    });
    expect(await failureOf(ensureOrganization(creating(), ports(workos)))).toMatchObject({
      facts: { status: 409 },
    });
    expect(new Set(keys).size).toBe(2);
    expect(keys).toHaveLength(3);
  });

  test("Ctrl-C is no reason to look again", async () => {
    const interrupted = new Failure("interrupted", "Interrupted.", { delivery: "unanswered" });
    const workos = new FakeWorkos().failsAt("createOrganization", interrupted);
    expect(await failureOf(ensureOrganization(creating(), ports(workos)))).toBe(interrupted);
    expect(workos.asked).toHaveLength(2);
  });
});

describe("using one that exists", () => {
  const using = (found: Organization, wasAsked: boolean): OrganizationPlan => ({
    kind: "use",
    organization: found,
    domain: DOMAIN,
    wasAsked,
  });

  test("nothing was asked since it was found: no further request", async () => {
    const workos = new FakeWorkos();
    const found = workos.has("Acme", "acme.com");
    expect(await ensureOrganization(using(found, false), ports(workos))).toMatchObject({ action: "found" });
    expect(workos.asked).toEqual([]);
  });

  test.each([
    ["deleted", () => undefined, "does not exist any more"],
    [
      "without the domain",
      (found: Organization) => ({ ...found, domains: [] }),
      "does not have acme.com now",
    ],
  ])("while somebody was asked it was %s: a conflict", async (_what, change, words) => {
    const workos = new FakeWorkos();
    const found = workos.has("Acme", "acme.com");
    const changed = change(found);
    workos.organizations.splice(0, 1, ...(changed ? [changed] : []));
    const failure = await failureOf(ensureOrganization(using(found, true), ports(workos)));
    expect(failure).toMatchObject({ code: "conflict", message: expect.stringContaining(words) });
  });
});

describe("domains that somebody else adds meanwhile", () => {
  test("stay when the customer's is marked as verified", async () => {
    const workos = new FakeWorkos();
    const find = workos.findByDomain.bind(workos);
    workos.findByDomain = async (domains) => {
      const look = await find(domains);
      const [created] = workos.organizations;
      if (created)
        workos.organizations[0] = {
          ...created,
          domains: [...created.domains, { domain: "acme.de", state: "verified" }],
        };
      return look;
    };
    const { organization: ensured } = await ensureOrganization(
      creating({ domainState: "verified" }),
      ports(workos),
    );
    expect(ensured.domains).toEqual([
      { domain: "acme.com", state: "verified" },
      { domain: "acme.de", state: "verified" },
    ]);
  });
});

describe("adding the domain to an organization", () => {
  const older = () => {
    const workos = new FakeWorkos();
    const chosen = workos.has("Acme", "acme.de");
    const plan: OrganizationPlan = { kind: "add_domain", organization: chosen, domain: DOMAIN };
    return { workos, plan };
  };

  test("adds it, reads it back, and looks whether it is alone", async () => {
    const { workos, plan } = older();
    const ensured = await ensureOrganization(plan, ports(workos));
    expect(ensured).toMatchObject({ action: "domain_added", organization: { id: "org_01" } });
    expect(ensured.organization.domains.map(({ domain }) => domain)).toEqual(["acme.de", "acme.com"]);
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "addDomain org_01 acme.com",
      "getOrganization org_01",
      "findByDomain acme.com",
    ]);
  });

  test("a 409 with the domain present is found; absent, it is WorkOS's failure", async () => {
    const { workos, plan } = older();
    workos.failsAt("addDomain", refusal("conflict", 409));
    expect(await failureOf(ensureOrganization(plan, ports(workos)))).toMatchObject({
      code: "conflict",
      facts: { status: 409 },
    });
    const again = older();
    again.workos.addDomain = async () => {
      again.workos.organizations[0] = organization("org_01");
      throw refusal("conflict", 409);
    };
    expect(await ensureOrganization(again.plan, ports(again.workos))).toMatchObject({ action: "found" });
  });

  test("a lost answer is read back", async () => {
    const { workos, plan } = older();
    workos.addDomain = async () => {
      workos.organizations[0] = organization("org_01");
      throw silence();
    };
    expect(await ensureOrganization(plan, ports(workos))).toMatchObject({ action: "domain_added" });
  });

  test("another organization has it by now: a conflict that names it, and nothing is sent", async () => {
    const { workos, plan } = older();
    workos.has("Beta", "acme.com");
    expect((await failureOf(ensureOrganization(plan, ports(workos)))).message).toBe(
      "Beta (org_02) has acme.com by now.",
    );
    expect(workos.asked.join()).not.toContain("addDomain");
  });
});
