import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { CTRL_C, FakeSettings, production, see, staging } from "../support/fake-system.ts";
import { FakeWorkos, silence } from "../support/fake-workos.ts";

const KEY = "sk_test_0123456789abcdef";

describe("env add", () => {
  const ADD = ["env", "add", "staging", "--key-stdin"];

  test("keeps a key that was read from stdin, after one sanitize call with it", async () => {
    const settings = new FakeSettings();
    const workos = new FakeWorkos();
    const { exit, stdout, stderr, accessed } = await see("pipe", ADD, {
      settings,
      workos,
      stdin: `${KEY}\n`,
    });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "staging\n" });
    expect(stderr).toBe(
      [
        "✔ Saved staging (test) as the default environment.",
        "  API key sk_test_…cdef works. It is stored in /home/rep/.config/ssoctl/config.json (no keychain available).",
        "",
      ].join("\n"),
    );
    expect(accessed.map(({ key, url }) => [key, url.href])).toEqual([[KEY, "https://api.workos.com/"]]);
    expect(workos.asked).toEqual(["checkKey"]);
    expect(settings.keysByName.get("staging")).toBe(KEY);
  });

  test("asks a person for it", async () => {
    const settings = new FakeSettings();
    const seen = await see("terminal", ["env", "add", "staging"], { settings, answers: [KEY] });
    expect(seen).toMatchObject({ exit: 0, questions: ["API key for staging (WorkOS dashboard > API Keys)"] });
    expect(settings.keysByName.get("staging")).toBe(KEY);
  });

  test("keeps nothing when WorkOS does not accept the key", async () => {
    const settings = new FakeSettings();
    const failure = new Failure("unauthorized", "WorkOS does not accept this key (401).");
    const workos = new FakeWorkos().failsAt("checkKey", failure);
    expect(await see("pipe", ADD, { settings, workos, stdin: KEY })).toMatchObject({
      exit: 4,
      stdout: "",
      stderr:
        "✖ WorkOS does not accept this key (401).\n  The API key was not stored. Copy the API key again and run the same command.\n",
    });
    expect([settings.stored.size, settings.keysByName.size]).toEqual([0, 0]);
  });

  test("keeps nothing when WorkOS does not answer, and says so, also as JSON", async () => {
    const settings = new FakeSettings();
    const unanswered = () => new FakeWorkos().failsAt("checkKey", silence());
    const hint = "The API key was not stored. See https://status.workos.com, then try again.";
    expect(await see("pipe", ADD, { settings, workos: unanswered(), stdin: KEY })).toMatchObject({
      exit: 6,
      stdout: "",
      stderr: `✖ WorkOS did not answer in 10 s (3 attempts).\n  ${hint}\n`,
    });
    const json = await see("json", ADD, { settings, workos: unanswered(), stdin: KEY });
    expect(JSON.parse(json.stderr).error).toEqual({
      code: "unavailable",
      exitCode: 6,
      message: "WorkOS did not answer in 10 s (3 attempts).",
      hint,
      done: [],
      unknown: [],
    });
    expect([settings.stored.size, settings.keysByName.size]).toEqual([0, 0]);
  });

  test.each([
    ["nobody to ask", ["env", "add", "staging"], "", 2],
    ["an empty key", ADD, "\n", 2],
    ["no key at all", ADD, "hello", 2],
    ["a reserved name", ["env", "add", "sandbox", "--key-stdin"], KEY, 2],
    ["a name with a dot", ["env", "add", "a.b", "--key-stdin"], KEY, 2],
    ["an address in the clear", [...ADD, "--api-url", "http://workos.example"], KEY, 2],
    ["a kind that the key contradicts", [...ADD, "--kind", "live"], KEY, 8],
  ])("refuses %s", async (_what, argv, stdin, exit) => {
    const settings = new FakeSettings();
    const seen = await see("pipe", argv, { settings, stdin });
    expect(seen).toMatchObject({ exit, stdout: "" });
    expect(seen.stderr).not.toContain(KEY);
    expect(settings.stored.size).toBe(0);
  });

  test("the kind of a key of unknown form can be given", async () => {
    const settings = new FakeSettings();
    await see("pipe", [...ADD, "--kind", "test"], { settings, stdin: "sk_abcdefghijklmnop" });
    expect(settings.stored.get("staging")?.kind).toBe("test");
  });

  test("does not replace an environment unasked", async () => {
    const settings = staging();
    const other = "sk_test_another_key_0000";
    expect(await see("pipe", ADD, { settings, stdin: other })).toMatchObject({ exit: 5 });
    expect(settings.keysByName.get("staging")).toBe(KEY);
    expect(await see("pipe", [...ADD, "--yes"], { settings, stdin: other })).toMatchObject({ exit: 0 });
    expect(settings.keysByName.get("staging")).toBe(other);
    for (const answer of [false, CTRL_C]) {
      const argv = ["env", "add", "staging"];
      expect(await see("terminal", argv, { settings, answers: [answer] })).toMatchObject({
        exit: 130,
        stderr: "✖ Cancelled.\n",
      });
    }
    expect(settings.keysByName.get("staging")).toBe(other);
  });

  test("keeps nothing where no key is given after all", async () => {
    const settings = new FakeSettings();
    const workos = new FakeWorkos();
    const seen = await see("terminal", ["env", "add", "staging"], { settings, workos, answers: [CTRL_C] });
    expect(seen).toMatchObject({ exit: 130, stdout: "", stderr: "✖ Cancelled.\n" });
    expect([settings.stored.size, workos.asked.length]).toEqual([0, 0]);
  });
});

