import type { ExitCodeName } from "./exit-codes.ts";

export type FailureCode = Exclude<ExitCodeName, "ok">;

interface FailureFacts {
  /** The command or the step that goes on from here. */
  readonly hint?: string | undefined;
  /** Lines that belong to the message, such as the candidates to choose from. */
  readonly details?: readonly string[] | undefined;
  /** The HTTP status of the WorkOS answer that caused it. */
  readonly status?: number | undefined;
  /** WorkOS's id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** Further members of the `--json` error object, such as `candidates`. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * A failure that was foreseen: a sentence for people, a code for programs.
 * Only `command-line.ts` turns one into words on stderr and an exit code.
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

  /**
   * Whether WorkOS may have done the work all the same: the answer was lost, cut short or a gateway's. Nothing may be
   * claimed then of what was or was not done.
   */
  get isUndecided(): boolean {
    return this.code === "interrupted" || (this.code === "unavailable" && this.facts.status !== 429);
  }

  /** The same failure, saying also what is known to have been done and how to go on. */
  after(known: string, more: Pick<FailureFacts, "hint" | "data"> = {}): Failure {
    return new Failure(this.code, `${this.message} ${known}`, {
      ...this.facts,
      hint: more.hint ?? this.facts.hint,
      data: { ...this.facts.data, ...more.data },
    });
  }
}
