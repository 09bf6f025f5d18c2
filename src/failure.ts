import type { ExitCodeName } from "./exit-codes.ts";

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
 * The one kind of failure: a sentence for people, a code for programs. It says what went wrong and never what was or
 * was not changed: that is the journal's to say (`command-line.ts` puts both together).
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