describe("env add keeps the key", () => {
  const ADD = ["env", "add", "staging", "--key-stdin"];
  const FILE = "/home/rep/.config/ssoctl/config.json";

  test.each([
    ["in the keychain, where one answers", [], true, "keychain", "your system's keychain"],
    [
      "in the keychain, where that is asked for",
      ["--storage", "keychain"],
      true,
      "keychain",
      "your system's keychain",
    ],
    [
      "in the file, where no keychain answers, and says so",
      [],
      false,
      "file",
      `${FILE} (no keychain available)`,
    ],
    ["in the file, where that is asked for", ["--storage", "file"], true, "file", FILE],
    [
      "in the file, where that is asked for and no keychain answers",
      ["--storage", "file"],
      false,
      "file",
      FILE,
    ],
  ] as const)("%s", async (_where, flags, answers, storage, words) => {
    const settings = () => (answers ? new FakeSettings().withKeychain() : new FakeSettings());
    const other = storage === "file" ? "keychain" : "file";
    const [atTerminal, inPipe, asJson] = [settings(), settings(), settings()];
    const typed = ["env", "add", "staging", ...flags];
    expect(await see("terminal", typed, { settings: atTerminal, answers: [KEY] })).toMatchObject({
      exit: 0,
      stdout: "",
      stderr: `✔ Saved staging (test) as the default environment.\n  API key sk_test_…cdef works. It is stored in ${words}.\n`,
    });
    expect(await see("pipe", [...ADD, ...flags], { settings: inPipe, stdin: KEY })).toMatchObject({
      exit: 0,
      stdout: "staging\n",
      stderr: `✔ Saved staging (test) as the default environment.\n  API key sk_test_…cdef works. It is stored in ${words}.\n`,
    });
    const json = await see("json", [...ADD, ...flags], { settings: asJson, stdin: KEY });
    expect({ ...json, stdout: JSON.parse(json.stdout) }).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: { name: "staging", key: "sk_test_…cdef", storage },
    });
    for (const { stored, keys } of [atTerminal, inPipe, asJson]) {
      expect(stored.get("staging")?.storage).toBe(storage);
      expect([keys[storage].byName.size, keys[other].byName.size]).toEqual([1, 0]);
    }
  });

  test.each(["terminal", "pipe", "json"] as const)(
    "nowhere, where a keychain is asked for and none answers: %s",
    async (view) => {
      const settings = new FakeSettings();
      const workos = new FakeWorkos();
      const argv = ["env", "add", "staging", "--storage", "keychain"];
      const { exit, stdout, stderr, questions } = await see(view, argv, { settings, workos });
      expect({ exit, stdout, questions, asked: workos.asked }).toEqual({
        exit: 2,
        stdout: "",
        questions: [],
        asked: [],
      });
      const message = "No keychain: it is not there.";
      const hint =
        "If the keychain is locked, unlock it. To store the API key in the settings file, pass --storage file.";
      if (view === "json") expect(JSON.parse(stderr).error).toMatchObject({ code: "usage", message, hint });
      else expect(stderr).toBe(`✖ ${message}\n  ${hint}\n`);
      expect(settings.stored.size).toBe(0);
    },
  );

  test("in one place only: the old one is emptied", async () => {
    const settings = staging().withKeychain();
    await see("pipe", [...ADD, "--yes"], { settings, stdin: KEY });
    expect([settings.keys.file.byName.size, settings.keys.keychain.byName.size]).toEqual([0, 1]);
    await see("pipe", [...ADD, "--yes", "--storage", "file"], { settings, stdin: KEY });
    expect([settings.keys.file.byName.size, settings.keys.keychain.byName.size]).toEqual([1, 0]);
  });

  test("and says where the old one stays behind", async () => {
    const settings = new FakeSettings().with({ name: "staging", kind: "test" }, KEY, "keychain");
    const { exit, stderr } = await see("pipe", [...ADD, "--yes"], { settings, stdin: KEY });
    expect(exit).toBe(0);
    expect(stderr).toContain(
      "The old API key may still be stored. No keychain: it is not there. Unlock it.\n",
    );
    expect(settings.stored.get("staging")?.storage).toBe("file");
  });
});

