import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { production, see } from "../support/fake-system.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const EMAIL = ["link", "email", "acme.com"];
const TO_JANE = [...EMAIL, "--to", "jane@acme.com"];
const NOTE = `Hi,

you will shortly get an email with a link to set up Single Sign-On and domain verification between Acme and us. WorkOS, the service we use for sign-in, sends it for us to jane@acme.com.

What to have at hand:
- an administrator's account at your identity provider, such as Okta, Entra ID or Google Workspace, that may add applications
- somebody who can add a DNS TXT record for acme.com, which proves that it is yours

How to recognise it: it comes from WorkOS, its link begins with https://, and it asks for none of your passwords. You need not open it at once, and you can come back to it until the setup is complete. If anything about it looks odd, ask me before you open it.

I am here if you get stuck.
`;

function acme(state = "pending"): FakeWorkos {
  const workos = new FakeWorkos();
  workos.organizations.push({ ...workos.has("Acme"), domains: [{ domain: "acme.com", state }] });
  workos.organizations.shift();
  return workos;
}

function answering(status: number): Failure {
  return new Failure(status === 403 ? "unauthorized" : "unexpected", `WorkOS answered ${status}.`, {
    status,
  });
}

describe("an invitation", () => {
  test("at a terminal: a preview, a question, a cover note, which is copied", async () => {
    const workos = acme();
    const seen = await see("terminal", TO_JANE, { workos, answers: [true] });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: NOTE,
      questions: ["Have WorkOS email this setup link? (Y/n)"],
      copied: [NOTE],
    });
    expect(seen.stderr).toBe(
      [
        "staging · test",
        "  Organization  Acme (org_01)",
        "  To            jane@acme.com",
        "  Can set up    Single Sign-On, domain verification (acme.com is not verified yet, and SSO cannot be activated without it)",
        "✔ WorkOS is emailing jane@acme.com a setup link. Only one can be active for Acme.",
        "  Take it back: ssoctl link revoke acme.com · Watch: ssoctl org status acme.com --wait",
        "  A note to send along, so that the mail is expected:",
        "✔ The note is copied.",
        "",
      ].join("\n"),
    );
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "listItContacts org_01",
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
      replaced: null,
      note: { subject: "Setting up Single Sign-On and domain verification between Acme and us", text: NOTE },
      environment: { name: "staging", kind: "test" },
      copied: false,
    });
  });

  test("No is no, and nothing was added", async () => {
    const workos = acme();
    const { exit, stderr, stdout } = await see("terminal", TO_JANE, { workos, answers: [false] });
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: "" });
    expect(stderr).toContain("✖ Not done. Nothing was sent.");
    expect(workos.contacts).toEqual([]);
  });

  test("in production No is the default, and a script needs --yes", async () => {
    const settings = production();
    const asked = await see("terminal", TO_JANE, { workos: acme(), settings, answers: [true] });
    expect(asked.questions).toEqual(["Have WorkOS email this setup link? (y/N)"]);
    const refused = await see("pipe", TO_JANE, { workos: acme(), settings });
    expect(refused).toMatchObject({ exit: 8, stdout: "" });
    expect(refused.stderr).toContain(
      "✖ production is live, so this needs a yes. Nothing was sent.\n  Add --yes.\n",
    );
    expect(await see("pipe", [...TO_JANE, "--yes"], { workos: acme(), settings })).toMatchObject({ exit: 0 });
  });

  test("a contact who is there already is not added twice, whatever the case of the letters", async () => {
    const workos = acme();
    workos.contacts.push({ id: "contact_7", email: "Jane@Acme.com" });
    await see("pipe", TO_JANE, { workos });
    expect(workos.asked.slice(2)).toEqual(["inviteItContact org_01 contact_7 sso,domain_verification"]);
  });

  test("of several the first is invited, the others are added, and the preview says so", async () => {
    const workos = acme();
    const argv = [...TO_JANE, "--to", "bob@eu.acme.com", "--to", "jane@ACME.com"];
    const { stderr } = await see("pipe", argv, { workos });
    expect(stderr).toContain(
      "  IT contacts   bob@eu.acme.com: added, not invited; one invitation can be active per organization\n",
    );
    expect(workos.contacts.map(({ email }) => email)).toEqual(["jane@acme.com", "bob@eu.acme.com"]);
    expect(workos.invited).toBe("contact_1");
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
      expect(stderr).toContain(`✖ WorkOS emails no setup link for ${intent}.\n`);
      expect(stderr).toContain(`ssoctl link create <customer> --intent ${intent}\n`);
      expect(workos.asked).toEqual([]);
    },
  );

  test.each([
    ["okta", "an Okta account that may add app integrations"],
    ["entra", "an Entra ID account that may add enterprise applications"],
    ["google", "a Google Workspace account that may add SAML apps"],
    ["other", "an account at your identity provider that may add a SAML or OpenID Connect application"],
  ])("--provider %s sharpens the note", async (provider, words) => {
    const { stdout } = await see("pipe", [...TO_JANE, "--provider", provider], { workos: acme() });
    expect(stdout).toContain(`- ${words}`);
  });
});

