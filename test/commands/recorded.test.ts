import { describe, expect, test } from "vitest";
import { accepted } from "../../src/commands/customer.ts";
import { recordEnsured } from "../../src/commands/recorded.ts";
import { Failure } from "../../src/failure.ts";
import { type Customer, parseCustomer } from "../../src/handoff/customer.ts";
import type { Ensured } from "../../src/handoff/ensure.ts";
import type { Deed } from "../../src/history/recorder.ts";
import { FakeHistory, type Scene, see } from "../support/fake-system.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const ACME = { id: "org_01", name: "Acme" };

function acme(...contacts: string[]): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  for (const email of contacts) workos.contacts.push({ id: `contact_${email}`, email });
  return workos;
}

async function recorded(line: string, scene: Scene = {}) {
  const { recorded, exit } = await see("pipe", line.split(" "), scene);
  return { exit, done: recorded.map(({ done }) => done) };
}

describe("in the history", () => {
  test("an organization that org ensure created, with everything there is to know", async () => {
    const { recorded } = await see("pipe", ["org", "ensure", "https://www.Acme.com/about"]);
    expect(recorded).toEqual([
      {
        time: "2026-11-23T14:30:12.000Z",
        environment: { name: "staging", kind: "test" },
        command: "org ensure",
        customer: "acme.com",
        organization: ACME,
        done: { action: "organization_created" },
        requestIds: [],
      },
    ]);
  });

  test.each<[line: string, workos: FakeWorkos, done: unknown[]]>([
    ["link create acme.com --intent dsync", acme(), [{ action: "link_created", intent: "dsync" }]],
    [
      "link create acme.com",
      new FakeWorkos(),
      [{ action: "organization_created" }, { action: "link_created", intent: "sso" }],
    ],
    [
      "link email acme.com --to jane@acme.com --to bob@acme.com --to amy@acme.com",
      acme("amy@acme.com"),
      [
        {
          action: "invited",
          invited: "jane@acme.com",
          added: ["bob@acme.com"],
          intents: ["sso", "domain_verification"],
          replaced: null,
        },
      ],
    ],
    [
      "link email acme.com --to jane@acme.com --intent sso --replace",
      Object.assign(acme("amy@acme.com"), { invited: "contact_amy@acme.com" }),
      [
        {
          action: "invited",
          invited: "jane@acme.com",
          added: [],
          intents: ["sso"],
          replaced: "amy@acme.com",
        },
      ],
    ],
    [
      "link email acme.com --via text",
      acme(),
      [{ action: "message_written", via: "text", to: [], intent: "sso" }],
    ],
    [
      "link email acme.com --via draft --to jane@acme.com --intent dsync",
      acme(),
      [{ action: "message_written", via: "draft", to: ["jane@acme.com"], intent: "dsync" }],
    ],
    [
      "link revoke acme.com",
      Object.assign(acme("amy@acme.com"), { invited: "contact_amy@acme.com" }),
      [{ action: "invitation_ended", invited: "amy@acme.com" }],
    ],
  ])("ssoctl %s", async (line, workos, done) => {
    expect(await recorded(line, { workos })).toEqual({ exit: 0, done });
  });

  test("a domain that was added to an organization that a person chose", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.de");
    const answers = ["Use Acme (acme.de) and add acme.com to it"];
    const { recorded } = await see("terminal", ["org", "ensure", "acme.com"], { workos, answers });
    expect(recorded).toMatchObject([
      { customer: "acme.com", organization: ACME, done: { action: "domain_added", domain: "acme.com" } },
    ]);
  });

  test("an organization that was created before the link failed", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", silence());
    expect(await recorded("link create acme.com", { workos })).toEqual({
      exit: 6,
      done: [{ action: "organization_created" }],
    });
  });

  test("an organization that was created beside another one and could not be taken back", async () => {
    const workos = new FakeWorkos().failsAt("deleteOrganization", silence());
    const create = workos.createOrganization.bind(workos);
    workos.createOrganization = async (wanted) => {
      workos.has("Acme of somebody else", "acme.com");
      return create(wanted);
    };
    const { exit, recorded } = await see("pipe", ["org", "ensure", "acme.com"], { workos });
    expect(exit).toBe(5);
    expect(recorded).toMatchObject([
      { organization: { id: "org_02", name: "Acme" }, done: { action: "organization_created" } },
    ]);
  });

  test("an invitation that was ended, whose successor was not sent", async () => {
    const workos = Object.assign(acme("amy@acme.com"), { invited: "contact_amy@acme.com" });
    workos.failsAt("createItContact", silence());
    expect(await recorded("link email acme.com --to jane@acme.com --replace", { workos })).toEqual({
      exit: 6,
      done: [{ action: "invitation_ended", invited: "amy@acme.com" }],
    });
  });
});

