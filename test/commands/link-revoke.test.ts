import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { entry } from "../history/support/entry.ts";
import { FakeHistory, production, see } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

const REVOKE = ["link", "revoke", "acme.com"];
const ACME = { id: "org_01", name: "Acme" };

function acme(): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  workos.contacts.push(
    { id: "contact_1", email: "amy@acme.com" },
    { id: "contact_2", email: "jane@acme.com" },
  );
  return workos;
}

const active = () => Object.assign(acme(), { invited: "contact_2" });

/** A history in which Jane was emailed a setup link. */
const emailed = () =>
  new FakeHistory().with(
    entry({
      time: "2026-11-20T09:00:00.000Z",
      done: { action: "invited", invited: "jane@acme.com", intents: ["sso"] },
    }),
  );

describe("an active setup link", () => {
  test("is found among the contacts and revoked", async () => {
    const workos = active();
    expect(await see("terminal", REVOKE, { workos, answers: [true] })).toMatchObject({
      exit: 0,
      stdout: "",
      questions: [
        "A setup link may be active; this machine does not know whose (IT contacts: amy@acme.com, jane@acme.com). Revoke it? (Y/n)",
      ],
      stderr: [
        "staging · test",
        "✔ The setup link of Acme was revoked; it no longer works.",
        "  Send a new one: ssoctl link email acme.com --to <address>",
        "",
      ].join("\n"),
    });
    expect(workos.writes).toEqual(["revokeItContact org_01 contact_1", "revokeItContact org_01 contact_2"]);
    expect(workos.invited).toBeUndefined();
  });

  test("in a pipe: revoked", async () => {
    expect(await see("pipe", REVOKE, { workos: active() })).toMatchObject({ exit: 0, stdout: "revoked\n" });
  });

  test("as JSON: whose it was is not known", async () => {
    const { stdout, stderr } = await see("json", REVOKE, { workos: active() });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      organization: {
        id: "org_01",
        name: "Acme",
        externalId: null,
        domains: [{ domain: "acme.com", state: "pending" }],
        createdAt: "2026-01-01T00:00:00.000Z",
      },
      revoked: true,
      email: null,
      environment: { name: "staging", kind: "test" },
    });
  });

  test("in production No is the default, and a script needs --yes", async () => {
    const workos = active();
    const refused = await see("pipe", REVOKE, { workos, settings: production() });
    expect(refused).toMatchObject({
      exit: 8,
      stdout: "",
      stderr:
        "production · LIVE\n✖ production is a live environment. Pass --yes to confirm. Nothing was changed.\n",
    });
    expect(workos.invited).toBe("contact_2");
    const scene = { workos: active(), settings: production() };
    const { questions } = await see("terminal", REVOKE, { ...scene, answers: [true] });
    expect(questions).toEqual([
      "A setup link may be active; this machine does not know whose (IT contacts: amy@acme.com, jane@acme.com). Revoke it? (y/N)",
    ]);
    expect(await see("pipe", [...REVOKE, "--yes"], { workos, settings: production() })).toMatchObject({
      exit: 0,
      stdout: "revoked\n",
    });
  });
});

