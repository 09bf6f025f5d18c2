import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import type { HistoryEvent } from "../../src/journal.ts";
import { entry, unknownEntry } from "../history/support/entry.ts";
import { FakeHistory, production, see } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

const EMAIL = ["link", "email", "acme.com"];
const TO_JANE = [...EMAIL, "--to", "jane@acme.com"];
const NOTE = `Hi,

you will get an email with a link to set up Single Sign-On and domain verification for Acme. It is sent to jane@acme.com by WorkOS, the service we use for sign-in.

What you need:
- an administrator account at your identity provider, such as Okta, Entra ID or Google Workspace
- somebody who can add a DNS TXT record for acme.com, to prove that it is yours

The link begins with https:// and never asks for your password. You do not have to open it right away, and you can come back to it until setup is complete. If anything looks wrong, ask me before you open it.

If you get stuck, tell me.

[Your name and company]
`;

function acme(state = "pending"): FakeWorkos {
  const workos = new FakeWorkos();
  workos.organizations.push({ ...workos.has("Acme"), domains: [{ domain: "acme.com", state }] });
  workos.organizations.shift();
  return workos;
}

const ACME = { id: "org_01", name: "Acme" };

describe("a setup link", () => {
  test("at a terminal: a preview, a question, a cover note, which is copied", async () => {
    const workos = acme();
    const seen = await see("terminal", TO_JANE, { workos, answers: [true] });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: `\n${NOTE}\n`,
      questions: ["Have WorkOS email jane@acme.com? (Y/n)"],
      copied: [NOTE],
    });
    expect(seen.stderr).toBe(
      [
        "staging · test",
        "  Organization  Acme (org_01)",
        "  To            jane@acme.com, to be added as IT contact",
        "  Can set up    Single Sign-On, domain verification (acme.com is not verified yet, and SSO cannot be activated without it)",
        "✔ WorkOS is emailing jane@acme.com a setup link. Only one can be active for Acme.",
        "  Revoke it: ssoctl link revoke acme.com · Watch: ssoctl org status acme.com --wait",
        "  A note to send along, so that they expect the email:",
        "✔ The note is copied.",
        "",
      ].join("\n"),
    );
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      // Sent together: whether SSO is active already is said before anything is asked.
      "listItContacts org_01",
      "listConnections org_01",
      "getOrganization org_01",
      "createItContact org_01 jane@acme.com",
      "inviteItContact org_01 contact_1 sso,domain_verification",
    ]);
  });

  test("in a pipe: the note alone", async () => {
    expect(await see("pipe", TO_JANE, { workos: acme() })).toMatchObject({
      exit: 0,
      stdout: NOTE,
      copied: [],
    });
  });

  test("as JSON", async () => {
    const { stdout, stderr } = await see("json", TO_JANE, { workos: acme() });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      organization: { id: "org_01" },
      action: "found",
      invited: "jane@acme.com",
      intents: ["sso", "domain_verification"],
      contacts: [{ email: "jane@acme.com", added: true }],
      replaced: false,
      similar: [],
      note: { subject: "Setting up Single Sign-On and domain verification for Acme", text: NOTE },
      environment: { name: "staging", kind: "test" },
      copied: false,
    });
  });

  test("in production No is the default, and a script needs --yes", async () => {
    const settings = production();
    const asked = await see("terminal", TO_JANE, { workos: acme(), settings, answers: [true] });
    expect(asked).toMatchObject({ exit: 0, questions: ["Have WorkOS email jane@acme.com? (y/N)"] });
    const workos = acme();
    const refused = await see("pipe", TO_JANE, { workos, settings });
    expect(refused).toMatchObject({ exit: 8, stdout: "" });
    expect(refused.stderr).toContain(
      "✖ production is a live environment. Pass --yes to confirm. Nothing was changed.\n",
    );
    expect(workos.writes).toEqual([]);
    expect(await see("pipe", [...TO_JANE, "--yes"], { workos: acme(), settings })).toMatchObject({ exit: 0 });
  });

  test("an environment of unknown kind is treated as production is", async () => {
    const env = { WORKOS_API_KEY: "sk_abcdefghijklmnop" };
    const asked = await see("terminal", TO_JANE, { workos: acme(), env, answers: [true] });
    expect(asked.questions).toEqual(["Have WorkOS email jane@acme.com? (y/N)"]);
    const refused = await see("pipe", TO_JANE, { workos: acme(), env });
    expect(refused.exit).toBe(8);
    expect(refused.stderr).toContain(
      "✖ WORKOS_API_KEY may be a live environment. Pass --yes to confirm. Nothing was changed.\n",
    );
  });

  test("a contact who is there already is not added twice, whatever the case of the letters", async () => {
    const workos = acme();
    workos.contacts.push({ id: "contact_7", email: "Jane@Acme.com" });
    const { stderr } = await see("pipe", TO_JANE, { workos });
    expect(stderr).toContain("  To            jane@acme.com\n");
    expect(workos.writes).toEqual(["inviteItContact org_01 contact_7 sso,domain_verification"]);
  });

  test("a domain and an address are shown in people's letters, and sent in ASCII", async () => {
    const workos = new FakeWorkos();
    workos.has("Müller", "xn--mller-kva.de");
    const argv = ["link", "email", "müller.de", "--to", "it@müller.de"];
    const { stderr, questions } = await see("terminal", argv, { workos, answers: [true] });
    expect(stderr).toContain("  To            it@müller.de, to be added as IT contact\n");
    expect(stderr).toContain(
      "(müller.de (xn--mller-kva.de) is not verified yet, and SSO cannot be activated without it)\n",
    );
    expect(questions).toEqual(["Have WorkOS email it@müller.de? (Y/n)"]);
    expect(workos.writes[0]).toBe("createItContact org_01 it@xn--mller-kva.de");
  });

  test("of several the first is emailed, the others are added, and the preview says so", async () => {
    const workos = acme();
    const argv = [...TO_JANE, "--to", "bob@eu.acme.com", "--to", "jane@ACME.com"];
    const { stderr } = await see("pipe", argv, { workos });
    expect(stderr).toContain(
      "  IT contacts   bob@eu.acme.com: added, not emailed; one setup link can be active per organization\n",
    );
    expect(workos.contacts.map(({ email }) => email)).toEqual(["jane@acme.com", "bob@eu.acme.com"]);
    expect(workos.invited).toBe("contact_1");
    expect(stderr).toContain("  Other IT contacts: bob@eu.acme.com\n");
  });

  test.each([
    ["a verified domain", "verified", [], "sso"],
    ["a domain verified in earlier years", "legacy_verified", [], "sso"],
    ["a failed domain", "failed", [], "sso,domain_verification"],
    ["--intent dsync", "pending", ["--intent", "dsync"], "directory_sync"],
    ["several intents", "verified", ["--intent", "sso", "--intent", "log_streams"], "sso,log_streams"],
  ])("with %s", async (_what, state, flags, intents) => {
    const workos = acme(state);
    await see("pipe", [...TO_JANE, ...flags], { workos });
    expect(workos.asked.at(-1)).toBe(`inviteItContact org_01 contact_1 ${intents}`);
  });

  test.each(["audit_logs", "certificate_renewal"])(
    "%s cannot be emailed; the words say what can be done",
    async (intent) => {
      const workos = acme();
      const { exit, stderr } = await see("pipe", [...TO_JANE, "--intent", intent], { workos });
      expect(exit).toBe(2);
      expect(stderr).toContain(`✖ WorkOS does not email setup links for ${intent}.\n`);
      expect(stderr).toContain(`ssoctl link create <customer> --intent ${intent}\n`);
      expect(workos.asked).toEqual([]);
    },
  );

  test.each([
    ["okta", "an Okta account that can add app integrations"],
    ["entra", "an Entra ID account that can add enterprise applications"],
    ["google", "a Google Workspace account that can add SAML apps"],
    ["other", "an account at your identity provider that can add a SAML or OpenID Connect application"],
  ])("--provider %s sharpens the note", async (provider, words) => {
    const { stdout } = await see("pipe", [...TO_JANE, "--provider", provider], { workos: acme() });
    expect(stdout).toContain(`- ${words}`);
  });
});