describe("an invitation is active already", () => {
  const withActive = () => {
    const workos = acme();
    workos.contacts.push(
      { id: "contact_7", email: "amy@acme.com" },
      { id: "contact_8", email: "old@acme.com" },
    );
    workos.invited = "contact_8";
    return workos;
  };
  const words =
    "Acme already has an active invitation. Added as IT contact: jane@acme.com. Nothing was sent.";
  const hint = "Replace it with --replace, or end it: ssoctl link revoke acme.com";

  test.each(["terminal", "pipe"] as const)("409, seen in a %s", async (view) => {
    const seen = await see(view, [...TO_JANE, "--yes"], { workos: withActive() });
    expect(seen).toMatchObject({ exit: 5, stdout: "" });
    expect(seen.stderr).toContain(`✖ ${words}\n  ${hint}\n`);
  });

  test("409 as JSON", async () => {
    const seen = await see("json", TO_JANE, { workos: withActive() });
    expect(seen).toMatchObject({ exit: 5, stdout: "" });
    expect(JSON.parse(seen.stderr).error).toEqual({
      code: "conflict",
      exitCode: 5,
      message: words,
      hint,
      status: 409,
    });
  });

  test("--replace ends it, then invites", async () => {
    const workos = withActive();
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain(
      "  The earlier invitation, of old@acme.com, was ended; its link no longer works.\n",
    );
    expect(workos.asked.slice(2)).toEqual([
      "revokeItContact org_01 contact_7",
      "revokeItContact org_01 contact_8",
      "createItContact org_01 jane@acme.com",
      "inviteItContact org_01 contact_3 sso,domain_verification",
    ]);
  });

  test("--replace where none is active just invites", async () => {
    const seen = await see("json", [...TO_JANE, "--replace"], { workos: acme() });
    expect(JSON.parse(seen.stdout)).toMatchObject({ invited: "jane@acme.com", replaced: null });
  });

  test("--replace whose second answer was lost claims nothing of it", async () => {
    const workos = withActive().failsAt("inviteItContact", silence());
    const { exit, stderr } = await see("pipe", [...TO_JANE, "--replace"], { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "Whether jane@acme.com was invited is not known. The old invitation, of old@acme.com, was ended.\n",
    );
  });

  test.each(["terminal", "pipe", "json"] as const)(
    "--replace half done says so, seen as %s",
    async (view) => {
      const workos = withActive();
      const invite = new Failure("usage", "WorkOS refused the request: no.", { status: 422 });
      workos.failsAt("inviteItContact", invite);
      const seen = await see(view, [...TO_JANE, "--replace", "--yes"], { workos });
      expect(seen).toMatchObject({ exit: 2, stdout: "" });
      expect(seen.stderr).toContain(
        "WorkOS refused the request: no. Added as IT contact: jane@acme.com. jane@acme.com was not invited. The old invitation, of old@acme.com, was ended; the new one was not sent.",
      );
    },
  );
});

describe("an environment without IT contacts", () => {
  const ways =
    'Ways that are left: "Invite admin" on the organization\'s page of the WorkOS dashboard, or --via text.';

  test.each([
    [403, 4],
    [404, 6],
  ])("answers %i: exit %i, and the ways that are left", async (status, exit) => {
    for (const view of ["terminal", "pipe"] as const) {
      const workos = acme().failsAt("listItContacts", answering(status));
      const seen = await see(view, [...TO_JANE, "--yes"], { workos });
      expect(seen).toMatchObject({ exit, stdout: "" });
      expect(seen.stderr).toContain(
        `✖ WorkOS does not let this key email setup links here (${status}).\n  ${ways}\n`,
      );
    }
    const json = await see("json", TO_JANE, { workos: acme().failsAt("listItContacts", answering(status)) });
    expect(JSON.parse(json.stderr).error).toMatchObject({ exitCode: exit, status, hint: ways });
  });
});

test("an invitation whose answer was lost may have been sent, and that is said", async () => {
  const workos = acme().failsAt("inviteItContact", silence());
  const { exit, stderr } = await see("pipe", TO_JANE, { workos });
  expect(exit).toBe(6);
  expect(stderr).toContain("Whether jane@acme.com was invited is not known.\n  Ask whether the mail came");
});

test("a contact whose addition was answered with an error, and who is there all the same, is invited", async () => {
  const workos = acme();
  workos.createItContact = async () => {
    workos.contacts.push({ id: "contact_9", email: "jane@acme.com" });
    throw silence();
  };
  expect(await see("pipe", TO_JANE, { workos })).toMatchObject({ exit: 0 });
  expect(workos.invited).toBe("contact_9");
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
      `✖ ${address} is not at one of Acme's domains. Nothing was sent.\n  If that is meant: --allow-recipient ${address}\n`,
    );
    expect(workos.asked).toEqual(["findByDomain acme.com"]);
  });

  test("--allow-recipient lets that one through, and no other", async () => {
    const flags = ["--to", "jane@gmail.com", "--allow-recipient", "JANE@gmail.com"];
    expect(await see("pipe", [...EMAIL, ...flags], { workos: acme() })).toMatchObject({ exit: 0 });
    const two = await see("pipe", [...EMAIL, ...flags, "--to", "bob@gmail.com"], { workos: acme() });
    expect(two.exit).toBe(8);
    expect(two.stderr).toContain("✖ bob@gmail.com is not at one of Acme's domains.");
  });
});