describe("one that was emailed from this machine", () => {
  test("at a terminal: whose and when is part of the words", async () => {
    const scene = { workos: active(), history: emailed(), answers: [true] };
    expect(await see("terminal", REVOKE, scene)).toMatchObject({
      exit: 0,
      questions: [
        "A setup link may be active: jane@acme.com, emailed 20 Nov 09:00 from this machine. Revoke it? (Y/n)",
      ],
      stderr: [
        "staging · test",
        "✔ The setup link of Acme was revoked; it no longer works.",
        "  Send a new one: ssoctl link email acme.com --to jane@acme.com",
        "",
      ].join("\n"),
    });
  });

  test("in a pipe: revoked, no more", async () => {
    const seen = await see("pipe", REVOKE, { workos: active(), history: emailed() });
    expect(seen).toMatchObject({ exit: 0, stdout: "revoked\n" });
    expect(seen.stderr).toContain(
      "  A setup link was emailed to jane@acme.com on 20 Nov 09:00 from this machine.\n",
    );
  });

  test("as JSON: its address", async () => {
    const revoked = await see("json", REVOKE, { workos: active(), history: emailed() });
    expect(JSON.parse(revoked.stdout)).toMatchObject({ revoked: true, email: "jane@acme.com" });
    const none = await see("json", REVOKE, { workos: acme(), history: emailed() });
    expect(JSON.parse(none.stdout)).toMatchObject({ revoked: false, email: null });
  });

  test("and revoked since is not the one that is active now", async () => {
    const history = emailed().with(entry({ done: { action: "setup_link_revoked" } }));
    const { stdout } = await see("json", REVOKE, { workos: active(), history });
    expect(JSON.parse(stdout)).toMatchObject({ revoked: true, email: null });
    const scene = {
      workos: active(),
      history: emailed().with(...history.entries.slice(1, 2)),
      answers: [true],
    };
    const { questions } = await see("terminal", REVOKE, scene);
    expect(questions[0]).toContain("A setup link may be active; this machine does not know whose");
  });

  test("and is revoked now, is in the history", async () => {
    const { recorded } = await see("pipe", REVOKE, { workos: active(), history: emailed() });
    expect(recorded.at(-1)).toMatchObject({
      command: "link revoke",
      customer: "acme.com",
      organization: ACME,
      done: { action: "setup_link_revoked" },
    });
  });

  test("in a history that cannot be read is no reason to fail", async () => {
    const history = Object.assign(emailed(), { readTrouble: "EACCES: permission denied" });
    const seen = await see("json", REVOKE, { workos: active(), history });
    expect(seen.exit).toBe(0);
    expect(JSON.parse(seen.stdout)).toMatchObject({ revoked: true, email: null });
  });
});

describe("where none is active", () => {
  const withoutContacts = () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    return workos;
  };

  test.each([
    ["with contacts", acme],
    ["without", withoutContacts],
  ])("%s it says so, exit 0", async (_what, world) => {
    const seen = await see("pipe", REVOKE, { workos: world() });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: "none\n",
      stderr: "staging · test\n✔ Acme has no active setup link.\n",
      recorded: [],
    });
    const json = await see("json", REVOKE, { workos: world() });
    expect(JSON.parse(json.stdout)).toMatchObject({ revoked: false, email: null });
    const terminal = await see("terminal", [...REVOKE, "--yes"], { workos: world() });
    expect(terminal).toMatchObject({ exit: 0, stdout: "" });
  });

  test("and there is nobody who could have one, nothing is asked, in production neither", async () => {
    for (const view of ["terminal", "pipe"] as const) {
      const workos = withoutContacts();
      const seen = await see(view, REVOKE, { workos, settings: production() });
      expect(seen).toMatchObject({ exit: 0, questions: [] });
      expect(workos.writes).toEqual([]);
    }
  });
});

describe("what is not known", () => {
  const line =
    "Not known: whether the setup link of Acme was revoked. To revoke what is still active: ssoctl link revoke org_01\n";

  test("a lost answer", async () => {
    const { exit, stdout, stderr } = await see("pipe", REVOKE, {
      workos: active().losesAnswersOf("revokeItContact"),
    });
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(stderr).toContain(
      `✖ WorkOS did not answer in 10 s (3 attempts). ${line}  See https://status.workos.com, then try again.\n`,
    );
  });

  test("a lost answer, as JSON", async () => {
    const { exit, stderr } = await see("json", REVOKE, {
      workos: active().losesAnswersOf("revokeItContact"),
    });
    expect(exit).toBe(6);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: "unavailable",
      done: [],
      unknown: [{ action: "setup_link_revoked", organization: ACME }],
    });
  });

  /** The 404 of a second attempt: it may be the first one's own doing. */
  const doubtful = () =>
    new Failure("unexpected", "WorkOS answered 404.", { status: 404, delivery: "unanswered" });

  test("none active, after an attempt without an answer: exit 6, and not none", async () => {
    const workos = active().failsAt("revokeItContact", doubtful());
    const { exit, stdout, stderr } = await see("pipe", REVOKE, { workos });
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(stderr).toContain(
      "✖ WorkOS did not answer at first, and then knew of no active setup link. Not known: ",
    );
    expect(stderr).toContain(line.slice(0, 50));
  });

  test("is nothing where the link is found at another contact after all", async () => {
    const workos = active();
    const revoke = workos.revokeItContact.bind(workos);
    workos.revokeItContact = async (organization, contact) => {
      if (contact.id === "contact_1") throw doubtful();
      return revoke(organization, contact);
    };
    const { exit, stdout, stderr } = await see("pipe", REVOKE, { workos });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "revoked\n" });
    expect(stderr).not.toContain("Not known");
  });

  test("what WorkOS refuses was not done", async () => {
    const workos = active().failsAt("revokeItContact", refusal("unauthorized", 403));
    const { exit, stderr } = await see("pipe", REVOKE, { workos });
    expect(exit).toBe(4);
    expect(stderr).toContain("✖ WorkOS answered 403. Nothing was changed.\n");
  });
});