describe("a new customer", () => {
  test("at a terminal: one question for all of it, after a preview that says so", async () => {
    const workos = new FakeWorkos();
    const seen = await see("terminal", TO_JANE, { workos, answers: [true] });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: `\n${NOTE}\n`,
      questions: ["Have WorkOS email jane@acme.com? (Y/n)"],
    });
    expect(seen.stderr).toContain(
      [
        "staging · test",
        "  Organization  Acme, to be created",
        "  To            jane@acme.com, to be added as IT contact",
        "  Can set up    Single Sign-On, domain verification (acme.com is not verified yet, and SSO cannot be activated without it)",
        "✔ WorkOS is emailing jane@acme.com a setup link.",
      ].join("\n"),
    );
    expect(workos.writes).toEqual([
      "createOrganization Acme acme.com",
      "createItContact org_01 jane@acme.com",
      "inviteItContact org_01 contact_1 sso,domain_verification",
    ]);
  });

  test("as JSON", async () => {
    const { stdout } = await see("json", TO_JANE);
    expect(JSON.parse(stdout)).toMatchObject({
      organization: { id: "org_01" },
      action: "created",
      invited: "jane@acme.com",
    });
  });

  test("in production a script needs --yes, before anything is previewed", async () => {
    const workos = new FakeWorkos();
    const refused = await see("pipe", TO_JANE, { workos, settings: production() });
    expect(refused).toMatchObject({
      exit: 8,
      stderr:
        "production · LIVE\n✖ production is a live environment. Pass --yes to confirm. Nothing was changed.\n",
    });
    expect(workos.writes).toEqual([]);
    const yes = await see("pipe", [...TO_JANE, "--yes"], { settings: production() });
    expect(yes).toMatchObject({ exit: 0, stdout: NOTE });
  });

  test("one of a similar name can be used instead: its domain is part of the preview", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.de");
    const answers = ["Use Acme (acme.de) and add acme.com to it", true];
    const { exit, stderr, questions } = await see("terminal", TO_JANE, { workos, answers });
    expect(exit).toBe(0);
    expect(stderr).toContain("  Organization  Acme (org_01), acme.com to be added\n");
    expect(questions[1]).toBe("Have WorkOS email jane@acme.com? (Y/n)");
    expect(workos.writes.slice(0, 2)).toEqual([
      "addDomain org_01 acme.com",
      "createItContact org_01 jane@acme.com",
    ]);
  });

  test("an organization that was created before the email failed is reported", async () => {
    const workos = new FakeWorkos().failsAt("inviteItContact", silence());
    const { exit, stderr } = await see("pipe", TO_JANE, { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "  Done before this: created Acme (org_01), added jane@acme.com as IT contact.\n  Not known: whether jane@acme.com was emailed a setup link.",
    );
  });
});

