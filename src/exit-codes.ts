/**
 * What a failure is called in `--json` (`error.code`), the process's exit code for it, and the sentence
 * that `--help` and the README show. This table is the only place that knows the numbers.
 */
export const EXIT_CODES = {
  ok: { exit: 0, when: "done as asked" },
  unexpected: { exit: 1, when: "anything unforeseen" },
  usage: { exit: 2, when: "wrong usage or input (flag, domain, URL, address)" },
  no_organization: { exit: 3, when: "the customer has no organization (--no-create)" },
  unauthorized: { exit: 4, when: "no key, wrong key, or a key without permission" },
  conflict: { exit: 5, when: "ambiguous or in conflict: you must choose" },
  unavailable: {
    exit: 6,
    when: "WorkOS cannot be reached, or after retries still gives no answer, 5xx or 429",
  },
  partial: { exit: 7, when: "some of several customers failed; no command does several yet" },
  refused: {
    exit: 8,
    when: "refused for safety (production without a yes, consumer domain, outside recipient)",
  },
  timed_out: { exit: 124, when: "--wait ran out of time" },
  interrupted: { exit: 130, when: "interrupted, or a question was cancelled" },
} as const;

export type ExitCodeName = keyof typeof EXIT_CODES;
