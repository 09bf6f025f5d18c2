import type { Sentence } from "./command-line.ts";

/** The codes of `--json` errors, with the exit codes and descriptions that `--help` and the README show. */
export const EXIT_CODES = {
  ok: { exit: 0, when: "done" },
  unexpected: { exit: 1, when: "unexpected error" },
  usage: { exit: 2, when: "wrong usage or input (flag, domain, URL, address)" },
  no_organization: { exit: 3, when: "the customer has no organization" },
  unauthorized: { exit: 4, when: "API key missing, wrong or without permission, or a missing feature" },
  conflict: { exit: 5, when: "ambiguous or in conflict" },
  unavailable: {
    exit: 6,
    when: "WorkOS is unreachable, timed out, or answers 5xx or 429",
  },
  refused: {
    exit: 8,
    when: "refused for safety (live environment, consumer domain, outside recipient)",
  },
  timed_out: { exit: 124, when: "--wait timed out" },
  not_executable: { exit: 126, when: "sandbox: the command cannot be executed" },
  command_not_found: { exit: 127, when: "sandbox: the command was not found" },
  interrupted: { exit: 130, when: "interrupted or cancelled" },
} as const;

export type ExitCodeName = keyof typeof EXIT_CODES;

export type FailureCode = Exclude<ExitCodeName, "ok">;

/** `not_sent`: never left this machine. `refused`: every attempt was answered. `unanswered`: may have succeeded. */
export type Delivery = "not_sent" | "refused" | "unanswered";

interface FailureFacts {
  /** What to do next. */
  readonly hint?: Sentence | undefined;
  readonly details?: readonly string[] | undefined;
  readonly status?: number | undefined;
  /** The WorkOS request ID, for WorkOS support. */
  readonly requestId?: string | undefined;
  /** The WorkOS error code: `code`, or the first of `errors[].code`. */
  readonly reason?: string | undefined;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter?: number | undefined;
  readonly delivery?: Delivery | undefined;
  /** Extra members of the `--json` error object, such as `candidates`. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** An expected error. Its message never says what was changed: `cli.ts` adds that from the journal. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly facts: FailureFacts;

  constructor(code: FailureCode, message: string, facts: FailureFacts = {}) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.facts = facts;
  }

  with(facts: FailureFacts): Failure {
    return new Failure(this.code, this.message, { ...this.facts, ...facts });
  }
}

/** Ends the program with the exit code of a command that it ran. */
export class ExitWith {
  readonly exit: number;

  constructor(exit: number) {
    this.exit = exit;
  }
}

/** @throws Failure `usage` */
export function refuse(message: string, hint?: Sentence): never {
  throw new Failure("usage", message, { hint });
}

const SHOWN = 60;

/** Keeps error messages readable when the input is very long. */
export function shorten(typed: string): string {
  return typed.length <= SHOWN ? typed : `${typed.slice(0, SHOWN)}…`;
}