describe("a setup link is active already", () => {
  const withActive = () => {
    const workos = acme();
    workos.contacts.push(
      { id: "contact_7", email: "amy@acme.com" },
      { id: "contact_8", email: "old@acme.com" },
    );
    workos.invited = "contact_8";
    return workos;
  };
  const added = { action: "it_contact_added", organization: ACME, email: "jane@acme.com" };
  const WHOSE =
    "A setup link may be active; this machine does not know whose (IT contacts: amy@acme.com, old@acme.com).";

  test.each(["terminal", "pipe"] as const)("a stranger is not added in vain, seen in a %s", async (view) => {
    const workos = withActive();
    const seen = await see(view, [...TO_JANE, "--to", "bob@acme.com", "--yes"], { workos });
    expect(seen).toMatchObject({ exit: 5, stdout: "", questions: [] });
    expect(seen.stderr).toContain(
      `✖ ${WHOSE} Nothing was changed.\n  To revoke it if it is active, and email jane@acme.com instead: add --replace\n`,
    );
    expect(workos.writes).toEqual([]);
  });

  test("… as JSON, and --dry-run fails as it would", async () => {
    for (const flags of [[], ["--dry-run"]]) {
      const seen = await see("pipe", [...TO_JANE, "--json", ...flags], { workos: withActive() });
      expect(seen).toMatchObject({ exit: 5, stdout: "" });
      expect(JSON.parse(seen.stderr).error).toEqual({
        code: "conflict",
        exitCode: 5,
        message: WHOSE,
        done: [],
        unknown: [],
        hint: "To revoke it if it is active, and email jane@acme.com instead: add --replace",
      });
    }
  });

  test("… and a person is asked, before anything is written", async () => {
    const question = `${WHOSE} Revoke it and email jane@acme.com instead? (y/N)`;
    const workos = withActive();
    const no = await see("terminal", TO_JANE, { workos, answers: [false] });
    expect(no).toMatchObject({ exit: 130, questions: [question] });
    expect(no.stderr).toContain("✖ Cancelled. Nothing was changed.\n");
    expect(workos.writes).toEqual([]);
    const yes = await see("terminal", TO_JANE, { workos, answers: [true] });
    expect(yes).toMatchObject({ exit: 0, stdout: `\n${NOTE}\n`, questions: [question] });
    expect(workos.writes.at(-1)).toBe("inviteItContact org_01 contact_3 sso,domain_verification");
  });

  test("of many contacts three are named", async () => {
    const workos = withActive();
    for (const name of ["eve", "max"]) workos.contacts.push({ id: name, email: `${name}@acme.com` });
    const { stderr } = await see("pipe", TO_JANE, { workos });
    expect(stderr).toContain("(IT contacts: amy@acme.com, old@acme.com, eve@acme.com, …)");
  });

  const TO_AMY = [...EMAIL, "--to", "amy@acme.com"];
  const hint = "Replace it: add --replace · or revoke it: ssoctl link revoke org_01";

  test.each(["terminal", "pipe"] as const)("for a contact WorkOS tells, seen in a %s", async (view) => {
    const workos = withActive();
    const seen = await see(view, [...TO_AMY, "--to", "bob@acme.com", "--yes"], { workos });
    expect(seen).toMatchObject({ exit: 5, stdout: "" });
    expect(seen.stderr).toContain(
      `✖ Acme already has an active setup link. Nothing was changed.\n  ${hint}\n`,
    );
    expect(workos.writes).toEqual(["inviteItContact org_01 contact_7 sso,domain_verification"]);
    expect(workos.contacts).toHaveLength(2);
  });

  test("… as JSON", async () => {
    const seen = await see("json", TO_AMY, { workos: withActive() });
    expect(seen).toMatchObject({ exit: 5, stdout: "" });
    expect(JSON.parse(seen.stderr).error).toEqual({
      code: "conflict",
      exitCode: 5,
      message: "Acme already has an active setup link.",
      done: [],
      unknown: [],
      hint,
      status: 409,
    });
  });

  test("… and a person is asked once more, when WorkOS has said so", async () => {
    const questions = [
      "Have WorkOS email amy@acme.com? (Y/n)",
      "Acme has an active setup link; this machine does not know whose. Revoke it and email amy@acme.com instead? (y/N)",
    ];
    const workos = withActive();
    const no = await see("terminal", TO_AMY, { workos, answers: [true, false] });
    expect(no).toMatchObject({ exit: 130, stdout: "", questions });
    expect(no.stderr).toContain("✖ Cancelled. Nothing was changed.\n");
    expect(workos.invited).toBe("contact_8");
    const yes = await see("terminal", TO_AMY, { workos, answers: [true, true] });
    expect(yes).toMatchObject({ exit: 0, stdout: `\n${NOTE.replace("jane@", "amy@")}\n`, questions });
    expect(yes.stderr).toContain("  The earlier setup link was revoked; it no longer works.\n");
    expect(workos.invited).toBe("contact_7");
  });

  test("a 409 after an unanswered attempt may be the echo of our own", async () => {
    const echo = new Failure("conflict", "WorkOS reports a conflict: 409.", {
      status: 409,
      delivery: "unanswered",
    });
    const { exit, stderr } = await see("pipe", TO_JANE, { workos: acme().failsAt("inviteItContact", echo) });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      [
        "✖ WorkOS did not answer at first, and then found an active setup link for Acme.",
        "  Done before this: added jane@acme.com as IT contact.",
        "  Not known: whether jane@acme.com was emailed a setup link. Ask jane@acme.com, or look at the organization in the WorkOS dashboard.",
        "",
      ].join("\n"),
    );
  });

  test("--replace revokes it, then emails", async () => {
    const workos = withActive();
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain("  The earlier setup link was revoked; it no longer works.\n");
    expect(workos.writes).toEqual([
      "revokeItContact org_01 contact_7",
      "revokeItContact org_01 contact_8",
      "createItContact org_01 jane@acme.com",
      "inviteItContact org_01 contact_3 sso,domain_verification",
    ]);
  });

  test("--replace as JSON", async () => {
    const replaced = await see("json", [...TO_JANE, "--replace"], { workos: withActive() });
    expect(JSON.parse(replaced.stdout)).toMatchObject({ invited: "jane@acme.com", replaced: true });
    const none = await see("json", [...TO_JANE, "--replace"], { workos: acme() });
    expect(JSON.parse(none.stdout)).toMatchObject({ invited: "jane@acme.com", replaced: false });
  });

  test("--replace whose second answer was lost claims nothing of it", async () => {
    const workos = withActive().failsAt("inviteItContact", silence());
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "  Done before this: revoked the setup link of Acme, added jane@acme.com as IT contact.\n  Not known: whether jane@acme.com was emailed a setup link.",
    );
  });

  test("--replace whose first answer was lost goes no further", async () => {
    const workos = withActive().losesAnswersOf("revokeItContact");
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain("Not known: whether the setup link of Acme was revoked.");
    expect(workos.writes).toEqual(["revokeItContact org_01 contact_7", "revokeItContact org_01 contact_8"]);
  });

  test.each(["terminal", "pipe"] as const)("--replace half done says so, seen in a %s", async (view) => {
    const workos = withActive().failsAt("inviteItContact", refusal("usage", 422));
    const seen = await see(view, [...TO_JANE, "--replace", "--yes"], { workos });
    expect(seen).toMatchObject({ exit: 2, stdout: "" });
    expect(seen.stderr).toContain(
      "✖ WorkOS answered 422. Done before this: revoked the setup link of Acme, added jane@acme.com as IT contact.\n",
    );
  });

  test("--replace half done, as JSON", async () => {
    const workos = withActive().failsAt("inviteItContact", refusal("usage", 422));
    const { exit, stderr } = await see("json", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(2);
    expect(JSON.parse(stderr).error).toMatchObject({
      done: [{ action: "setup_link_revoked", organization: ACME }, added],
      unknown: [],
    });
  });
});

