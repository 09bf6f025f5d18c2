import { describe, expect, test } from "vitest";
import { CTRL_C, type FakeSettings, production, see, staging } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

const words = (line: string) => line.split(" ");

async function set(settings: FakeSettings, ...lines: string[]): Promise<FakeSettings> {
  for (const line of lines)
    expect(await see("pipe", words(`config set ${line}`), { settings })).toMatchObject({ exit: 0 });
  return settings;
}

const both = () => production().with({ name: "staging", kind: "test" }, "sk_test_0123456789abcdef");

describe("config set", () => {
  test("says what is set, in three views", async () => {
    const settings = staging();
    expect(await see("terminal", words("config set company Initech Inc"), { settings })).toEqual(
      expect.objectContaining({ exit: 0, stdout: "", stderr: "✔ The company is Initech Inc.\n" }),
    );
    expect(await see("pipe", words("config set SENDER Sam"), { settings })).toMatchObject({
      stdout: "Sam\n",
    });
    const { stdout } = await see("json", words("config set product TPS --env staging"), { settings });
    expect(JSON.parse(stdout)).toEqual({ key: "product", value: "TPS", environment: "staging" });
    expect(settings.configured).toEqual({
      asked: true,
      company: "Initech Inc",
      sender: "Sam",
      environments: { staging: { product: "TPS" } },
    });
  });

  test.each([
    ["company", " Ini\u200btech\n\u202e Inc ", "Initech Inc"],
    ["sender", "Mu\u0308ller", "Müller"],
    ["support", "mailto:help@initech.com", "help@initech.com"],
    ["support", "help@xn--mller-kva.de", "help@müller.de"],
    ["support", "https://initech.com/help", "https://initech.com/help"],
  ])("%s %j is stored as %s", async (key, typed, stored) => {
    const { stdout } = await see("pipe", ["config", "set", key, typed]);
    expect(stdout).toBe(`${stored}\n`);
  });

  test.each([
    ["company", " \u200b ", "The company is empty."],
    ["company", "sk_live_0123456789abcdef", "This is an API key, not a company."],
    ["sender", "x".repeat(201), "The sender may have 200 characters at most."],
    ["support", "initech.com", 'support: "initech.com" is neither an email address nor an https URL.'],
    ["support", "http://initech.com", 'support: "http://initech.com" must be an https URL.'],
    ["support", "http://localhost/help", "must be an https URL without a password."],
    ["support", "https://sam:secret@initech.com", "must be an https URL without a password."],
    ["support", "javascript:alert(1)@initech.com", "is not an email address."],
    [
      "colour",
      "red",
      "Invalid value 'colour' for <key>. Allowed choices are company, product, sender, support.",
    ],
  ])("%s %j is refused", async (key, typed, message) => {
    const settings = staging();
    const seen = await see("pipe", ["config", "set", key, typed], { settings });
    expect(seen).toMatchObject({ exit: 2, stdout: "" });
    expect(seen.stderr).toContain(message);
    expect(seen.stderr).not.toContain("0123456789abcdef");
    expect(settings.configured).toEqual({ asked: true });
  });

  test("an environment that does not exist is named with those that do", async () => {
    const settings = staging();
    const seen = await see("pipe", words("config set company Initech --env prod"), { settings });
    expect(seen).toMatchObject({ exit: 2, stdout: "" });
    expect(seen.stderr).toContain('Environment "prod" not found. Available: staging, sandbox.');
  });

  test("SSOCTL_ENV alone does not make it the value of one environment", async () => {
    const settings = both();
    const env = { SSOCTL_ENV: "staging" };
    await see("pipe", words("config set company Initech"), { settings, env });
    expect(settings.configured.company).toBe("Initech");
  });
});

test("config get: the environment's own value, then the one for all, then nothing", async () => {
  const settings = await set(both(), "company Initech", "company Initech-Test --env staging");
  const get = async (line: string) => (await see("pipe", words(`config get ${line}`), { settings })).stdout;
  expect(await get("company")).toBe("Initech\n");
  expect(await get("company --env staging")).toBe("Initech-Test\n");
  expect(await get("company --env production")).toBe("Initech\n");
  expect(await get("sender")).toBe("");
  const none = await see("terminal", words("config get sender"), { settings });
  expect(none).toMatchObject({
    exit: 0,
    stderr: "There is no sender. Set it: ssoctl config set sender <value>\n",
  });
  const { stdout } = await see("json", words("config get sender --env staging"), { settings });
  expect(JSON.parse(stdout)).toEqual({ key: "sender", value: null, environment: "staging" });
});

test("config unset removes one value, and what is left is used", async () => {
  const settings = await set(both(), "company Initech", "company Test --env staging");
  const first = await see("json", words("config unset company --env staging"), { settings });
  expect(JSON.parse(first.stdout)).toEqual({ key: "company", removed: true, environment: "staging" });
  expect(settings.configured).toEqual({ asked: true, company: "Initech", environments: {} });
  const second = await see("terminal", words("config unset company --env staging"), { settings });
  expect(second).toMatchObject({ exit: 0, stderr: "✔ There was no company in staging.\n" });
  expect(await see("pipe", words("config unset company"), { settings })).toMatchObject({
    stdout: "company\n",
  });
  expect(settings.configured.company).toBeUndefined();
});