describe("env list", () => {
  const both = () =>
    staging()
      .withKeychain()
      .with({ name: "production", kind: "live" }, "sk_live_0123456789abcdef", "keychain");

  test("at a terminal", async () => {
    const { stdout } = await see("terminal", ["env", "list"], { settings: both() });
    expect(stdout.split("\n").map((line) => line.trimEnd())).toEqual([
      "* staging     test     sk_test_…cdef  file",
      "  production  live     sk_live_…cdef  keychain",
      "  sandbox  built-in: run ssoctl sandbox, then pass --env sandbox",
      "",
    ]);
  });

  test("in a pipe: names", async () => {
    expect(await see("pipe", ["env", "list"], { settings: both() })).toMatchObject({
      exit: 0,
      stdout: "staging\nproduction\n",
    });
  });

  test("as JSON, with masked keys", async () => {
    expect(
      JSON.parse((await see("json", ["env", "list"], { settings: both() })).stdout).environments,
    ).toEqual([
      {
        name: "staging",
        kind: "test",
        storage: "file",
        default: true,
        key: "sk_test_…cdef",
        keyProblem: null,
        apiUrl: null,
      },
      {
        name: "production",
        kind: "live",
        storage: "keychain",
        default: false,
        key: "sk_live_…cdef",
        keyProblem: null,
        apiUrl: null,
      },
    ]);
  });

  test("goes on where the keychain does not answer, or has lost a key, and says so once", async () => {
    const settings = both().with({ name: "eu", kind: "live" }, "sk_live_0123456789abcdef", "keychain");
    settings.keys.keychain.byName.delete("eu");
    const lost = await see("terminal", ["env", "list"], { settings });
    expect(lost.stdout).toMatch(/ eu +live +key missing +keychain/u);
    settings.keys.keychain.trouble = "locked.";
    const locked = await see("terminal", ["env", "list"], { settings });
    expect(locked.stdout).toMatch(/ production +live +unavailable +keychain/u);
    expect(locked).toMatchObject({ exit: 0, stderr: "The key of production: locked.\n" });
    const { stdout } = await see("json", ["env", "list"], { settings });
    expect(JSON.parse(stdout).environments).toContainEqual(
      expect.objectContaining({
        name: "production",
        key: null,
        keyProblem: "The key of production: locked.",
      }),
    );
  });

  test("says when a variable goes before the default", async () => {
    const { stderr } = await see("pipe", ["env", "list"], { env: { WORKOS_API_KEY: KEY } });
    expect(stderr).toContain("WORKOS_API_KEY is set and overrides the default.");
  });

  test("of nothing says how to begin", async () => {
    const { exit, stdout, stderr } = await see("pipe", ["env", "list"], { settings: new FakeSettings() });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "" });
    expect(stderr).toContain("No WorkOS environments yet. Add one: ssoctl env add staging");
  });
});

