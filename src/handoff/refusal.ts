import type { FailureCode } from "../failure.ts";

/** Why an input was not taken, as a sentence for the person who typed it. */
export interface Refusal {
  readonly refused: Extract<FailureCode, "usage" | "refused">;
  readonly because: string;
  readonly hint?: string;
}

export function refuse(because: string): Refusal {
  return { refused: "usage", because };
}

const SHOWN = 60;

/** Enough of an input to recognise it in an error; ten thousand characters of it would bury the sentence. */
export function shorten(typed: string): string {
  return typed.length <= SHOWN ? typed : `${typed.slice(0, SHOWN)}…`;
}
