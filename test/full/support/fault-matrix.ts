import { DEFAULT_WORLD, type World } from "../../../src/sandbox/world.ts";
import type { Misbehaviour } from "../../support/fault-proxy.ts";

/** What goes wrong with a request. */
export interface MatrixFault {
  /** As docs/reliability.md calls it. */
  readonly words: string;
  readonly fault: Misbehaviour;
  /** Whether another attempt is made. */
  readonly isRetried: boolean;
  /** Whether WorkOS has done the work all the same. */
  readonly isWorkDone: boolean;
  /** Whether it is the program's own time limit that ends it. */
  readonly isWaitedFor?: true;
}

/** Longer than any test runs: what is later than the time limit is never awaited. */
const TOO_LATE = 60_000;

const limited = (seconds: string): Misbehaviour => ({
  kind: "answer",
  status: 429,
  body: { message: "Too many requests" },
  headers: { "Retry-After": seconds },
});

export const FAULTS: readonly MatrixFault[] = [
  {
    words: "no answer",
    fault: { kind: "hang" },
    isRetried: true,
    isWorkDone: false,
    isWaitedFor: true,
  },
  {
    words: "an answer that comes too late",
    fault: { kind: "latency", milliseconds: TOO_LATE },
    isRetried: true,
    isWorkDone: true,
    isWaitedFor: true,
  },
  {
    words: "the connection breaks before the work",
    fault: { kind: "close", when: "before" },
    isRetried: true,
    isWorkDone: false,
  },
  {
    words: "the connection breaks after the work",
    fault: { kind: "close", when: "after" },
    isRetried: true,
    isWorkDone: true,
  },
  {
    words: "the connection breaks halfway through the answer",
    fault: { kind: "close", when: "half" },
    isRetried: true,
    isWorkDone: true,
  },
  {
    words: "WorkOS answers 503",
    fault: { kind: "answer", status: 503, body: { message: "Service unavailable" } },
    isRetried: true,
    isWorkDone: false,
  },
  { words: "429, to be tried again in 1 s", fault: limited("1"), isRetried: true, isWorkDone: false },
  { words: "429, to be tried again in 30 s", fault: limited("30"), isRetried: false, isWorkDone: false },
  {
    words: "a gateway's page with 502",
    fault: { kind: "html" },
    isRetried: true,
    isWorkDone: false,
  },
  {
    words: "a gateway's 504 after the work",
    fault: { kind: "answer", status: 504, body: "Gateway timeout", work: "done" },
    isRetried: true,
    isWorkDone: true,
  },
  {
    words: "a page with 200, such as a hotel's",
    fault: { kind: "html", status: 200 },
    isRetried: false,
    isWorkDone: false,
  },
  { words: "an answer that is broken JSON", fault: { kind: "garbage" }, isRetried: false, isWorkDone: true },
];

/**
 * How a fault that stays ends a step: as a failure, or not where what was done is found, or is not needed. Where what
 * was done cannot be read back, and keys are ignored, the retry is answered as if somebody else had done it.
 */
type Ending = "fails" | "fails unless the work is found done" | "cannot be read back" | "goes on without";

export interface Step {
  /** As docs/reliability.md calls it. */
  readonly words: string;
  readonly route: string;
  readonly ending: Ending;
}

const LOOK_UP: Step = {
  words: "look up",
  route: "GET /organizations",
  ending: "fails",
};
const CREATE: Step = {
  words: "create the organization",
  route: "POST /organizations",
  ending: "fails unless the work is found done",
};
const READ_BACK: Step = {
  words: "read the organization back",
  route: "GET /organizations/:id",
  ending: "fails",
};
const READ_CONTACTS: Step = {
  words: "read the IT contacts",
  route: "GET /organizations/:id/it_contacts",
  ending: "fails",
};
const ADD_CONTACT: Step = {
  words: "add an IT contact",
  route: "POST /organizations/:id/it_contacts",
  ending: "fails unless the work is found done",
};
const INVITE: Step = {
  words: "email the setup link",
  route: "POST /organizations/:id/it_contacts/:id/invite",
  ending: "cannot be read back",
};
const REVOKE: Step = {
  words: "revoke the setup link",
  route: "POST /organizations/:id/it_contacts/:id/revoke",
  ending: "cannot be read back",
};
const MAKE_LINK: Step = { words: "make the link", route: "POST /portal/generate_link", ending: "fails" };
const SEE_IF_ACTIVE: Step = {
  words: "see if SSO is active",
  route: "GET /connections",
  ending: "goes on without",
};
const READ_CONNECTIONS: Step = { words: "read the status", route: "GET /connections", ending: "fails" };
const READ_DIRECTORIES: Step = { words: "read the status", route: "GET /directories", ending: "fails" };

