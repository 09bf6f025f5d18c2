import { describe, expect, test } from "vitest";
import type { Copied } from "../../src/terminal/clipboard.ts";
import { production, type Scene, see, staging } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";

const URL = "https://setup.workos.com/?token=secret-token";
const CREATE = ["link", "create", "acme.com"];

function acme(): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  return workos;
}

describe("an organization that exists", () => {
  test("at a terminal", async () => {
    expect(await see("terminal", CREATE, { workos: acme() })).toMatchObject({
      exit: 0,
      stdout: `\n${URL}\n\n`,
      stderr: [
        "staging · test",
        "✔ Acme (org_01) · acme.com is not verified yet",
        "✔ Copied. Single Sign-On setup, expires at 14:35:12 (5 min); may open only once.",
        "  For someone you are talking to now. To email it: ssoctl link email acme.com --to <address>",
        "",
      ].join("\n"),
      copied: [URL],
      questions: [],
    });
  });

  test("in a pipe: the URL alone, and nothing is copied", async () => {
    const { stdout, stderr, exit, copied } = await see("pipe", CREATE, { workos: acme() });
    expect({ stdout, exit, copied }).toEqual({ stdout: `${URL}\n`, exit: 0, copied: [] });
    expect(stderr).toContain("\nSingle Sign-On setup, expires at 14:35:12 (5 min); may open only once.\n");
  });

  test("as JSON: every field, and no words", async () => {
    const { stdout, stderr, exit } = await see("json", CREATE, { workos: acme() });
    expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
    expect(JSON.parse(stdout)).toEqual({
      url: URL,
      intent: "sso",
      expiresAt: "2026-11-23T14:35:12.000Z",
      organization: {
        id: "org_01",
        name: "Acme",
        externalId: null,
        domains: [{ domain: "acme.com", state: "pending" }],
        createdAt: "2026-01-01T00:00:00.000Z",
      },
      action: "found",
      similar: [],
      connections: [],
      environment: { name: "staging", kind: "test" },
      copied: false,
      opened: false,
      message: null,
    });
  });

  test("nothing is asked of a person, in production neither", async () => {
    const seen = await see("terminal", CREATE, { workos: acme(), settings: production() });
    expect(seen).toMatchObject({ exit: 0, stdout: `\n${URL}\n\n`, questions: [] });
    const piped = await see("pipe", CREATE, { workos: acme(), settings: production() });
    expect(piped).toMatchObject({ exit: 0, stdout: `${URL}\n` });
  });

  test("a name for a new one is not used, and that is said", async () => {
    const workos = acme();
    const { exit, stderr } = await see("pipe", [...CREATE, "--name", "Acme Inc"], { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain("  --name was not used: it is called Acme.\n");
    expect(workos.writes).toEqual(["createPortalLink org_01 sso"]);
  });

  test("where SSO is active already the words say so", async () => {
    const workos = acme();
    workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
    const { stderr } = await see("terminal", CREATE, { workos });
    expect(stderr).toContain("✔ Acme · Okta SAML is active. The link opens its settings.\n");
    expect(stderr).toContain("✔ Copied. Single Sign-On settings, expires at 14:35:12");
  });

  test("the link is asked for and the connections are read in the same moment", async () => {
    const workos = acme();
    let begin = () => {};
    const reading = new Promise<void>((resolve) => {
      begin = resolve;
    });
    workos.createPortalLink = async () => {
      await reading;
      return { url: URL, at: undefined };
    };
    workos.listConnections = async () => {
      begin();
      return [];
    };
    expect(await see("pipe", CREATE, { workos })).toMatchObject({ exit: 0, stdout: `${URL}\n` });
  });

  test("connections that cannot be read do not cost the link", async () => {
    const workos = acme().failsAt("listConnections", silence());
    const { stdout, stderr, exit } = await see("terminal", CREATE, { workos });
    expect({ stdout, exit }).toEqual({ stdout: `\n${URL}\n\n`, exit: 0 });
    expect(stderr).toContain("  Whether Single Sign-On is active already could not be read.\n");
  });
});

describe("what a link is for", () => {
  test.each([
    ["sso", " To email it: ssoctl link email acme.com --to <address>"],
    ["dsync", " To email it: ssoctl link email acme.com --intent dsync --to <address>"],
    ["certificate_renewal", ""],
  ])("%s goes on into the hint, where WorkOS emails such links", async (intent, hint) => {
    const { stderr } = await see("terminal", [...CREATE, "--intent", intent], { workos: acme() });
    expect(stderr).toContain(`  For someone you are talking to now.${hint}\n`);
  });

  test("is one thing", async () => {
    const workos = acme();
    const argv = [...CREATE, "--intent", "sso", "--intent", "dsync"];
    expect(await see("pipe", argv, { workos })).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: expect.stringContaining("✖ A portal link is for one intent.\n"),
    });
    expect(workos.asked).toEqual([]);
  });
});

