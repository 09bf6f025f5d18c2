import { describe, expect, test } from "vitest";
import { entry } from "../history/support/entry.ts";
import { CTRL_C, FakeHistory, production, type Scene, see, staging } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

type Answer = NonNullable<Scene["answers"]>[number];

/** A question that a command asks. */
interface Question {
  readonly line: string;
  readonly world: () => FakeWorkos;
  /** What the person says to the questions before it. */
  readonly before?: readonly Answer[];
  /** How it begins. */
  readonly question: string;
  /** What says No; a question without one can only be ended. */
  readonly no?: Answer;
}

const none = () => new FakeWorkos();

/** With a setup link that is active. */
const one = () => {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  workos.contacts.push({ id: "contact_1", email: "amy@acme.com" });
  workos.invited = "contact_1";
  return workos;
};

const several = () => {
  const workos = one();
  workos.has("Acme (new)", "acme.com");
  return workos;
};

const similar = () => {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.de");
  return workos;
};

const LOOK_ALIKE = "аcme.com (xn--cme-5cd.com) mixes letters of several scripts";
const WHICH = "2 organizations have acme.com. Which one?";
const CREATE = 'No organization for acme.com. Create "Acme" in';
const SIMILAR = "No organization for acme.com, but one may be meant.";
const NAME = "Name (Acme)";
const VERIFIED = "Mark acme.com as verified without a DNS check?";
const RECIPIENT = "Email address of their IT admin";
const SENDING = "Have WorkOS email jane@acme.com?";
const MAYBE_ACTIVE =
  "A setup link may be active; this machine does not know whose (IT contacts: amy@acme.com).";
const OUTSIDE = "jane@beta.com is not at one of Acme's domains.";

const FIRST = "org_01  Acme  created 2026-01-01";
const USE = "Use Acme (acme.de) and add acme.com to it";
const RENAME = "Yes, under another name";
const RENAME_SIMILAR = "Create it under another name";

const TO_JANE = "link email acme.com --to jane@acme.com";
const ENSURE_VERIFIED = "org ensure acme.com --domain-state verified";

/** What every command asks that may have to choose, or to create, an organization. */
function questionsOf(command: string, flags = ""): Question[] {
  const line = (domain: string) => `${command} ${domain}${flags}`;
  const acme = line("acme.com");
  return [
    { line: line("аcme.com"), world: none, question: LOOK_ALIKE, no: false },
    { line: acme, world: several, question: WHICH },
    { line: acme, world: similar, question: SIMILAR, no: "Cancel" },
    { line: acme, world: similar, before: [RENAME_SIMILAR], question: NAME },
  ];
}

function creationOf(command: string): Question[] {
  const line = `${command} acme.com`;
  return [
    { line, world: none, question: CREATE, no: "No" },
    { line, world: none, before: [RENAME], question: NAME },
  ];
}

const QUESTIONS: readonly Question[] = [
  ...questionsOf("link create"),
  ...questionsOf("link create", " --dry-run"),
  ...creationOf("link create"),
  { line: "link create acme.com --message", world: none, question: CREATE, no: "No" },
  { line: "link create acme.com --open --wait", world: none, question: CREATE, no: "No" },

  ...questionsOf("org ensure"),
  ...questionsOf("org ensure", " --dry-run"),
  ...creationOf("org ensure"),
  { line: ENSURE_VERIFIED, world: none, question: VERIFIED, no: false },
  { line: ENSURE_VERIFIED, world: none, before: [true], question: CREATE, no: "No" },
  { line: ENSURE_VERIFIED, world: similar, question: VERIFIED, no: false },
  { line: ENSURE_VERIFIED, world: similar, before: [true], question: SIMILAR, no: "Cancel" },

  ...questionsOf("link email", " --to jane@acme.com --allow-recipient jane@acme.com"),
  ...questionsOf("link email", " --to jane@acme.com --allow-recipient jane@acme.com --dry-run"),
  { line: "link email acme.com", world: none, question: RECIPIENT },
  { line: "link email acme.com --dry-run", world: none, question: RECIPIENT },
  { line: "link email acme.com", world: one, before: ["jane"], question: '"jane" is not an email address.' },
  { line: "link email acme.com", world: one, before: ["jane@acme.com"], question: MAYBE_ACTIVE, no: false },
  { line: TO_JANE, world: none, question: SENDING, no: false },
  { line: TO_JANE, world: one, question: MAYBE_ACTIVE, no: false },
  { line: "link email acme.com --to jane@beta.com", world: none, question: OUTSIDE, no: false },
  { line: `${TO_JANE} --replace`, world: one, question: SENDING, no: false },
  { line: TO_JANE, world: several, before: [FIRST], question: MAYBE_ACTIVE, no: false },
  { line: TO_JANE, world: similar, before: [USE], question: SENDING, no: false },
  { line: TO_JANE, world: similar, before: [RENAME_SIMILAR, "Acme Inc"], question: SENDING, no: false },

  { line: "link revoke acme.com", world: several, question: WHICH },
  { line: "link revoke acme.com --dry-run", world: several, question: WHICH },
  { line: "link revoke acme.com", world: one, question: MAYBE_ACTIVE, no: false },
  { line: "link revoke acme.com", world: several, before: [FIRST], question: MAYBE_ACTIVE, no: false },
];

