import { describe, expect, test } from "vitest";
import { EXIT_CODES, type ExitCodeName, Failure, type FailureCode } from "../../src/failure.ts";
import { type Format, type KnownChanges, Output } from "../../src/terminal/output.ts";
import { openPalette } from "../../src/terminal/palette.ts";
import { strong, text } from "../../src/terminal/text.ts";

const render = () => "";
const plain = await openPalette({ isTTY: false, env: {}, off: true });

/** What is written by `use`, without colours. */
function written(format: Format, use: (output: Output) => void): { stdout: string; stderr: string } {
  const seen = { stdout: "", stderr: "" };
  use(
    new Output({
      format,
      stdout: { write: (chunk) => (seen.stdout += chunk) },
      stderr: { write: (chunk) => (seen.stderr += chunk) },
      outPalette: plain,
      errPalette: plain,
      render,
    }),
  );
  return seen;
}

const onStdout = (stdout: string) => ({ stdout, stderr: "" });
const onStderr = (stderr: string) => ({ stdout: "", stderr });
const FORMATS: Format[] = ["terminal", "pipe", "json"];

const NONE: KnownChanges = { sentences: [], done: [], unknown: [] };
const UNCHANGED: KnownChanges = { ...NONE, sentences: ["Nothing was changed."] };

describe("a result", () => {
  const bare = "org_1";
  const json = { id: "org_1", name: "Acme\u202e", externalId: null, domain: undefined };
  const asJson = '{"id":"org_1","name":"Acme\\u202e","externalId":null}\n';

  test.each<[string, Format, string]>([
    ["is for people at a terminal", "terminal", "Acme is there.\n"],
    ["is one bare value in a pipe", "pipe", "org_1\n"],
    ["is everything with --json", "json", asJson],
  ])("%s", (_what, format, stdout) => {
    const human = text`${strong("Acme")} is there.`;
    expect(written(format, (output) => output.result({ human, bare, json }))).toEqual(onStdout(stdout));
  });

  test("may be several lines for people", () => {
    const human = [text`one`, text`two`];
    expect(written("terminal", (output) => output.result({ human, bare, json }))).toEqual(
      onStdout("one\ntwo\n"),
    );
  });

  test("is the bare value for people too where there is no other", () => {
    expect(written("terminal", (output) => output.result({ bare, json }))).toEqual(onStdout("org_1\n"));
  });

  test.each<[Format, string]>([
    ["terminal", ""],
    ["pipe", ""],
    ["json", "{}\n"],
  ])("of nothing is no empty line (%s)", (format, stdout) => {
    expect(written(format, (output) => output.result({ bare: "", json: {} }))).toEqual(onStdout(stdout));
  });
});

describe("words", () => {
  test.each<[Format, string, string]>([
    ["terminal", "told\n", "noted\n✔ done\n"],
    ["pipe", "told\n", "noted\n✔ done\n"],
    ["json", "", ""],
  ])("for a person (%s)", (format, stdout, stderr) => {
    const seen = written(format, (output) => {
      output.print(text`told`);
      output.note(text`noted`);
      output.done(text`done`);
    });
    expect(seen).toEqual({ stdout, stderr });
  });

  test("have the colours of their stream", () => {
    const seen: string[] = [];
    const output = new Output({
      format: "terminal",
      stdout: { write: (chunk) => seen.push(chunk) },
      stderr: { write: (chunk) => seen.push(chunk) },
      outPalette: () => "out",
      errPalette: () => "err",
      render,
    });
    output.result({ human: text`a`, bare: "a", json: {} });
    output.print(text`a`);
    output.note(text`a`);
    output.failure(new Failure("usage", "a"), NONE);
    expect(seen).toEqual(["out\n", "out\n", "err\n", "err\n"]);
  });
});

