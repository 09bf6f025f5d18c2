/**
 * What a failure is called in `--json` (`error.code`), the process's exit code for it, and the sentence
 * that `--help` and the README show. This table is the only place that knows the numbers.
 */
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
  interrupted: { exit: 130, when: "interrupted or cancelled" },
} as const;

export type ExitCodeName = keyof typeof EXIT_CODES;

export type FailureCode = Exclude<ExitCodeName, "ok">;

/**
 * What became of a request that failed. `not_sent`: it never left this machine. `refused`: each attempt was answered.
 * `unanswered`: an attempt went out and no usable answer came back, so the work may have been done.
 */
export type Delivery = "not_sent" | "refused" | "unanswered";

interface FailureFacts {
  /** The command or the step that goes on from here. */
  readonly hint?: string | undefined;
  /** Lines that belong to the message, such as the candidates to choose from. */
  readonly details?: readonly string[] | undefined;
  /** The HTTP status of the WorkOS answer that caused it. */
  readonly status?: number | undefined;
  /** WorkOS's id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** WorkOS's own code for what is wrong (`code`, or the first of `errors[].code`). */
  readonly reason?: string | undefined;
  /** Seconds that WorkOS asked to wait (`Retry-After`). */
  readonly retryAfter?: number | undefined;
  readonly delivery?: Delivery | undefined;
  /** Further members of the `--json` error object, such as `candidates`. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * The one kind of failure: a sentence for people, a code for programs. It says what went wrong, and never what was or was
 * not changed: only the journal knows that (`cli.ts` puts both together).
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly facts: FailureFacts;

  constructor(code: FailureCode, message: string, facts: FailureFacts = {}) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.facts = facts;
  }

  /** The same failure with more facts. */
  with(facts: FailureFacts): Failure {
    return new Failure(this.code, this.message, { ...this.facts, ...facts });
  }
}

/** An input that is refused. */
export function refuse(message: string, hint?: string): never {
  throw new Failure("usage", message, { hint });
}

const SHOWN = 60;

/** Enough of an input to recognize it in an error; ten thousand characters of it would bury the sentence. */
export function shorten(typed: string): string {
  return typed.length <= SHOWN ? typed : `${typed.slice(0, SHOWN)}…`;
}