describe("an earlier setup link in this machine's history", () => {
  const invited: HistoryEvent = { action: "invited", invited: "amy@acme.com", intents: ["sso"] };
  const time = "2026-11-20T09:00:00.000Z";
  const emailed = entry({ time, done: invited });
  const revoked = entry({ time: "2026-11-21T09:00:00.000Z", done: { action: "setup_link_revoked" } });
  const QUESTION =
    "A setup link may be active: amy@acme.com, emailed 20 Nov 09:00 from this machine. Revoke it and email jane@acme.com instead? (y/N)";
  const USUAL = "Have WorkOS email jane@acme.com? (Y/n)";

  const withContact = (invited?: string) => {
    const workos = acme();
    workos.contacts.push({ id: "contact_7", email: "amy@acme.com" });
    workos.invited = invited;
    return workos;
  };

  test("is part of the one question, and is revoked", async () => {
    const workos = withContact("contact_7");
    const history = new FakeHistory().with(emailed);
    const seen = await see("terminal", TO_JANE, { workos, history, answers: [true] });
    expect(seen).toMatchObject({ exit: 0, stdout: `\n${NOTE}\n`, questions: [QUESTION] });
    expect(seen.stderr).toContain("  The earlier setup link was revoked; it no longer works.\n");
    expect(workos.writes).toEqual([
      "revokeItContact org_01 contact_7",
      "createItContact org_01 jane@acme.com",
      "inviteItContact org_01 contact_2 sso,domain_verification",
    ]);
  });

  test("that is not active any more is in nobody's way", async () => {
    const history = new FakeHistory().with(emailed);
    const seen = await see("terminal", TO_JANE, { workos: withContact(), history, answers: [true] });
    expect(seen).toMatchObject({ exit: 0, questions: [QUESTION] });
    expect(seen.stderr).not.toContain("was revoked");
  });

  test("that may have been emailed counts", async () => {
    const history = new FakeHistory().with(unknownEntry(invited, { time }));
    const seen = await see("terminal", TO_JANE, { workos: withContact(), history, answers: [true] });
    expect(seen.questions).toEqual([QUESTION.replace("emailed", "perhaps emailed")]);
  });

  test("that may have been revoked since counts too", async () => {
    const maybe = unknownEntry({ action: "setup_link_revoked" }, { time: "2026-11-21T09:00:00.000Z" });
    const history = new FakeHistory().with(emailed, maybe);
    const seen = await see("terminal", TO_JANE, { workos: withContact(), history, answers: [true] });
    expect(seen.questions).toEqual([QUESTION]);
  });

  test("that was revoked since is in nobody's way", async () => {
    const history = new FakeHistory().with(emailed, revoked);
    for (const view of ["terminal", "pipe"] as const) {
      const answers = view === "terminal" ? [true] : [];
      const seen = await see(view, TO_JANE, { workos: withContact(), history, answers });
      expect(seen).toMatchObject({ exit: 0, questions: answers.length > 0 ? [USUAL] : [] });
      history.entries.splice(2);
    }
  });

  test("is named where a script would add somebody in vain", async () => {
    const workos = withContact("contact_7");
    const history = new FakeHistory().with(emailed);
    const { exit, stderr } = await see("pipe", TO_JANE, { workos, history });
    expect(exit).toBe(5);
    expect(stderr).toContain(
      "✖ A setup link may be active: amy@acme.com, emailed 20 Nov 09:00 from this machine. Nothing was changed.\n",
    );
    expect(workos.writes).toEqual([]);
  });

  test("of the same person is sent again", async () => {
    const history = new FakeHistory().with(emailed);
    const argv = [...EMAIL, "--to", "Amy@acme.com"];
    const scene = { workos: withContact("contact_7"), history, answers: [true] };
    const { exit, questions } = await see("terminal", argv, scene);
    expect({ exit, questions }).toEqual({
      exit: 0,
      questions: [
        "A setup link may be active: amy@acme.com, emailed 20 Nov 09:00 from this machine. Revoke it and email Amy@acme.com again? (y/N)",
      ],
    });
  });

  test.each([
    ["of another organization", [{ ...emailed, organization: { id: "org_02", name: "Acme" } }]],
    [
      "that is none, but something else",
      [entry({ done: { action: "it_contact_added", email: "amy@acme.com" } })],
    ],
  ])("%s is not taken for one", async (_what, entries) => {
    const scene = () => ({ history: new FakeHistory().with(...entries), answers: [true] });
    const seen = await see("terminal", TO_JANE, { ...scene(), workos: acme() });
    expect(seen).toMatchObject({ exit: 0, questions: [USUAL] });
    const { questions } = await see("terminal", TO_JANE, { ...scene(), workos: withContact() });
    expect(questions).toEqual([
      "A setup link may be active; this machine does not know whose (IT contacts: amy@acme.com). Revoke it and email jane@acme.com instead? (y/N)",
    ]);
  });

  test("is not asked about with --replace, which says so already", async () => {
    const workos = withContact("contact_7");
    const history = new FakeHistory().with(emailed);
    const seen = await see("terminal", [...TO_JANE, "--replace"], { workos, history, answers: [true] });
    expect(seen).toMatchObject({ exit: 0, questions: [USUAL] });
    expect(workos.invited).toBe("contact_2");
  });

  test.each(["terminal", "pipe", "json"] as const)(
    "is not revoked by --yes alone: that needs --replace (%s)",
    async (view) => {
      const workos = withContact("contact_7");
      const history = new FakeHistory().with(emailed);
      const seen = await see(view, [...TO_JANE, "--yes"], { workos, history });
      expect(seen).toMatchObject({ exit: 5, stdout: "", questions: [] });
      expect(workos.invited).toBe("contact_7");
    },
  );

  test("that cannot be read is no reason to fail", async () => {
    const history = Object.assign(new FakeHistory(), { readTrouble: "EACCES: permission denied" });
    const seen = await see("terminal", TO_JANE, { workos: acme(), history, answers: [true] });
    expect(seen).toMatchObject({ exit: 0, stdout: `\n${NOTE}\n`, questions: [USUAL] });
  });
});