describe("the clipboard", () => {
  test.each<[Copied, string]>([
    [
      "sent",
      "  The link was sent to your terminal's clipboard. If pasting gives something else, copy it by hand.\n",
    ],
    [{ reason: "xsel exited with code 1" }, "Not copied: xsel exited with code 1. Single Sign-On setup"],
  ])("%j: the words claim no more than is known", async (clipboard, words) => {
    const { stderr, exit } = await see("terminal", CREATE, { workos: acme(), clipboard });
    expect(exit).toBe(0);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("✔ Copied");
  });

  test.each([
    ["--copy copies from a pipe as well", "pipe", ["--copy"], [URL]],
    ["--no-copy leaves it alone", "terminal", ["--no-copy"], []],
    ["--open opens and does not copy", "terminal", ["--open"], []],
  ] as const)("%s", async (_what, view, flags, copied) => {
    const seen = await see(view, [...CREATE, ...flags], { workos: acme() });
    expect(seen).toMatchObject({ exit: 0, copied, opened: flags[0] === "--open" ? [URL] : [] });
  });

  test.each(["terminal", "pipe", "json"] as const)(
    "a browser that does not open is said, and the link is copied instead: %s",
    async (view) => {
      const scene = { workos: acme(), browserOpens: false };
      const { stdout, stderr, exit, copied } = await see(view, [...CREATE, "--open"], scene);
      expect({ exit, copied }).toEqual({ exit: 0, copied: [URL] });
      if (view === "json") expect(JSON.parse(stdout)).toMatchObject({ opened: false, copied: true });
      else {
        expect(stderr).toContain("  The link was not opened in your browser: xdg-open exited with code 3.\n");
        expect(stderr).toContain("✔ Copied. Single Sign-On setup");
      }
    },
  );

  test("--open --no-copy never copies", async () => {
    const scene = { workos: acme(), browserOpens: false };
    const { copied } = await see("terminal", [...CREATE, "--open", "--no-copy"], scene);
    expect(copied).toEqual([]);
  });
});

