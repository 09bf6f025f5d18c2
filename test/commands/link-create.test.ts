import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { production, type Scene, see, staging } from "../support/fake-system.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const URL = "https://setup.workos.com?token=secret-token";
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
      stdout: `${URL}\n`,
      stderr: [
        "staging · test",
        "✔ Acme (org_01) · acme.com is not verified yet",
        "✔ Copied. Single Sign-On setup, works until 14:35:12 (5 minutes), probably for one opening.",
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
    expect(stderr).toContain("\nSingle Sign-On setup, works until 14:35:12 (5 minutes)");
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
    });
  });

  test("where SSO is active already the words say so", async () => {
    const workos = acme();
    workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
    const { stderr } = await see("terminal", CREATE, { workos });
    expect(stderr).toContain("✔ Acme · Okta SAML is active. The link opens its settings.\n");
    expect(stderr).toContain("✔ Copied. Single Sign-On settings, works until");
  });

  test("the link is asked for and the connections are read in the same moment", async () => {
    const workos = acme();
    let begin = () => {};
    const reading = new Promise<void>((resolve) => {
      begin = resolve;
    });
    workos.createPortalLink = async () => {
      await reading;
      return URL;
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
    expect({ stdout, exit }).toEqual({ stdout: `${URL}\n`, exit: 0 });
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
  test.each([
    [
      "sent",
      "  The link was sent to your terminal's clipboard. If pasting gives something else, copy it by hand.\n",
    ],
    ["failed", "Not copied: there is no clipboard here. Single Sign-On setup"],
  ] as const)("%s: the words claim no more than is known", async (clipboard, words) => {
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

  test("a browser that does not open is said", async () => {
    const { stderr, exit } = await see("terminal", [...CREATE, "--open"], {
      workos: acme(),
      browserOpens: false,
    });
    expect(exit).toBe(0);
    expect(stderr).toContain("No browser could be opened here; use the link above.");
  });
});

describe("a new customer", () => {
  test("in a test environment a script is not held up", async () => {
    const workos = new FakeWorkos();
    expect(await see("pipe", CREATE, { workos })).toMatchObject({ exit: 0, stdout: `${URL}\n` });
    expect(workos.asked).toEqual([
      "findByDomain acme.com",
      "searchByName Acme",
      "createOrganization Acme acme.com pending",
      "findByDomain acme.com",
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
    expect(questions).toEqual([`No organization has acme.com. Create "Acme" in ${name}? ${choices}`]);
  });

  test("No is no", async () => {
    const workos = new FakeWorkos();
    const { exit, stdout, stderr } = await see("terminal", CREATE, { workos, answers: ["No"] });
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: "" });
    expect(stderr).toContain("✖ Not created. Nothing was changed.");
    expect(workos.asked).toEqual(["findByDomain acme.com", "searchByName Acme"]);
  });

  test("in production a script needs --yes", async () => {
    const refused = await see("pipe", CREATE, { settings: production() });
    expect(refused).toMatchObject({ exit: 8, stdout: "" });
    expect(refused.stderr).toBe(
      [
        "production · LIVE",
        '✖ Creating "Acme" in production, which is live, needs a yes. Nothing was changed.',
        "  No organization has acme.com there. To create it, add --yes.",
        "",
      ].join("\n"),
    );
    expect(await see("pipe", [...CREATE, "--yes"], { settings: production() })).toMatchObject({ exit: 0 });
  });

  test("a key of unknown form counts as production", async () => {
    const seen = await see("pipe", CREATE, { env: { WORKOS_API_KEY: "sk_abcdefghijklmnop" } });
    expect(seen.exit).toBe(8);
    expect(seen.stderr).toContain("WORKOS_API_KEY · UNKNOWN KIND, treated as live");
  });

  test("--no-create: exit 3", async () => {
    const { exit, stderr } = await see("json", [...CREATE, "--no-create"]);
    expect(exit).toBe(3);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "no_organization",
        exitCode: 3,
        message: "No organization has acme.com in staging.",
        hint: "Check the spelling, or create it: ssoctl org ensure acme.com",
      },
    });
  });

  test("an organization made before the link failed is named, with the command that goes on", async () => {
    const workos = new FakeWorkos().failsAt("createPortalLink", silence());
    const seen = await see("pipe", CREATE, { workos });
    expect(seen).toMatchObject({ exit: 6, stdout: "" });
    expect(seen.stderr).toContain(
      "✖ WorkOS did not answer in 10 s (3 attempts). Whether a link was made is not known. Acme (org_01) was created.\n",
    );
    const json = await see("json", CREATE, {
      workos: new FakeWorkos().failsAt("createPortalLink", silence()),
    });
    expect(JSON.parse(json.stderr).error).toMatchObject({ organization: { id: "org_01", name: "Acme" } });
  });

  test("a lost answer to the creation leaves open what happened", async () => {
    const workos = new FakeWorkos().failsAt("createOrganization", silence());
    const { stderr } = await see("pipe", CREATE, { workos });
    expect(stderr).toContain("Whether Acme was created is not known.\n  Run the same command again");
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
        "  Choose one: ssoctl link create org_01",
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
    [["--open", "--copy"], "--open and --copy exclude each other: the link may work for one opening only."],
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

test("a link that is not https is not handed on", async () => {
  const workos = acme();
  workos.createPortalLink = async () => "javascript:alert(1)";
  expect(await see("pipe", CREATE, { workos })).toMatchObject({ exit: 6, stdout: "" });
});

test("a failure nobody foresaw is exit 1", async () => {
  const workos = acme();
  workos.createPortalLink = async () => {
    throw new TypeError("surprise");
  };
  const { exit, stderr } = await see("pipe", CREATE, { workos });
  expect(exit).toBe(1);
  expect(stderr).toContain("✖ Something unforeseen happened: surprise");
});

test("a key without permission is exit 4", async () => {
  const failure = new Failure("unauthorized", "The key has no permission for this (403).", { status: 403 });
  const workos = acme().failsAt("createPortalLink", failure);
  const { exit, stderr } = await see("pipe", CREATE, { workos });
  expect(exit).toBe(4);
  expect(stderr).toContain("✖ The key has no permission for this (403). No link was made.");
});