/** What the sandbox holds before the command: nothing, the organization, or one whose IT admin is invited. */
type Setting = "nothing" | "organization" | "invited";

export interface MatrixCommand {
  readonly words: string;
  readonly argv: readonly string[];
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

const EMAIL = ["link", "email", "acme.com", "--to", "jane@acme.com"];

/** Every command that talks to WorkOS, with each request it sends. */
export const COMMANDS: readonly MatrixCommand[] = [
  {
    words: "org ensure, new",
    argv: ["org", "ensure", "acme.com"],
    setting: "nothing",
    steps: [LOOK_UP, CREATE, READ_BACK],
  },
  {
    words: "org ensure, existing",
    argv: ["org", "ensure", "acme.com"],
    setting: "organization",
    steps: [LOOK_UP],
  },
  {
    words: "org status",
    argv: ["org", "status", "acme.com"],
    setting: "organization",
    steps: [LOOK_UP, READ_CONNECTIONS, READ_DIRECTORIES, READ_CONTACTS],
  },
  {
    words: "link create, new",
    argv: ["link", "create", "acme.com"],
    setting: "nothing",
    steps: [LOOK_UP, CREATE, READ_BACK, MAKE_LINK],
  },
  {
    words: "link create, existing",
    argv: ["link", "create", "acme.com"],
    setting: "organization",
    steps: [LOOK_UP, MAKE_LINK, SEE_IF_ACTIVE],
  },
  {
    words: "link email, new",
    argv: EMAIL,
    setting: "nothing",
    steps: [LOOK_UP, CREATE, READ_BACK, READ_CONTACTS, ADD_CONTACT, INVITE],
  },
  {
    words: "link email, existing",
    argv: EMAIL,
    setting: "organization",
    steps: [LOOK_UP, READ_CONTACTS, SEE_IF_ACTIVE, ADD_CONTACT, INVITE],
  },
  {
    words: "link email --replace",
    argv: [...EMAIL, "--replace"],
    setting: "invited",
    steps: [LOOK_UP, READ_CONTACTS, SEE_IF_ACTIVE, REVOKE, INVITE],
  },
  {
    words: "link revoke",
    argv: ["link", "revoke", "acme.com"],
    setting: "invited",
    steps: [LOOK_UP, READ_CONTACTS, REVOKE],
  },
  {
    words: "env add",
    argv: ["env", "add", "staging", "--key-stdin"],
    setting: "nothing",
    steps: [LOOK_UP],
  },
];

/** The exit code when the fault passes after one request, and when it stays. */
export interface Cell {
  readonly once: number;
  readonly always: number;
}

const UNAVAILABLE = 6;

/** @param keys whether WorkOS honors idempotency keys beside those of POST /organizations, which is not known */
export function cell(
  { ending }: Step,
  { isRetried, isWorkDone }: MatrixFault,
  keys: World["otherKeys"],
): Cell {
  const isFound =
    ending === "goes on without" || (ending === "fails unless the work is found done" && isWorkDone);
  const always = isFound ? 0 : UNAVAILABLE;
  const isRiddle = ending === "cannot be read back" && isWorkDone && keys === "ignored";
  return { once: isRetried && !isRiddle ? 0 : always, always };
}

/** The matrix as docs/reliability.md shows it; steps that end alike share a column. */
export function renderMatrix(): string {
  const columns = new Map<string, Set<string>>();
  for (const step of COMMANDS.flatMap(({ steps }) => steps)) {
    const cells = FAULTS.map((fault) => shown(cell(step, fault, DEFAULT_WORLD.otherKeys))).join("|");
    columns.set(cells, (columns.get(cells) ?? new Set()).add(step.words));
  }
  const table = [
    ["what goes wrong", ...FAULTS.map(({ words }) => words)],
    ...[...columns].map(([cells, words]) => [[...words].join(", "), ...cells.split("|")]),
  ];
  return asMarkdown(table);
}

function shown({ once, always }: Cell): string {
  return once === always ? String(always) : `${once}, then ${always}`;
}

/** @param columns each with its head first */
function asMarkdown(columns: readonly (readonly string[])[]): string {
  const padded = columns.map((column) => {
    const width = Math.max(...column.map(({ length }) => length));
    const [head = "", ...cells] = column.map((text) => text.padEnd(width));
    return [head, "-".repeat(width), ...cells];
  });
  const rows = padded[0]?.map((_first, row) => padded.map((column) => column[row]).join(" | ")) ?? [];
  return rows.map((row) => `| ${row} |`).join("\n");
}