describe("a new customer", () => {
  test("in a test environment a script is not held up", async () => {
    const workos = new FakeWorkos();
    expect(await see("pipe", CREATE, { workos })).toMatchObject({ exit: 0, stdout: `${URL}\n` });
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "searchByName Acme",
      "findByDomain acme.com",
      "createOrganization Acme acme.com",
      "getOrganization org_01",
      "findByDomain acme.com",
      "createPortalLink org_01 sso",
    ]);
  });

  test("a name of one's own is set after it was created, so that everyone asks for the same one", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", [...CREATE, "--name", "Acme Inc"], { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain("✔ Created Acme Inc (org_01) · acme.com is not verified yet\n");
    expect(stderr).not.toContain("--name was not used");
    expect(workos.writes).toEqual([
      "createOrganization Acme acme.com",
      'updateOrganization org_01 {"name":"Acme Inc"}',
      "createPortalLink org_01 sso",
    ]);
  });

  test.each([
    ["staging, Yes first", staging(), "[Yes | No | Yes, under another name]"],
    ["production, No first", production(), "[No | Yes | Yes, under another name]"],
  ])("a person is asked in %s", async (_what, settings, choices) => {
    const scene: Scene = { workos: new FakeWorkos(), settings, answers: ["Yes"] };
    const { exit, questions } = await see("terminal", CREATE, scene);
    expect(exit).toBe(0);
    const name = settings.environments.defaultName();
    expect(questions).toEqual([`No organization for acme.com. Create "Acme" in ${name}? ${choices}`]);
  });

  test("in production a script needs --yes", async () => {
    const refused = await see("pipe", CREATE, { settings: production() });
    expect(refused).toMatchObject({ exit: 8, stdout: "" });
    expect(refused.stderr).toBe(
      [
        "production · LIVE",
        "✖ production is a live environment. Pass --yes to confirm. Nothing was changed.",
        "",
      ].join("\n"),
    );
    expect(await see("pipe", [...CREATE, "--yes"], { settings: production() })).toMatchObject({ exit: 0 });
  });

  test("a key of unknown form counts as production", async () => {
    const seen = await see("pipe", CREATE, { env: { WORKOS_API_KEY: "sk_abcdefghijklmnop" } });
    expect(seen.exit).toBe(8);
    expect(seen.stderr).toBe(
      [
        "WORKOS_API_KEY · UNKNOWN KIND, treated as live",
        "✖ WORKOS_API_KEY may be a live environment. Pass --yes to confirm. Nothing was changed.",
        "",
      ].join("\n"),
    );
  });

  test.each(["terminal", "pipe"] as const)("--no-create: exit 3, seen in a %s", async (view) => {
    expect(await see(view, [...CREATE, "--no-create"])).toMatchObject({
      exit: 3,
      stdout: "",
      stderr: [
        "staging · test",
        "✖ No organization for acme.com in staging. Nothing was changed.",
        "  Check the spelling, or create it: ssoctl org ensure acme.com",
        "",
      ].join("\n"),
    });
  });

  test("--no-create as JSON", async () => {
    const { exit, stdout, stderr } = await see("json", [...CREATE, "--no-create"]);
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "no_organization",
        exitCode: 3,
        message: "No organization for acme.com in staging.",
        done: [],
        unknown: [],
        hint: "Check the spelling, or create it: ssoctl org ensure acme.com",
      },
    });
  });

  test.each(["terminal", "pipe"] as const)(
    "what was done before the link failed is said, and what is not known, seen in a %s",
    async (view) => {
      const workos = new FakeWorkos().failsAt("createPortalLink", silence());
      const seen = await see(view, [...CREATE, "--yes"], { workos });
      expect(seen).toMatchObject({ exit: 6, stdout: "" });
      expect(seen.stderr).toContain(
        [
          "✖ WorkOS did not answer in 10 s (3 attempts).",
          "  Done before this: created Acme (org_01).",
          "  Not known: whether a portal link was created. If so, nobody has it, and it expires in 5 minutes.",
          "  See https://status.workos.com, then try again.",
          "",
        ].join("\n"),
      );
    },
  );

  test("… and as JSON", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", silence());
    const { stderr } = await see("json", CREATE, { workos });
    const organization = { id: "org_01", name: "Acme" };
    expect(JSON.parse(stderr).error).toEqual({
      code: "unavailable",
      exitCode: 6,
      message: "WorkOS did not answer in 10 s (3 attempts).",
      hint: "See https://status.workos.com, then try again.",
      done: [{ action: "organization_created", organization, domain: "acme.com" }],
      unknown: [{ action: "link_created", organization, intent: "sso" }],
    });
  });

  test("a domain that was added to one that a person chose is among what was done", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", refusal("usage", 422));
    workos.has("Acme", "acme.de");
    const answers = ["Use Acme (acme.de) and add acme.com to it"];
    const { exit, stderr } = await see("terminal", CREATE, { workos, answers });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ WorkOS answered 422. Done before this: added acme.com to Acme (org_01).\n");
  });

  test("a link that was refused is not among what was done", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", refusal("usage", 422));
    const { exit, stderr } = await see("pipe", CREATE, { workos });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ WorkOS answered 422. Done before this: created Acme (org_01).\n");
    expect(stderr).not.toContain("Not known");
  });

  test("a lost answer to the creation leaves open what happened", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", silence());
    const { exit, stderr } = await see("pipe", CREATE, { workos });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      "✖ WorkOS did not answer in 10 s (3 attempts). Not known: whether Acme was created by this run. Run the same command again: it finds what is there.\n",
    );
  });

  test("a lost answer to a creation that can be read back costs nothing", async () => {
    const workos = new FakeWorkos().losesAnswersOf("createOrganization");
    const { exit, stdout, stderr } = await see("pipe", CREATE, { workos });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: `${URL}\n` });
    expect(stderr).toContain("✔ Created Acme (org_01)");
    expect(stderr).not.toContain("Not known");
    expect(workos.writes).toEqual(["createOrganization Acme acme.com", "createPortalLink org_01 sso"]);
  });
});