describe("an environment without IT contacts", () => {
  const hint =
    'Use "Invite admin" on the organization\'s page in the WorkOS dashboard, or a portal link: ssoctl link create org_01';

  const cases: [what: string, failure: Failure, message: string][] = [
    ["403, in WorkOS's words", refusal("unauthorized", 403), "WorkOS answered 403."],
    ["404", refusal("unexpected", 404), "This WorkOS environment has no API for IT contacts (404)."],
    [
      "404 with a reason",
      refusal("unexpected", 404, "entity_not_found"),
      "This WorkOS environment has no API for IT contacts (404: entity_not_found).",
    ],
  ];

  test.each(cases)("answers %s: exit 4, and the other ways", async (_what, failure, message) => {
    const { status } = failure.facts;
    for (const view of ["terminal", "pipe"] as const) {
      const workos = acme().failsAt("listItContacts", failure);
      const seen = await see(view, [...TO_JANE, "--yes"], { workos });
      expect(seen).toMatchObject({ exit: 4, stdout: "" });
      expect(seen.stderr).toContain(`✖ ${message} Nothing was changed.\n  ${hint}\n`);
      expect(workos.writes).toEqual([]);
    }
    const json = await see("json", TO_JANE, { workos: acme().failsAt("listItContacts", failure) });
    expect(JSON.parse(json.stderr).error).toEqual({
      code: "unauthorized",
      exitCode: 4,
      message,
      done: [],
      unknown: [],
      hint,
      status,
    });
  });

  test("is known before anything is asked of a person", async () => {
    const workos = acme().failsAt("listItContacts", refusal("unexpected", 404));
    expect(await see("terminal", TO_JANE, { workos })).toMatchObject({ exit: 4, questions: [] });
  });

  test("may only refuse to add one", async () => {
    const workos = acme().failsAt("createItContact", refusal("unauthorized", 403));
    const { exit, stderr } = await see("pipe", TO_JANE, { workos });
    expect(exit).toBe(4);
    expect(stderr).toContain(`✖ WorkOS answered 403. Nothing was changed.\n`);
  });

  test("after creating an organization, which is reported", async () => {
    const workos = new FakeWorkos().failsAt("listItContacts", refusal("unexpected", 404));
    const { exit, stderr } = await see("pipe", TO_JANE, { workos });
    expect(exit).toBe(4);
    expect(stderr).toContain("(404). Done before this: created Acme (org_01).\n");
  });
});