describe("--via text", () => {
  const TEXT = [...EMAIL, "--via", "text"];
  const LINK = "https://setup.workos.com?token=secret-token";

  test("in a pipe: subject and body, with the minute at which the link stops working", async () => {
    const { exit, stdout, copied } = await see("pipe", TEXT, { workos: acme() });
    expect({ exit, copied }).toEqual({ exit: 0, copied: [] });
    expect(stdout).toMatch(/^Subject: Your link to set up Single Sign-On for Acme\n\nHi,\n/u);
    expect(stdout).toContain(`\n${LINK}\n`);
    expect(stdout).toContain("It stops working at 14:35 UTC, 5 minutes after I made it");
    expect(stdout).toContain("tell me, and I make a new one at once.");
  });

  test("at a terminal: copied as well", async () => {
    const { stdout, stderr, copied } = await see("terminal", TEXT, { workos: acme() });
    expect(copied).toHaveLength(1);
    expect(stdout).toContain(copied[0]?.trim());
    expect(stderr).toContain("✔ The message is copied.\n");
    expect(stderr).not.toContain(LINK);
  });

  test("as JSON", async () => {
    expect(JSON.parse((await see("json", TEXT, { workos: acme() })).stdout)).toMatchObject({
      intent: "sso",
      expiresAt: "2026-11-23T14:35:12.000Z",
      message: {
        subject: "Your link to set up Single Sign-On for Acme",
        text: expect.stringContaining(LINK),
      },
    });
  });
});