describe("--message", () => {
  const MESSAGE = [...CREATE, "--message"];
  const TEXT = [
    "Hi,",
    "",
    "here is your link to set up Single Sign-On for Acme:",
    "",
    URL,
    "",
    "It expires at 14:35 UTC, 5 minutes after I made it, and may open only once. Please open it now, in the browser you will use. If it has expired, tell me and I will send a new one.",
    "",
    "What you need:",
    "- an administrator account at your identity provider, such as Okta, Entra ID or Google Workspace",
    "- somebody who can add a DNS TXT record for acme.com, to prove that it is yours",
    "",
    "Please do not forward it: anyone with the link can set up sign-in for Acme.",
    "",
    "If you get stuck, tell me.",
    "",
    "[Your name and company]",
    "",
  ].join("\n");
  const PRINTED = `Subject: Your link to set up Single Sign-On for Acme\n\n${TEXT}`;

  test("at a terminal: the message, without its subject on the clipboard, and nothing is asked", async () => {
    const seen = await see("terminal", MESSAGE, { workos: acme() });
    expect(seen).toMatchObject({ exit: 0, stdout: `\n${PRINTED}\n`, copied: [TEXT], questions: [] });
    expect(seen.stderr).toContain(
      "✔ Copied. Single Sign-On setup, expires at 14:35:12 (5 min); may open only once.\n",
    );
    expect(seen.stderr).not.toContain("secret-token");
  });

  test("in a pipe: subject and text", async () => {
    const seen = await see("pipe", MESSAGE, { workos: acme() });
    expect(seen).toMatchObject({ exit: 0, stdout: PRINTED, copied: [] });
  });

  test("as JSON: beside everything that a link has", async () => {
    const { stdout, stderr } = await see("json", MESSAGE, { workos: acme() });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      url: URL,
      intent: "sso",
      expiresAt: "2026-11-23T14:35:12.000Z",
      message: { subject: "Your link to set up Single Sign-On for Acme", text: TEXT },
    });
  });

  test("is for what the link is for", async () => {
    const { stdout } = await see("pipe", [...MESSAGE, "--intent", "dsync"], { workos: acme() });
    expect(stdout).toContain("Subject: Your link to set up Directory Sync for Acme\n");
    expect(stdout).toContain("here is your link to set up Directory Sync for Acme:\n");
  });

  test.each([
    ["okta", "an Okta account that can add app integrations"],
    ["entra", "an Entra ID account that can add enterprise applications"],
    ["google", "a Google Workspace account that can add SAML apps"],
    ["other", "an account at your identity provider that can add a SAML or OpenID Connect application"],
  ])("--provider %s sharpens it", async (provider, words) => {
    const { stdout } = await see("pipe", [...MESSAGE, "--provider", provider], { workos: acme() });
    expect(stdout).toContain(`- ${words}`);
  });

  describe("--note-template", () => {
    const written = (source: string) =>
      see("pipe", [...MESSAGE, "--note-template", "note.txt"], {
        workos: acme(),
        files: { "note.txt": source },
      });

    test("replaces it, subject and all", async () => {
      expect(await written("Subject: Hello {{organization}}\n\n{{link}} until {{worksUntil}}")).toMatchObject(
        {
          exit: 0,
          stdout: `Subject: Hello Acme\n\n${URL} until 14:35 UTC\n`,
        },
      );
    });

    test.each([
      ["no placeholder", "Hi, here is your link."],
      ["it in the subject only", "Subject: {{link}}\n\nHi"],
      ["it where there is none", "{{^link}}{{link}}{{/link}}"],
      ["it in a comment", "{{! link }}"],
      ["it for a recipient with a name only", "{{#name}}{{link}}{{/name}}"],
      ["a condition only", "{{#link}}Here it is{{/link}}"],
    ])("without the link is refused before anything is sent: %s", async (_what, template) => {
      const workos = acme();
      const seen = await see("pipe", [...CREATE, "--message", "--note-template", "t"], {
        workos,
        files: { t: template },
      });
      expect(seen).toMatchObject({ exit: 2, stdout: "", accessed: [] });
      expect(seen.stderr).toContain("✖ The template does not show the link.");
      expect(workos.asked).toEqual([]);
    });

    test("may leave the subject to us", async () => {
      const { stdout } = await written("{{link}}");
      expect(stdout).toBe(`Subject: Your link to set up Single Sign-On\n\n${URL}\n`);
    });

    test("with an unknown placeholder is refused before anything is asked", async () => {
      const { exit, stdout, stderr } = await written("{{nam}}");
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
      expect(stderr).toContain("✖ The template has an unknown placeholder: {{nam}}.\n  There are: ");
    });

    test("that is not there is refused", async () => {
      const seen = await see("pipe", [...MESSAGE, "--note-template", "none.txt"], { workos: acme() });
      expect(seen).toMatchObject({
        exit: 2,
        stdout: "",
        stderr: "✖ --note-template: none.txt cannot be read: there is no such file.\n",
      });
    });
  });
});