test("a setup link whose answer was lost may have been emailed, and that is said", async () => {
  const workos = acme().failsAt("inviteItContact", silence());
  const { exit, stderr } = await see("pipe", TO_JANE, { workos });
  expect(exit).toBe(6);
  expect(stderr).toContain(
    "  Not known: whether jane@acme.com was emailed a setup link. Ask jane@acme.com, or look at the organization in the WorkOS dashboard.\n",
  );
});

describe("a contact whose addition was not answered", () => {
  test("and who is there all the same, is emailed", async () => {
    const workos = acme().losesAnswersOf("createItContact");
    const { exit, stdout, stderr } = await see("json", TO_JANE, { workos });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(JSON.parse(stdout).contacts).toEqual([{ email: "jane@acme.com", added: true }]);
    expect(workos.invited).toBe("contact_1");
  });

  test("and who is not there, is not known", async () => {
    const workos = acme().failsAt("createItContact", silence());
    const { exit, stderr } = await see("pipe", TO_JANE, { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "Not known: whether jane@acme.com was added as IT contact. Run the same command again: it finds what is there.\n",
    );
    expect(workos.invited).toBeUndefined();
  });

  test("and whom somebody else had added by then, is not ours", async () => {
    const workos = acme();
    workos.createItContact = async () => {
      workos.contacts.push({ id: "contact_9", email: "Jane@acme.com" });
      throw refusal("conflict", 409);
    };
    const { stdout } = await see("json", TO_JANE, { workos });
    expect(JSON.parse(stdout).contacts).toEqual([{ email: "Jane@acme.com", added: false }]);
    expect(workos.invited).toBe("contact_9");
  });
});

describe("a recipient elsewhere", () => {
  test.each([
    ["at a consumer domain", "jane@gmail.com"],
    ["at another company", "jane@beta.com"],
    ["at a look-alike", "jane@acme.com.evil.net"],
  ])("%s is refused, and no organization is made for it", async (_what, address) => {
    const workos = new FakeWorkos();
    const seen = await see("pipe", [...EMAIL, "--to", address], { workos });
    expect(seen).toMatchObject({ exit: 8, stdout: "" });
    expect(seen.stderr).toContain(
      `✖ ${address} is not at one of Acme's domains. Nothing was changed.\n  If you mean it: --allow-recipient ${address}\n`,
    );
    expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
  });

  describe("a person at a terminal is asked", () => {
    const TO_BETA = [...EMAIL, "--to", "jane@beta.com"];
    const OUTSIDE =
      "jane@beta.com is not at one of Acme's domains. Whoever has the setup link can set up sign-in for Acme. Continue? (y/N)";

    test("and No is No, before anything is written", async () => {
      const workos = new FakeWorkos();
      const seen = await see("terminal", TO_BETA, { workos, answers: [false] });
      expect(seen).toMatchObject({ exit: 130, stdout: "", questions: [OUTSIDE] });
      expect(seen.stderr).toContain("✖ Cancelled. Nothing was changed.\n");
      expect(workos.writes).toEqual([]);
    });

    test("and Yes is for this one time", async () => {
      const workos = acme();
      const seen = await see("terminal", TO_BETA, { workos, answers: [true, true] });
      expect(seen).toMatchObject({
        exit: 0,
        questions: [OUTSIDE, "Have WorkOS email jane@beta.com? (Y/n)"],
      });
      expect(workos.contacts.map(({ email }) => email)).toEqual(["jane@beta.com"]);
    });

    test.each([
      ["--yes", "--yes"],
      ["--no-input", "--no-input"],
    ])("but %s is no answer to that", async (flag) => {
      const workos = acme();
      const seen = await see("terminal", [...TO_BETA, flag], { workos });
      expect(seen).toMatchObject({ exit: 8, questions: [] });
      expect(seen.stderr).toContain("  If you mean it: --allow-recipient jane@beta.com\n");
      expect(workos.writes).toEqual([]);
    });

    test("and --allow-recipient has answered", async () => {
      const argv = [...TO_BETA, "--allow-recipient", "jane@beta.com"];
      const { questions } = await see("terminal", argv, { workos: acme(), answers: [true] });
      expect(questions).toEqual(["Have WorkOS email jane@beta.com? (Y/n)"]);
    });

    test("and a plan only says it", async () => {
      const seen = await see("terminal", [...TO_BETA, "--dry-run"], { workos: acme() });
      expect(seen).toMatchObject({ exit: 0, questions: [] });
      expect(seen.stderr).toContain("  jane@beta.com is not at one of Acme's domains.\n");
    });
  });

  test("is data for a program", async () => {
    const argv = [...EMAIL, "--to", "jane@beta.com", "--to", "bob@acme.com", "--to", "amy@gamma.com"];
    const { stderr } = await see("json", argv, { workos: acme() });
    expect(JSON.parse(stderr).error).toMatchObject({
      code: "refused",
      message: "jane@beta.com, amy@gamma.com are not at one of Acme's domains.",
      recipients: ["jane@beta.com", "amy@gamma.com"],
      done: [],
    });
  });

  test("--allow-recipient lets that one through, and no other", async () => {
    const flags = ["--to", "jane@gmail.com", "--allow-recipient", "JANE@gmail.com"];
    expect(await see("pipe", [...EMAIL, ...flags], { workos: acme() })).toMatchObject({ exit: 0 });
    const two = await see("pipe", [...EMAIL, ...flags, "--to", "bob@gmail.com"], { workos: acme() });
    expect(two.exit).toBe(8);
    expect(two.stderr).toContain("✖ bob@gmail.com is not at one of Acme's domains.");
  });
});

describe("--dry-run", () => {
  const DRY = [...TO_JANE, "--dry-run"];

  test("at a terminal: what would be done, and nobody is asked", async () => {
    const workos = acme();
    const seen = await see("terminal", DRY, { workos, settings: production() });
    expect(seen).toMatchObject({
      exit: 0,
      stderr: "production · LIVE\n",
      stdout: [
        "would use     organization  Acme (org_01)",
        "would add     IT contact    jane@acme.com",
        "would email   setup link    jane@acme.com, for Single Sign-On, domain verification",
        "",
      ].join("\n"),
      questions: [],
      copied: [],
    });
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "listItContacts org_01",
      "listConnections org_01",
    ]);
    expect(seen.recorded).toEqual([]);
  });

  test("in a pipe: what there is already is not done again, and what is replaced is revoked first", async () => {
    const workos = acme("verified");
    workos.contacts.push({ id: "contact_7", email: "Jane@Acme.com" });
    const argv = [...DRY, "--to", "bob@acme.com", "--replace", "--intent", "dsync"];
    const { exit, stdout } = await see("pipe", argv, { workos, settings: production() });
    expect(exit).toBe(0);
    expect(stdout.trimEnd().split("\n")).toEqual([
      "use\torganization\tAcme (org_01)",
      "revoke\tsetup link\tof Acme, if one is active",
      "add\tIT contact\tbob@acme.com",
      "email\tsetup link\tjane@acme.com, for Directory Sync",
    ]);
    expect(workos.writes).toEqual([]);
  });

  test("as JSON, without an organization", async () => {
    const workos = new FakeWorkos();
    const { stdout, stderr } = await see("json", DRY, { workos });
    expect(stderr).toBe("");
    const organization = { id: null, name: "Acme" };
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      organization: null,
      changes: [
        { organization, action: "organization_created", domain: "acme.com" },
        { organization, action: "it_contact_added", email: "jane@acme.com" },
        {
          organization,
          action: "invited",
          invited: "jane@acme.com",
          intents: ["sso", "domain_verification"],
        },
      ],
      similar: [],
      environment: { name: "staging", kind: "test" },
    });
    expect(workos.writes).toEqual([]);
  });

  test("--replace where there is nobody who could have a setup link revokes none", async () => {
    for (const workos of [new FakeWorkos(), acme()]) {
      const { stdout } = await see("pipe", [...DRY, "--replace"], { workos });
      expect(stdout).not.toContain("revoke");
    }
  });

  test("fails where it would", async () => {
    expect(await see("pipe", [...EMAIL, "--to", "jane@beta.com", "--dry-run"])).toMatchObject({ exit: 8 });
    const workos = acme().failsAt("listItContacts", refusal("unexpected", 404));
    expect(await see("pipe", DRY, { workos })).toMatchObject({ exit: 4, stdout: "" });
    expect(await see("pipe", [...DRY, "--no-create"])).toMatchObject({ exit: 3, stdout: "" });
  });
});

