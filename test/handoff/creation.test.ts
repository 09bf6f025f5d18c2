import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { createOnce } from "../../src/handoff/creation.ts";
import type { Organization, OrganizationId } from "../../src/workos/port.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const ACME = { name: "Acme", domain: "acme.com", domainState: "pending" } as const;

function made(number: number, name = "Acme"): Organization {
  return {
    id: `org_0${number}` as OrganizationId,
    name,
    externalId: null,
    domains: [{ domain: "acme.com", state: "pending" }],
    createdAt: `2026-11-23T14:30:0${number}.000Z`,
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

/** A WorkOS that does the work and loses the answer. */
function losesTheAnswer(failure = silence()): FakeWorkos {
  const workos = new FakeWorkos();
  workos.createOrganization = async () => {
    workos.organizations.push(made(1));
    throw failure;
  };
  return workos;
}

describe("undisturbed", () => {
  test("one is made, and looked for again", async () => {
    const workos = new FakeWorkos();
    expect(await createOnce(ACME, workos)).toMatchObject({
      organization: { id: "org_01" },
      action: "created",
    });
    expect(workos.asked).toEqual(["createOrganization Acme acme.com pending", "findByDomain acme.com"]);
  });

  test("the idempotency key is the same for the same organization, and another for another", async () => {
    const keys: string[] = [];
    const keyOf = async (wanted: Parameters<typeof createOnce>[0]) => {
      const workos = new FakeWorkos();
      const create = workos.createOrganization.bind(workos);
      workos.createOrganization = async (organization, key?: string) => {
        keys.push(key ?? "");
        return create(organization);
      };
      await createOnce(wanted, workos);
    };
    for (const wanted of [ACME, ACME, { ...ACME, name: "Acme 2" }, { ...ACME, externalId: "crm_42" }])
      await keyOf(wanted);
    expect(keys[0]).toMatch(/^ssoctl-[0-9a-f]{40}$/u);
    expect(new Set(keys).size).toBe(3);
  });
});

describe("the answer is lost", () => {
  test.each([
    ["a silence", silence()],
    ["a cut connection", new Failure("unavailable", "The connection broke.")],
    ["a 503", new Failure("unavailable", "WorkOS answered 503.", { status: 503 })],
    ["a 409", new Failure("conflict", "WorkOS sees a conflict.", { status: 409 })],
    ["a 422", new Failure("usage", "WorkOS refused the request.", { status: 422 })],
  ])("%s: it is looked for again, and found", async (_what, failure) => {
    expect(await createOnce(ACME, losesTheAnswer(failure))).toMatchObject({
      organization: { id: "org_01" },
      action: "found",
    });
  });

  test("and the look fails too: what is known is said", async () => {
    const workos = losesTheAnswer().failsAt("findByDomain", silence());
    const failure = await failureOf(createOnce(ACME, workos));
    expect(failure).toMatchObject({
      code: "unavailable",
      message: "WorkOS did not answer in 10 s (3 attempts). Whether Acme was created is not known.",
      facts: { hint: "Run the same command again: it finds the organization if it was made." },
    });
  });

  test("and nothing is there: it may still come", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", silence());
    expect((await failureOf(createOnce(ACME, workos))).message).toContain(
      "Whether Acme was created is not known.",
    );
  });

  test.each([
    [409, "conflict"],
    [422, "usage"],
  ] as const)("a %i with nothing there changed nothing", async (status, code) => {
    const workos = new FakeWorkos().failsAt(
      "createOrganization",
      new Failure(code, "WorkOS says no.", { status }),
    );
    expect(await failureOf(createOnce(ACME, workos))).toMatchObject({
      code,
      message: "WorkOS says no. Nothing was changed.",
    });
  });

  test("a key that is not accepted is no reason to look", async () => {
    const refused = new Failure("unauthorized", "WorkOS does not accept this key (401).");
    const workos = new FakeWorkos().failsAt("createOrganization", refused);
    expect((await failureOf(createOnce(ACME, workos))).message).toBe(
      `${refused.message} Nothing was changed.`,
    );
    expect(workos.asked).toHaveLength(1);
  });
});

describe("somebody else made one at the same time", () => {
  /** Ours is number 2; the other one appears before we look again. */
  const race = (other: Organization) => {
    const workos = new FakeWorkos();
    workos.createOrganization = async () => {
      workos.organizations.push(made(2), other);
      return made(2);
    };
    return workos;
  };

  test("the oldest wins: a younger one of ours is taken back", async () => {
    const workos = race(made(1));
    expect(await createOnce(ACME, workos)).toMatchObject({ organization: { id: "org_01" }, action: "found" });
    expect(workos.organizations.map(({ id }) => id)).toEqual(["org_01"]);
  });

  test("an older one of ours stays, and the other is not touched", async () => {
    const workos = race(made(3));
    expect(await createOnce(ACME, workos)).toMatchObject({
      organization: { id: "org_02" },
      action: "created",
    });
    expect(workos.organizations).toHaveLength(2);
  });

  test("of two in the same millisecond the id decides", async () => {
    const workos = race({ ...made(1), createdAt: made(2).createdAt });
    expect(await createOnce(ACME, workos)).toMatchObject({ organization: { id: "org_01" } });
  });

  test.each([
    [
      "a connection",
      (workos: FakeWorkos) =>
        void workos.connections.push({ id: "c", name: "", type: "OktaSAML", state: "draft" }),
    ],
    [
      "a directory",
      (workos: FakeWorkos) =>
        void workos.directories.push({ id: "d", name: "", type: "s3", state: "linked" }),
    ],
    ["an IT contact", (workos: FakeWorkos) => void workos.contacts.push({ id: "i", email: "jane@acme.com" })],
    [
      "another domain",
      (workos: FakeWorkos) =>
        void Object.assign(workos, {
          getOrganization: async () => ({
            ...made(2),
            domains: [...made(2).domains, { domain: "acme.de", state: "pending" }],
          }),
        }),
    ],
    ["a failure to delete", (workos: FakeWorkos) => void workos.failsAt("deleteOrganization", silence())],
    ["a failure to look", (workos: FakeWorkos) => void workos.failsAt("listConnections", silence())],
  ])("ours with %s is left, and both are named", async (_what, touch) => {
    const workos = race(made(1));
    touch(workos);
    const failure = await failureOf(createOnce(ACME, workos));
    expect(failure).toMatchObject({
      code: "conflict",
      message: "Two organizations were made for the domain at the same time:",
      facts: {
        details: [
          "org_01  Acme  created 2026-11-23T14:30:01.000Z",
          "org_02  Acme  created 2026-11-23T14:30:02.000Z",
        ],
        data: { organization: { id: "org_02", name: "Acme" } },
      },
    });
    expect(workos.organizations).toHaveLength(2);
  });

  test("where there is no IT contacts API, ours can be taken back all the same", async () => {
    const workos = race(made(1)).failsAt("listItContacts", new Failure("unexpected", "404", { status: 404 }));
    expect(await createOnce(ACME, workos)).toMatchObject({ organization: { id: "org_01" } });
  });
});

describe("the answer is for an organization that the list does not have", () => {
  test("it was deleted since, and the key was remembered: it is made anew under a fresh key", async () => {
    const workos = new FakeWorkos();
    const keys: (string | undefined)[] = [];
    workos.createOrganization = async (_wanted, key?: string) => {
      keys.push(key);
      if (keys.length === 1) return made(1);
      workos.organizations.push(made(2));
      return made(2);
    };
    expect(await createOnce(ACME, workos)).toMatchObject({
      organization: { id: "org_02" },
      action: "created",
    });
    expect(keys).toHaveLength(2);
    expect(keys[1]).not.toBe(keys[0]);
  });

  test("it is there, and the list is behind: it is not made twice", async () => {
    const workos = new FakeWorkos();
    workos.findByDomain = async () => [];
    expect(await createOnce(ACME, workos)).toMatchObject({
      organization: { id: "org_01" },
      action: "created",
    });
    expect(workos.organizations).toHaveLength(1);
  });
});