describe("env use", () => {
  test("sets the default", async () => {
    const settings = staging().with({ name: "production", kind: "live" }, "sk_live_0123456789abcdef");
    const seen = await see("pipe", ["env", "use", "production"], { settings });
    expect(seen).toMatchObject({
      exit: 0,
      stdout: "production\n",
      stderr: "✔ production (live) is now the default environment.\n",
    });
    expect(settings.chosen).toBe("production");
  });

  test("knows the sandbox without it being added", async () => {
    const settings = new FakeSettings();
    await see("pipe", ["env", "use", "sandbox"], { settings });
    const { stderr } = await see("pipe", ["org", "ensure", "acme.com"], { settings });
    expect(stderr).toContain("sandbox · test\n");
  });

  test("of an unknown one names those there are", async () => {
    const { exit, stderr } = await see("pipe", ["env", "use", "prod"]);
    expect(exit).toBe(2);
    expect(stderr).toContain('✖ Environment "prod" not found. Available: staging, sandbox.');
  });
});

describe("env remove", () => {
  test("forgets the environment and its key", async () => {
    const settings = production();
    expect(await see("pipe", ["env", "remove", "production", "--yes"], { settings })).toMatchObject({
      exit: 0,
    });
    expect([settings.stored.size, settings.keysByName.size, settings.chosen]).toEqual([0, 0, undefined]);
  });

  test("asks first", async () => {
    const settings = production();
    for (const answer of [false, CTRL_C]) {
      const argv = ["env", "remove", "production"];
      expect(await see("terminal", argv, { settings, answers: [answer] })).toMatchObject({
        exit: 130,
        stderr: "✖ Cancelled.\n",
        questions: ["Remove production and its API key? (y/N)"],
      });
    }
    const unasked = await see("pipe", ["env", "remove", "production"], { settings });
    expect(unasked.exit).toBe(2);
    expect(unasked.stderr).toContain("Pass --yes to confirm.");
    expect(settings.keysByName.size).toBe(1);
  });
});

describe("env remove, of a key in the keychain", () => {
  const KEPT = () => new FakeSettings().with({ name: "staging", kind: "test" }, KEY, "keychain");

  test("takes it from there", async () => {
    const settings = KEPT().withKeychain();
    expect(await see("pipe", ["env", "remove", "staging", "--yes"], { settings })).toMatchObject({ exit: 0 });
    expect([settings.stored.size, settings.keysByName.size]).toEqual([0, 0]);
  });

  test.each(["terminal", "pipe", "json"] as const)(
    "that does not answer, forgets the environment and does not claim the rest: %s",
    async (view) => {
      const settings = KEPT();
      const { exit, stdout, stderr } = await see(view, ["env", "remove", "staging", "--yes"], { settings });
      const message = "No keychain: it is not there.";
      const hint = "Environment staging was removed. Unlock it.";
      expect({ exit, stdout, left: settings.stored.size }).toEqual({ exit: 1, stdout: "", left: 0 });
      if (view === "json") expect(JSON.parse(stderr).error).toMatchObject({ message, hint });
      else expect(stderr).toBe(`✖ ${message}\n  ${hint}\n`);
    },
  );
});

test("a command says where a missing key was stored, and how to add it again", async () => {
  const settings = new FakeSettings().withKeychain();
  settings.with({ name: "staging", kind: "test" }, KEY, "keychain");
  settings.keys.keychain.byName.clear();
  expect(await see("pipe", ["org", "ensure", "acme.com"], { settings })).toMatchObject({
    exit: 4,
    stdout: "",
    stderr:
      "✖ The API key for staging is missing from your system's keychain.\n  Add it again: ssoctl env add staging\n",
  });
});

test("without any environment a command says how to begin", async () => {
  const { exit, stderr } = await see("pipe", ["link", "create", "acme.com"], {
    settings: new FakeSettings(),
  });
  expect(exit).toBe(4);
  expect(stderr).toBe(
    "✖ No WorkOS environments yet.\n  Add one: ssoctl env add staging · in CI, set WORKOS_API_KEY · or try ssoctl without an API key: ssoctl demo\n",
  );
});