describe("--note-template", () => {
  const withTemplate = (source: string, ...flags: string[]) =>
    see("pipe", [...TO_JANE, "--note-template", "note.txt", ...flags], {
      workos: acme("verified"),
      files: { "note.txt": source },
    });

  test("replaces the note", async () => {
    const { stdout } = await withTemplate(
      "Subject: Hello {{organization}}\n\n{{name}}{{purpose}} & more\n{{#preparations}}* {{.}}\n{{/preparations}}",
    );
    expect(stdout).toMatch(/^Single Sign-On & more\n\* an administrator account/u);
  });

  test.each([
    ["{{nam}}", "✖ The template has an unknown placeholder: {{nam}}."],
    [
      "{{#preparations}}{{account}}{{/preparations}}",
      "✖ The template has an unknown placeholder: {{account}}.",
    ],
    ["{{> other}}", "✖ The template has an unknown placeholder: {{other}}."],
    ["{{#name}}", '✖ The template cannot be read: Unclosed section "name"'],
  ])("%j is refused before anything is sent", async (source, words) => {
    const { exit, stderr } = await withTemplate(source);
    expect(exit).toBe(2);
    expect(stderr).toContain(words);
  });

  test("a file that is not there", async () => {
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--note-template", "none.txt"], {
      workos: acme(),
    });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ --note-template: none.txt cannot be read: there is no such file.");
  });
});

test.each([
  ["dsync", " · Watch: ssoctl org status acme.com --wait directory"],
  ["domain_verification", " · Watch: ssoctl org status acme.com --wait domain"],
  ["log_streams", ""],
])("the hint watches for what is set up: %s", async (intent, hint) => {
  const { stderr } = await see("pipe", [...TO_JANE, "--intent", intent], { workos: acme() });
  expect(stderr).toContain(`  Revoke it: ssoctl link revoke acme.com${hint}\n`);
});