describe("--dry-run", () => {
  const DRY = [...REVOKE, "--dry-run"];

  test("at a terminal: what would be done, and nobody is asked", async () => {
    const workos = active();
    expect(await see("terminal", DRY, { workos, settings: production() })).toMatchObject({
      exit: 0,
      stdout: [
        "would use     organization  Acme (org_01)",
        "would revoke  setup link    of Acme, if one is active",
        "",
      ].join("\n"),
      stderr: "production · LIVE\n",
      questions: [],
      recorded: [],
    });
    expect(workos.asked).toEqual(["findByDomain acme.com", "listItContacts org_01"]);
  });

  test("in a pipe", async () => {
    expect(await see("pipe", DRY, { workos: active(), settings: production() })).toMatchObject({
      exit: 0,
      stdout: "use\torganization\tAcme (org_01)\nrevoke\tsetup link\tof Acme, if one is active\n",
    });
  });

  test("as JSON: what would be changed, and no more than that", async () => {
    const { stdout, stderr } = await see("json", DRY, { workos: active() });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      organization: expect.objectContaining({ ...ACME, createdAt: "2026-01-01T00:00:00.000Z" }),
      changes: [{ action: "setup_link_revoked", organization: ACME }],
      similar: [],
      environment: { name: "staging", kind: "test" },
    });
  });

  test("without contacts there is nothing to revoke", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    const { stdout } = await see("pipe", DRY, { workos });
    expect(stdout).toBe("use\torganization\tAcme (org_01)\n");
  });

  test("fails where it would", async () => {
    expect(await see("pipe", DRY)).toMatchObject({ exit: 3, stdout: "" });
  });
});

test.each(["terminal", "pipe"] as const)(
  "a customer without an organization is exit 3, and none is created, seen in a %s",
  async (view) => {
    const workos = new FakeWorkos();
    const seen = await see(view, REVOKE, { workos });
    expect(seen).toMatchObject({ exit: 3, stdout: "", questions: [] });
    expect(seen.stderr).toContain("✖ No organization for acme.com in staging. Nothing was changed.\n");
    expect(workos.writes).toEqual([]);
  },
);

test("of several organizations a script gets the candidates, and a person chooses", async () => {
  const several = () => {
    const workos = active();
    workos.has("Acme (new)", "acme.com");
    return workos;
  };
  const piped = await see("pipe", REVOKE, { workos: several() });
  expect(piped).toMatchObject({ exit: 5, stdout: "" });
  expect(piped.stderr).toContain("  Choose one: ssoctl link revoke org_01 ");
  const workos = several();
  const answers = ["org_02  Acme (new)  created 2026-01-02", true];
  const { questions } = await see("terminal", REVOKE, { workos, answers });
  expect(questions[1]).toContain("Revoke it? (Y/n)");
  expect(workos.writes[0]).toBe("revokeItContact org_02 contact_1");
});

test.each([403, 404])(
  "an environment without IT contacts (%i) is exit 4, with the other ways",
  async (status) => {
    const workos = acme().failsAt("listItContacts", refusal("unexpected", status));
    const seen = await see("pipe", REVOKE, { workos });
    expect(seen).toMatchObject({ exit: 4, stdout: "" });
    expect(seen.stderr).toContain("  Revoke it on the organization's page in the WorkOS dashboard.");
  },
);

test("contacts that cannot be read are no reason to revoke nothing", async () => {
  const workos = active().failsAt("listItContacts", silence());
  const seen = await see("pipe", REVOKE, { workos });
  expect(seen).toMatchObject({ exit: 6, stdout: "" });
  expect(seen.stderr).toContain("✖ WorkOS did not answer in 10 s (3 attempts). Nothing was changed.\n");
});