describe("--dry-run", () => {
  const DRY = [...CREATE, "--dry-run"];

  test("with an organization: used, and a link", async () => {
    const workos = acme();
    const seen = await see("terminal", DRY, { workos });
    expect(seen).toMatchObject({
      exit: 0,
      stderr: "staging · test\n",
      stdout: [
        "would use     organization  Acme (org_01)",
        "would create  portal link   for Single Sign-On",
        "",
      ].join("\n"),
      copied: [],
      questions: [],
    });
    expect(workos.asked).toEqual(["findByDomain acme.com"]);
  });

  test("in a pipe: tab separated", async () => {
    const { exit, stdout } = await see("pipe", [...DRY, "--intent", "dsync"], { workos: acme() });
    expect(exit).toBe(0);
    expect(stdout).toBe("use\torganization\tAcme (org_01)\ncreate\tportal link\tfor Directory Sync\n");
  });

  test("as JSON: what would be changed", async () => {
    const { stdout, stderr } = await see("json", DRY, { workos: acme() });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      organization: {
        id: "org_01",
        name: "Acme",
        externalId: null,
        domains: [{ domain: "acme.com", state: "pending" }],
        createdAt: "2026-01-01T00:00:00.000Z",
      },
      changes: [{ organization: { id: "org_01", name: "Acme" }, action: "link_created", intent: "sso" }],
      similar: [],
      environment: { name: "staging", kind: "test" },
    });
  });

  test.each(["terminal", "pipe"] as const)(
    "without one: it would be created, and nobody is asked, seen in a %s",
    async (view) => {
      for (const settings of [staging(), production()]) {
        const workos = new FakeWorkos();
        const seen = await see(view, [...DRY, "--name", "Acme Inc", "--open"], { workos, settings });
        expect(seen).toMatchObject({ exit: 0, questions: [], opened: [] });
        expect(seen.stdout).toContain(
          view === "pipe" ? "create\torganization\t" : "would create  organization  ",
        );
        expect(seen.stdout).toContain("Acme Inc (acme.com, pending)\n");
        expect(workos.writes).toEqual([]);
        expect(seen.recorded).toEqual([]);
      }
    },
  );

  test("without one, as JSON", async () => {
    const { stdout } = await see("json", DRY);
    const organization = { id: null, name: "Acme" };
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      organization: null,
      changes: [
        { organization, action: "organization_created", domain: "acme.com" },
        { organization, action: "link_created", intent: "sso" },
      ],
      similar: [],
      environment: { name: "staging", kind: "test" },
    });
  });

  test("fails where it would", async () => {
    expect(await see("pipe", [...DRY, "--no-create"])).toMatchObject({ exit: 3, stdout: "" });
    const several = acme();
    several.has("Acme (old)", "acme.com");
    expect(await see("pipe", DRY, { workos: several })).toMatchObject({ exit: 5, stdout: "" });
  });
});