describe("a failure", () => {
  const full = new Failure("conflict", "Several have acme.com.\u001b[2J", {
    hint: "Name one by its id.",
    details: ["org_1 Acme", "org_2 Acme\u202e"],
    status: 409,
    requestId: "req_1",
    data: { candidates: ["org_1", "org_2"] },
    cause: new Error("sk_live_secret"),
  });

  test.each<Format>(["terminal", "pipe"])(
    "is reported with all that helps, and nothing on stdout (%s)",
    (format) => {
      expect(written(format, (output) => output.failure(full, NONE))).toEqual(
        onStderr(
          "✖ Several have acme.com.[2J\n    org_1 Acme\n    org_2 Acme\n  Name one by its id.\n  request ID: req_1\n",
        ),
      );
    },
  );

  test("is one object on stderr with --json, without its cause", () => {
    const { stdout, stderr } = written("json", (output) => output.failure(full, NONE));
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^[^\n]+\n$/u);
    expect(JSON.parse(stderr)).toStrictEqual({
      error: {
        code: "conflict",
        exitCode: 5,
        message: "Several have acme.com.\u001b[2J",
        done: [],
        unknown: [],
        hint: "Name one by its id.",
        status: 409,
        requestId: "req_1",
        candidates: ["org_1", "org_2"],
      },
    });
    expect(stderr).not.toContain("\u001b");
  });

  test.each<[Format, string]>([
    ["terminal", "✖ No.\n"],
    ["pipe", "✖ No.\n"],
    ["json", '{"error":{"code":"usage","exitCode":2,"message":"No.","done":[],"unknown":[]}}\n'],
  ])("that is a sentence alone stays one (%s)", (format, stderr) => {
    expect(written(format, (output) => output.failure(new Failure("usage", "No."), NONE))).toEqual(
      onStderr(stderr),
    );
  });

  describe.each<Format>(["terminal", "pipe"])("and what is known of changes (%s)", (format) => {
    const told = (failure: Failure, known: KnownChanges) =>
      written(format, (output) => output.failure(failure, known)).stderr;
    const hint = "Try again.";

    test("is the next sentence where it is one", () => {
      expect(told(new Failure("usage", "No.", { hint }), UNCHANGED)).toBe(
        "✖ No. Nothing was changed.\n  Try again.\n",
      );
    });

    test("has lines of its own where it is more", () => {
      const known = { ...NONE, sentences: ["Done before this: a.", "Not known: whether b.\u001b[2J"] };
      expect(told(new Failure("usage", "No.", { hint }), known)).toBe(
        "✖ No.\n  Done before this: a.\n  Not known: whether b.[2J\n  Try again.\n",
      );
    });

    test("comes after the lines that belong to the message", () => {
      expect(told(full, UNCHANGED)).toBe(
        "✖ Several have acme.com.[2J\n    org_1 Acme\n    org_2 Acme\n  Nothing was changed.\n  Name one by its id.\n  request ID: req_1\n",
      );
    });
  });

  test("has the changes as data with --json, and not as sentences", () => {
    const [done, unknown] = [[{ action: "invited", invited: "jane@acme.com\u202e" }], [{ action: "a" }]];
    const { stderr } = written("json", (output) =>
      output.failure(new Failure("usage", "No."), { sentences: ["Done before this: a."], done, unknown }),
    );
    expect(JSON.parse(stderr)).toStrictEqual({
      error: { code: "usage", exitCode: 2, message: "No.", done, unknown },
    });
    expect(stderr).not.toContain("\u202e");
  });

  const codes = (Object.keys(EXIT_CODES) as ExitCodeName[]).filter(
    (code): code is FailureCode => code !== "ok",
  );

  test.each(codes)("of code %s names the exit code of the table", (code) => {
    const { stderr } = written("json", (output) => output.failure(new Failure(code, "No."), NONE));
    expect(JSON.parse(stderr).error).toMatchObject({ code, exitCode: EXIT_CODES[code].exit });
  });
});

test.each(FORMATS)("an output says which format it has (%s)", (format) => {
  written(format, (output) => expect(output.format).toBe(format));
});