test("config list, in three views", async () => {
  const settings = await set(both(), "company Initech", "sender Sam", "company Test --env staging");
  const terminal = await see("terminal", words("config list"), { settings });
  expect(terminal.stdout).toBe("company  Initech\nsender   Sam\ncompany  Test  staging only\n");
  const pipe = await see("pipe", words("config list"), { settings });
  expect(pipe.stdout).toBe("company\tInitech\t\nsender\tSam\t\ncompany\tTest\tstaging\n");
  const { stdout } = await see("json", words("config list"), { settings });
  const none = { product: null, support: null };
  expect(JSON.parse(stdout)).toEqual({
    ...none,
    company: "Initech",
    sender: "Sam",
    environments: { staging: { ...none, company: "Test", sender: null } },
    environment: null,
  });
  const own = await see("pipe", words("config list --env staging"), { settings });
  expect(own.stdout).toBe("company\tTest\t\nsender\tSam\t\n");
  const empty = await see("terminal", words("config list"));
  expect(empty).toMatchObject({
    exit: 0,
    stdout: "",
    stderr: "Nothing is set. For example: ssoctl config set company <value>\n",
  });
});

const acme = (state = "pending") => {
  const workos = new FakeWorkos();
  workos.organizations.push({ ...workos.has("Acme"), domains: [{ domain: "acme.com", state }] });
  workos.organizations.shift();
  return workos;
};

const EMAIL = words("link email acme.com --to jane@acme.com");
const MESSAGE = words("link create acme.com --message");