describe("nobody named", () => {
  test("a person at a terminal is asked", async () => {
    const workos = acme();
    const seen = await see("terminal", EMAIL, { workos, answers: ["jane@acme.com", true] });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: `\n${NOTE}\n`,
      questions: ["Email address of their IT admin", "Have WorkOS email jane@acme.com? (Y/n)"],
    });
    expect(workos.asked).toContain("inviteItContact org_01 contact_1 sso,domain_verification");
  });

  test("whom this machine emailed last is offered, revoked or not", async () => {
    const invited = (email: string, time: string) =>
      entry({ time, done: { action: "invited", invited: email, intents: ["sso"] } });
    const history = new FakeHistory().with(
      invited("amy@acme.com", "2026-11-20T09:00:00.000Z"),
      invited("it@xn--mller-kva.de", "2026-11-21T09:00:00.000Z"),
      entry({ done: { action: "setup_link_revoked" } }),
      {
        ...invited("bob@beta.com", "2026-11-22T09:00:00.000Z"),
        organization: { id: "org_02", name: "Beta" },
      },
    );
    const answers = ["jane@acme.com", true];
    const { questions } = await see("terminal", EMAIL, { workos: acme(), history, answers });
    expect(questions[0]).toBe("Email address of their IT admin (it@müller.de)");
    const piped = await see("pipe", EMAIL, { workos: acme(), history });
    expect(piped).toMatchObject({ exit: 2, stdout: "" });
  });

  test("what is no address is asked for again", async () => {
    const answers = ["jane", "jane@acme.com", true];
    const { exit, questions } = await see("terminal", EMAIL, { workos: acme(), answers });
    expect({ exit, again: questions[1] }).toEqual({ exit: 0, again: '"jane" is not an email address.' });
  });

  test.each([
    [["--note-template", "none.txt"], "--note-template: none.txt cannot be read: there is no such file."],
    [["--allow-recipient", "jane"], '"jane" is not an email address.'],
    [["--name", " "], "--name is empty."],
  ])("nobody is asked where a flag is wrong: %j", async (flags, words) => {
    const seen = await see("terminal", [...EMAIL, ...flags], { workos: acme() });
    expect(seen).toMatchObject({ exit: 2, questions: [] });
    expect(seen.stderr).toContain(words);
  });
});

describe("what cannot be", () => {
  test.each([
    [
      EMAIL,
      "No recipient. Pass --to <address>.\n  To hand over a link yourself: ssoctl link create <customer>\n",
    ],
    [[...EMAIL, "--to", "jane"], '"jane" is not an email address.'],
    [
      [...EMAIL, ...Array.from({ length: 21 }, (_, n) => ["--to", `a${n}@acme.com`]).flat()],
      "--to can be given 20 times",
    ],
  ])("%j", async (argv, words) => {
    const workos = acme();
    const seen = await see("pipe", argv, { workos });
    expect(seen).toMatchObject({ exit: 2, stdout: "" });
    expect(seen.stderr).toContain(`✖ ${words}`);
    expect(workos.asked).toEqual([]);
  });
});

describe("SSO is active already", () => {
  const active = () => {
    const workos = acme("verified");
    workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
    workos.contacts.push({ id: "contact_1", email: "amy@acme.com" });
    return workos;
  };
  const LINE =
    "  Okta SAML is active already. To open its settings: ssoctl link create acme.com\n  Organization  Acme";

  test("a person reads it before the question, whose default is No", async () => {
    const workos = active();
    const seen = await see("terminal", TO_JANE, { workos, answers: [false] });
    expect(seen).toMatchObject({ exit: 130, questions: ["Have WorkOS email jane@acme.com? (y/N)"] });
    expect(seen.stderr).toContain(LINE);
    expect(workos.writes).toEqual([]);
  });

  test("a script reads it, and it is sent", async () => {
    const workos = active();
    const seen = await see("pipe", TO_JANE, { workos });
    expect(seen.exit).toBe(0);
    expect(seen.stderr).toContain(LINE);
    expect(workos.invited).toBe("contact_2");
    const { stdout } = await see("json", TO_JANE, { workos: active() });
    expect(JSON.parse(stdout).connections).toEqual(workos.connections);
  });

  test.each([
    ["sso", "Have WorkOS email jane@acme.com? (y/N)"],
    [
      "directory_sync",
      "A setup link may be active: amy@acme.com, emailed 20 Nov 09:00 from this machine. Revoke it and email jane@acme.com instead? (y/N)",
    ],
  ])("the setup link for %s is complete then, or not", async (intent, question) => {
    const invited = { action: "invited", invited: "amy@acme.com", intents: [intent] } as const;
    const history = new FakeHistory().with(entry({ time: "2026-11-20T09:00:00.000Z", done: invited }));
    const { questions } = await see("terminal", TO_JANE, { workos: active(), history, answers: [false] });
    expect(questions).toEqual([question]);
  });

  test("whether it is can stay open: that is said, and it is sent", async () => {
    const workos = acme().failsAt("listConnections", silence());
    const seen = await see("json", TO_JANE, { workos });
    expect(JSON.parse(seen.stdout)).toMatchObject({ invited: "jane@acme.com", connections: null });
    const workosAgain = acme().failsAt("listConnections", silence());
    const { stderr } = await see("pipe", TO_JANE, { workos: workosAgain });
    expect(stderr).toContain("  Whether Single Sign-On is active already could not be read.\n");
  });
});

test("--wait goes on until SSO is active", async () => {
  const workos = acme();
  const onSleep = () =>
    workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
  const { exit, stderr, stdout } = await see("pipe", [...TO_JANE, "--wait"], { workos, onSleep });
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: NOTE });
  expect(stderr).toMatch(/✔ Acme · SSO is active: Okta SAML\.\n$/u);
});