describe("not in the history", () => {
  const unsent = () => acme("amy@acme.com").failsAt("inviteItContact", silence());
  test.each<[line: string, exit: number, workos: FakeWorkos]>([
    ["org ensure acme.com", 0, acme()],
    ["org ensure acme.com --dry-run", 0, new FakeWorkos()],
    ["org ensure acme.com --no-create", 3, new FakeWorkos()],
    ["org status acme.com", 0, acme()],
    ["link revoke acme.com", 0, acme("amy@acme.com")],
    ["link create acme.com", 6, acme().failsAt("createPortalLink", silence())],
    ["link email acme.com --to amy@acme.com", 6, unsent()],
    ["link email acme.com --via text", 6, acme().failsAt("createPortalLink", silence())],
    ["env list", 0, new FakeWorkos()],
  ])("ssoctl %s (exit %i)", async (line, exit, workos) => {
    expect(await recorded(line, { workos })).toEqual({ exit, done: [] });
  });
});

describe("ensure, for the history", () => {
  const customer = accepted<Customer>(parseCustomer("acme.com"));

  async function deeds(ensuring: Promise<unknown>): Promise<Deed[]> {
    const told: Deed[] = [];
    const record = async (deed: Deed) => void told.push(deed);
    await recordEnsured(ensuring as Promise<Ensured>, customer, { record }).catch(() => {});
    return told;
  }

  const about = { customer: "acme.com", organization: ACME };

  test("an organization that was made before a later step failed is told", async () => {
    const failure = new Failure("unavailable", "It was made.", { data: { organization: ACME } });
    expect(await deeds(Promise.reject(failure))).toEqual([
      { ...about, done: { action: "organization_created" } },
    ]);
  });

  test.each([
    new Failure("unavailable", "Nothing was changed."),
    new Failure("conflict", "Choose one.", { data: { candidates: [ACME] } }),
    new Failure("conflict", "Choose one.", { data: { organization: "org_01" } }),
    new TypeError("a bug"),
  ])("another failure tells nothing: $message", async (error) => {
    expect(await deeds(Promise.reject(error))).toEqual([]);
  });
});

describe("a history that cannot be written", () => {
  const broken = () => Object.assign(new FakeHistory(), { trouble: "EACCES: permission denied" });
  const NOTE = "  This could not be written to the history: EACCES: permission denied\n";

  test("fails nothing, and is said once", async () => {
    const { exit, stdout, stderr } = await see("terminal", ["link", "create", "acme.com", "--yes"], {
      history: broken(),
    });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "https://setup.workos.com?token=secret-token\n" });
    expect(stderr.split(NOTE)).toHaveLength(2);
  });

  test("in a pipe it is said on stderr, and as JSON not at all", async () => {
    const piped = await see("pipe", ["link", "create", "acme.com"], { history: broken() });
    expect(piped).toMatchObject({ exit: 0, stderr: expect.stringContaining(NOTE) });
    expect(piped.stdout).toBe("https://setup.workos.com?token=secret-token\n");
    const json = await see("json", ["link", "create", "acme.com"], { history: broken() });
    expect(json).toMatchObject({ exit: 0, stderr: "" });
  });
});