describe("several organizations", () => {
  const several = () => {
    const workos = new FakeWorkos();
    workos.has("Acme (old)", "acme.com");
    workos.has("Acme", "acme.com");
    return workos;
  };

  test("a script gets the candidates and exit 5", async () => {
    const { exit, stdout, stderr } = await see("pipe", CREATE, { workos: several() });
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain(
      [
        "✖ 2 organizations have acme.com:",
        "    org_01  Acme (old)  created 2026-01-01",
        "    org_02  Acme  created 2026-01-02",
        "  Nothing was changed.",
        "  Choose one: ssoctl link create org_01 · To have one again: in the WorkOS dashboard, take the domain from the others, or delete them if nobody uses them.",
        "",
      ].join("\n"),
    );
  });

  test("a program gets them as data", async () => {
    const { stderr } = await see("json", CREATE, { workos: several() });
    expect(JSON.parse(stderr).error.candidates).toEqual([
      { id: "org_01", name: "Acme (old)", createdAt: "2026-01-01T00:00:00.000Z" },
      { id: "org_02", name: "Acme", createdAt: "2026-01-02T00:00:00.000Z" },
    ]);
  });

  test("a person chooses", async () => {
    const workos = several();
    const answers = ["org_02  Acme  created 2026-01-02"];
    expect(await see("terminal", CREATE, { workos, answers })).toMatchObject({ exit: 0 });
    expect(workos.asked).toContain("createPortalLink org_02 sso");
  });

  test("an id names one of them", async () => {
    const workos = several();
    expect(await see("pipe", ["link", "create", "org_02"], { workos })).toMatchObject({ exit: 0 });
    expect(workos.asked[0]).toBe("getOrganization org_02");
  });
});