/** A question and an answer that ends the command there. */
const ENDINGS = QUESTIONS.flatMap((asked) => [
  ...(asked.no === undefined ? [] : [{ ...asked, what: String(asked.no), answer: asked.no }]),
  { ...asked, what: "Ctrl-C", answer: CTRL_C },
]);

describe("no is no: nothing is written, exit 130, and that is said", () => {
  test.each(ENDINGS)(
    "ssoctl $line · $question · $what",
    async ({ line, world, before = [], question, answer }) => {
      for (const settings of [staging(), production()]) {
        const workos = world();
        const seen = await see("terminal", line.split(" "), {
          workos,
          settings,
          answers: [...before, answer],
        });
        expect(seen).toMatchObject({ exit: 130, stdout: "", copied: [], opened: [], recorded: [] });
        expect(seen.questions.at(-1)?.slice(0, question.length)).toBe(question);
        expect(seen.stderr).toMatch(/(^|\n)✖ Cancelled\. Nothing was changed\.\n$/u);
        expect(workos.writes).toEqual([]);
      }
    },
  );

  test.each(ENDINGS)(
    "… as data: ssoctl $line · $question · $what",
    async ({ line, world, before = [], answer }) => {
      const workos = world();
      const argv = [...line.split(" "), "--json"];
      const { exit, stdout, stderr } = await see("terminal", argv, { workos, answers: [...before, answer] });
      expect({ exit, stdout, writes: workos.writes }).toEqual({ exit: 130, stdout: "", writes: [] });
      expect(JSON.parse(stderr)).toEqual({
        error: { code: "interrupted", exitCode: 130, message: "Cancelled.", done: [], unknown: [] },
      });
    },
  );
});

describe("an earlier setup link in the history changes the question, and not what No means", () => {
  const emailed = () =>
    new FakeHistory().with(entry({ done: { action: "invited", invited: "amy@acme.com", intents: ["sso"] } }));

  test.each([
    [TO_JANE, "A setup link may be active: amy@acme.com, emailed 23 Nov 14:30 from this machine."],
    ["link revoke acme.com", "amy@acme.com, emailed 23 Nov 14:30 from this machine. Revoke it?"],
  ])("ssoctl %s", async (line, question) => {
    for (const answer of [false, CTRL_C]) {
      const workos = one();
      const scene = { workos, history: emailed(), answers: [answer] };
      const seen = await see("terminal", line.split(" "), scene);
      expect(seen).toMatchObject({ exit: 130, stdout: "" });
      expect(seen.questions).toEqual([expect.stringContaining(question)]);
      expect(seen.stderr).toMatch(/\n✖ Cancelled\. Nothing was changed\.\n$/u);
      expect(seen.recorded).toHaveLength(1);
      expect({ writes: workos.writes, invited: workos.invited }).toEqual({
        writes: [],
        invited: "contact_1",
      });
    }
  });
});

describe("where a command can change nothing, nothing is said of changes", () => {
  test.each<[string, () => FakeWorkos, Answer]>([["org status acme.com", several, CTRL_C]])(
    "ssoctl %s",
    async (line, world, answer) => {
      const workos = world();
      const seen = await see("terminal", line.split(" "), { workos, answers: [answer] });
      expect(seen).toMatchObject({ exit: 130, stdout: "" });
      expect(seen.stderr).toMatch(/(^|\n)✖ Cancelled\.\n$/u);
      expect(workos.writes).toEqual([]);
    },
  );
});