describe("--via draft", () => {
  const draft = (to: string) => [
    ...EMAIL,
    "--via",
    "draft",
    "--to",
    to,
    "--out",
    "acme.eml",
    "--allow-recipient",
    to,
  ];

  test("writes an .eml that another parser understands", async () => {
    const { exit, stdout, written } = await see("pipe", draft("Ünal Gießerei <it@müller.de>"), {
      workos: acme(),
    });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "acme.eml\n" });
    const mail = await PostalMime.parse(written.get("acme.eml") ?? "");
    expect(mail.to).toEqual([{ name: "Ünal Gießerei", address: "it@xn--mller-kva.de" }]);
    expect(mail.subject).toBe("Your link to set up Single Sign-On for Acme");
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: "x-unsent", value: "1" }));
    expect(mail.text).toContain("Hi Ünal Gießerei,");
    expect(mail.text).toContain("https://setup.workos.com?token=secret-token");
    expect(mail.html).toContain('<a href="https://setup.workos.com?token=secret-token">');
    expect(mail.from).toBeUndefined();
  });

  test("a name with markup stays text in the HTML part", async () => {
    const { written } = await see("pipe", draft('"<b>Bob" <bob@acme.com>'), { workos: acme() });
    expect(written.size).toBe(0);
    const named = await see("pipe", draft("Bob & <bob@acme.com>"), { workos: acme() });
    const mail = await PostalMime.parse(named.written.get("acme.eml") ?? "");
    expect(mail.html).toContain("Hi Bob &amp;,");
  });

  test("is opened at a terminal", async () => {
    const { opened, stderr } = await see("terminal", draft("jane@acme.com"), { workos: acme() });
    expect(opened).toEqual(["acme.eml"]);
    expect(stderr).toContain("✔ Handed to your mail program, ready to send.");
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
    expect(stdout).toMatch(/^Single Sign-On & more\n\* an administrator's account/u);
  });

  test("replaces the message of --via text, subject and all", async () => {
    const { stdout } = await withTemplate(
      "Subject: Hello {{organization}}\n\n{{link}} until {{worksUntil}}",
      "--via",
      "text",
    );
    expect(stdout).toBe(
      "Subject: Hello Acme\n\nhttps://setup.workos.com?token=secret-token until 14:35 UTC\n",
    );
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
    expect(stderr).toContain("✖ --note-template: none.txt cannot be read.");
  });
});

test.each([
  ["dsync", " · Watch: ssoctl org status acme.com --wait directory"],
  ["domain_verification", " · Watch: ssoctl org status acme.com --wait domain"],
  ["log_streams", ""],
])("the hint watches for what is set up: %s", async (intent, hint) => {
  const { stderr } = await see("pipe", [...TO_JANE, "--intent", intent], { workos: acme() });
  expect(stderr).toContain(`  Take it back: ssoctl link revoke acme.com${hint}\n`);
});

describe("nobody named", () => {
  test("a person at a terminal is asked", async () => {
    const workos = acme();
    const seen = await see("terminal", EMAIL, { workos, answers: ["jane@acme.com", true] });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: NOTE,
      questions: ["Email address of their IT admin", "Have WorkOS email this setup link? (Y/n)"],
    });
    expect(workos.asked).toContain("inviteItContact org_01 contact_1 sso,domain_verification");
  });

  test("what is no address is asked for again", async () => {
    const answers = ["jane", "jane@acme.com", true];
    const { exit, questions } = await see("terminal", EMAIL, { workos: acme(), answers });
    expect({ exit, again: questions[1] }).toEqual({ exit: 0, again: '"jane" is not an email address.' });
  });

  test.each([
    [["--note-template", "none.txt"], "--note-template: none.txt cannot be read."],
    [["--allow-recipient", "jane"], '"jane" is not an email address.'],
    [["--out", "x.eml"], "--out belongs to --via draft."],
  ])("nobody is asked where a flag is wrong: %j", async (flags, words) => {
    const seen = await see("terminal", [...EMAIL, ...flags], { workos: acme() });
    expect(seen).toMatchObject({ exit: 2, questions: [] });
    expect(seen.stderr).toContain(words);
  });

  test("a message to paste needs nobody", async () => {
    const seen = await see("terminal", [...EMAIL, "--via", "text"], { workos: acme() });
    expect(seen).toMatchObject({ exit: 0, questions: [] });
  });
});

describe("flags that do not go together", () => {
  test.each([
    [EMAIL, "Nobody to send it to."],
    [[...EMAIL, "--via", "draft"], "Nobody to send it to."],
    [[...TO_JANE, "--out", "x.eml"], "--out belongs to --via draft."],
    [[...EMAIL, "--via", "text", "--replace"], "--replace belongs to --via invitation."],
    [[...EMAIL, "--via", "text", "--intent", "sso", "--intent", "dsync"], "A portal link is for one intent;"],
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

test("--wait goes on until SSO is active", async () => {
  const workos = acme();
  const onSleep = () =>
    workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
  const { exit, stderr, stdout } = await see("pipe", [...TO_JANE, "--wait"], { workos, onSleep });
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: NOTE });
  expect(stderr).toMatch(/✔ Acme · SSO is active: Okta SAML\.\n$/u);
});