describe("who we are, in notes", () => {
  test("between them and us, signed, with a support contact", async () => {
    const settings = await set(staging(), "company Initech", "sender Sam Rep", "support help@initech.com");
    const email = await see("json", EMAIL, { workos: acme("verified"), settings });
    const { note } = JSON.parse(email.stdout);
    expect(note.subject).toBe("Setting up Single Sign-On between Acme and Initech");
    expect(note.text).toContain("a link to set up Single Sign-On between Acme and Initech. It is sent");
    expect(note.text).toMatch(
      /\n\nIf you get stuck, tell me, or ask help@initech\.com\.\n\nSam Rep\nInitech\n$/u,
    );
    expect(note.text).not.toMatch(/\[|\bus\b/u);
    const message = await see("pipe", MESSAGE, { workos: acme("verified"), settings });
    expect(message.stdout).toContain("your link to set up Single Sign-On between Acme and Initech:\n");
    expect(message.stdout).toMatch(/ask help@initech\.com\.\n\nSam Rep\nInitech\n$/u);
  });

  test.each([
    [[], "If you get stuck, tell me.\n\n[Your name and company]\n"],
    [["company Initech"], "\n[Your name]\nInitech\n"],
    [["sender Sam"], "\nSam\n[Your company]\n"],
    [["product TPS"], "\n[Your name and company]\n"],
  ])("what is missing cannot be missed: %j", async (lines, end) => {
    for (const argv of [EMAIL, MESSAGE]) {
      const { stdout } = await see("pipe", argv, {
        workos: acme(),
        settings: await set(staging(), ...lines),
      });
      expect(stdout.slice(-end.length)).toBe(end);
      expect(stdout).not.toMatch(/\bus\b/u);
    }
  });

  test("the product is what they sign in to", async () => {
    const settings = await set(staging(), "product TPS Cloud");
    const { stdout } = await see("pipe", EMAIL, { workos: acme(), settings });
    expect(stdout).toContain("by WorkOS, the service that TPS Cloud uses for sign-in.");
  });

  test("an environment has its own, and the others are the fallback", async () => {
    const settings = await set(both(), "company Initech", "sender Sam", "company Test --env staging");
    const flags = ["--env", "staging"];
    const { stdout } = await see("pipe", [...EMAIL, ...flags], { workos: acme(), settings });
    expect(stdout).toContain("between Acme and Test.");
    expect(stdout).toMatch(/\nSam\nTest\n$/u);
  });

  test("a value is text, whatever a template would make of it", async () => {
    const settings = await set(staging(), "company {{organization}}&<b>");
    const { stdout } = await see("pipe", EMAIL, { workos: acme(), settings });
    expect(stdout).toContain("between Acme and {{organization}}&<b>.");
  });

  test("a template may use them", async () => {
    const settings = await set(staging(), "company Initech", "support help@initech.com");
    const files = {
      "note.txt": "{{company}}|{{product}}|{{sender}}|{{support}}{{^sender}}|nobody{{/sender}}",
    };
    const argv = [...EMAIL, "--note-template", "note.txt"];
    const { stdout } = await see("pipe", argv, { workos: acme(), settings, files });
    expect(stdout).toBe("Initech|||help@initech.com|nobody\n");
  });
});

describe("what they need", () => {
  const RECORD = "a DNS TXT record for acme.com";
  const ACCOUNT = "an administrator account at your identity provider";

  test.each([
    ["sso", "pending", [ACCOUNT, RECORD]],
    ["sso", "verified", [ACCOUNT]],
    ["dsync", "pending", [ACCOUNT]],
    ["domain_verification", "pending", [RECORD]],
    ["domain_verification", "verified", []],
    ["log_streams", "pending", []],
    ["bring_your_own_key", "pending", []],
  ] as const)("for %s, with a domain that is %s", async (intent, state, needs) => {
    for (const argv of [EMAIL, MESSAGE]) {
      const { stdout } = await see("pipe", [...argv, "--intent", intent], { workos: acme(state) });
      expect([ACCOUNT, RECORD].filter((need) => stdout.includes(need))).toEqual(needs);
      expect(stdout.includes("What you need:")).toBe(needs.length > 0);
      expect(stdout).not.toMatch(/\n\n\n/u);
    }
  });

  test.each(["certificate_renewal", "audit_logs"])("for %s no record either", async (intent) => {
    const { stdout } = await see("pipe", [...MESSAGE, "--intent", intent], { workos: acme() });
    expect(stdout).not.toContain("DNS");
    expect(stdout.includes(ACCOUNT)).toBe(intent === "certificate_renewal");
  });
});

describe("the first note at a terminal", () => {
  const unasked = () => Object.assign(staging(), { configured: {} });
  const COMPANY = "Your company, for this note and later ones (Enter to skip)";
  const SENDER = "Your name, to sign them (Enter to skip)";
  const SENDING = "Have WorkOS email jane@acme.com? (Y/n)";

  test("asks for company and name, before anything is written, and never again", async () => {
    const settings = unasked();
    const workos = acme();
    const first = await see("terminal", EMAIL, { workos, settings, answers: [true, "Initech", "Sam"] });
    expect(first).toMatchObject({ exit: 0, questions: [SENDING, COMPANY, SENDER] });
    expect(first.stdout).toMatch(/between Acme and Initech[\s\S]*\nSam\nInitech\n\n$/u);
    expect(settings.configured).toEqual({ asked: true, company: "Initech", sender: "Sam" });
    const second = await see("terminal", MESSAGE, { workos: acme(), settings });
    expect(second).toMatchObject({ exit: 0, questions: [] });
    expect(second.stdout).toMatch(/\nSam\nInitech\n\n$/u);
  });

  test("Enter skips, for good", async () => {
    const settings = unasked();
    const first = await see("terminal", MESSAGE, { workos: acme(), settings, answers: ["", " "] });
    expect(first).toMatchObject({ exit: 0, questions: [COMPANY, SENDER] });
    expect(first.stdout).toMatch(/\n\[Your name and company\]\n\n$/u);
    expect(settings.configured).toEqual({ asked: true });
    expect(await see("terminal", MESSAGE, { workos: acme(), settings })).toMatchObject({ questions: [] });
  });

  test("Ctrl-C ends it: nothing is sent, and it is asked next time", async () => {
    const settings = unasked();
    const workos = acme();
    const seen = await see("terminal", EMAIL, { workos, settings, answers: [true, "Initech", CTRL_C] });
    expect(seen).toMatchObject({ exit: 130, stdout: "" });
    expect(seen.stderr).toContain("✖ Cancelled. Nothing was changed.\n");
    expect({ writes: workos.writes, kept: settings.configured }).toEqual({ writes: [], kept: {} });
  });

  test.each([
    ["pipe", []],
    ["json", []],
    ["terminal", ["--yes"]],
    ["terminal", ["--no-input"]],
  ] as const)("but not in a script: %s %j", async (view, flags) => {
    const settings = unasked();
    const seen = await see(view, [...MESSAGE, ...flags], { workos: acme(), settings });
    expect(seen).toMatchObject({ exit: 0, questions: [] });
    expect(settings.configured).toEqual({});
  });

  test("nor without a note, nor where one has set something", async () => {
    expect(
      await see("terminal", words("link create acme.com"), { workos: acme(), settings: unasked() }),
    ).toMatchObject({ exit: 0, questions: [] });
    const settings = await set(unasked(), "company Initech");
    expect(await see("terminal", MESSAGE, { workos: acme(), settings })).toMatchObject({ questions: [] });
  });

  test("what cannot be stored is no reason to fail", async () => {
    const settings = unasked();
    settings.isReadOnly = true;
    const seen = await see("terminal", MESSAGE, { workos: acme(), settings, answers: ["Initech", ""] });
    expect(seen.exit).toBe(0);
    expect(seen.stderr).toContain("  This could not be stored: The settings file is read-only.\n");
    expect(seen.stdout).toMatch(/\n\[Your name\]\nInitech\n\n$/u);
  });
});