describe("what was typed", () => {
  test("is repeated as understood when that differs", async () => {
    const { stderr } = await see("pipe", ["link", "create", "jane@acme.com"], { workos: acme() });
    expect(stderr).toMatch(/^jane@acme\.com → acme\.com\n/u);
  });

  test("a sub-domain is kept, and the organization above it is mentioned", async () => {
    const workos = acme();
    const { exit, stderr } = await see("pipe", ["link", "create", "eu.acme.com"], { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain(
      "! Acme (org_01) has the parent domain: acme.com. If it was meant: ssoctl link create org_01\n",
    );
    expect(workos.asked[0]).toBe("findByDomain eu.acme.com,acme.com");
    expect(workos.organizations.map(({ domains }) => domains[0]?.domain)).toEqual([
      "acme.com",
      "eu.acme.com",
    ]);
  });

  test.each([
    [["--return-url", "http://acme.com"], '--return-url: "http://acme.com" must be an https URL.'],
    [["--success-url", "acme"], '--success-url: "acme" is not a URL.'],
    [["--name", " "], "--name is empty."],
    [["--open", "--copy"], "--open and --copy exclude each other: the link may open only once."],
    [["--open", "--message"], "--open and --message exclude each other: the link may open only once."],
    [["--provider", "okta"], "--provider belongs to --message."],
    [["--note-template", "note.txt"], "--note-template belongs to --message."],
  ])("%j is refused before anything is asked", async (flags, words) => {
    const workos = acme();
    const { exit, stderr, stdout } = await see("pipe", [...CREATE, ...flags], { workos });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(`✖ ${words}\n`);
    expect(workos.asked).toEqual([]);
  });

  test("loopback URLs may be http", async () => {
    const flags = ["--return-url", "http://localhost:3000/back"];
    expect(await see("pipe", [...CREATE, ...flags], { workos: acme() })).toMatchObject({ exit: 0 });
  });

  test.each([
    ["gmail.com", 8],
    ["co.uk", 2],
    ["org_99", 3],
  ])("%s ends with %i", async (customer, exit) => {
    expect(await see("pipe", ["link", "create", customer])).toMatchObject({ exit, stdout: "" });
  });
});

test("a name that came from WorkOS reaches neither terminal nor JSON with its control characters", async () => {
  const name = "\u001b]0;owned\u0007Ac\u202eme\u009b31m";
  const hostile = () => {
    const workos = new FakeWorkos();
    workos.has(name, "acme.com");
    return workos;
  };
  const { stderr } = await see("terminal", CREATE, { workos: hostile() });
  expect(stderr).toContain("✔ ]0;ownedAcme31m (org_01)");
  const { stdout } = await see("json", CREATE, { workos: hostile() });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  expect(JSON.parse(stdout).organization.name).toBe(name);
});

describe("a link that WorkOS answers", () => {
  const answering = (url: string, at?: Date) => {
    const workos = acme();
    workos.createPortalLink = async () => ({ url, at });
    return workos;
  };

  test.each([
    "",
    "setup.workos.com/?token=a",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://setup.workos.com/?token=a",
    "https://",
    "https://setup.workos.com:secret@evil.example/",
    "https://setup.workos.com@evil.example/",
    `https://setup.workos.com/?token=${"a".repeat(3000)}`,
  ])("is handed on by no view if it is %j", async (url) => {
    for (const view of ["terminal", "pipe", "json"] as const) {
      const seen = await see(view, CREATE, { workos: answering(url) });
      expect(seen).toMatchObject({ exit: 6, stdout: "", copied: [] });
      expect(seen.stderr).toContain("WorkOS's answer holds no usable link.");
    }
    const seen = await see("pipe", CREATE, { workos: answering(url) });
    expect(seen.stderr).toContain("Done before this: created a portal link for Single Sign-On.\n");
  });

  test.each([
    ["https://setup.workos.com?token=a", "https://setup.workos.com/?token=a"],
    ["https://setup.workos.com/\n?token=\ta\u202eb", "https://setup.workos.com/?token=a%E2%80%AEb"],
    [" HTTPS://Setup.WorkOS.com:443/a b\u009b31m ", "https://setup.workos.com/a%20b%C2%9B31m"],
    ["http://127.0.0.1:4747/portal/a", "http://127.0.0.1:4747/portal/a"],
  ])("is handed on in its standard form: %j", async (url, href) => {
    const workos = answering(url);
    expect(await see("pipe", CREATE, { workos })).toMatchObject({ exit: 0, stdout: `${href}\n` });
    const seen = await see("terminal", CREATE, { workos });
    expect(seen).toMatchObject({ exit: 0, stdout: `\n${href}\n\n`, copied: [href] });
    expect(JSON.parse((await see("json", CREATE, { workos })).stdout).url).toBe(href);
  });

  test("expires five minutes after WorkOS made it, by WorkOS's clock", async () => {
    const workos = answering("https://setup.workos.com/?token=a", new Date("2026-11-23T12:30:12.000Z"));
    const { stdout } = await see("json", [...CREATE, "--message"], { workos });
    const { expiresAt, message } = JSON.parse(stdout);
    expect(expiresAt).toBe("2026-11-23T12:35:12.000Z");
    expect(message.text).toContain("It expires at 12:35 UTC");
    const { stderr } = await see("terminal", CREATE, { workos });
    expect(stderr).toContain("expires at 12:35:12 (5 min)");
  });
});

test("a failure nobody foresaw is exit 1, and what it left behind is not known", async () => {
  const workos = acme();
  workos.createPortalLink = async () => {
    throw new TypeError("surprise");
  };
  const { exit, stderr } = await see("pipe", CREATE, { workos });
  expect(exit).toBe(1);
  expect(stderr).toContain("✖ Unexpected error: surprise");
  expect(stderr).toContain("Not known: whether a portal link was created.");
});

test("a key without permission is exit 4", async () => {
  const workos = acme().failsAt("createPortalLink", refusal("unauthorized", 403));
  const { exit, stderr } = await see("pipe", CREATE, { workos });
  expect(exit).toBe(4);
  expect(stderr).toContain("✖ WorkOS answered 403. Nothing was changed.\n");
});
