import { badRequest } from "../http/errors.ts";

export type Metadata = Readonly<Record<string, string>>;

const MOST_KEYS = 50;
const LONGEST_KEY = 40;
const LONGEST_VALUE = 600;

/**
 * Metadata within WorkOS's limits, else 400 `invalid_metadata`, the one validation fault that is
 * not a 422. `null` empties it.
 */
export function checkMetadata(value: unknown): Metadata {
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw refusal("must be an object");
  const entries = Object.entries(value ?? {});
  if (entries.length > MOST_KEYS) throw refusal(`can have at most ${MOST_KEYS} keys`);
  for (const [key, text] of entries) {
    if (key.length > LONGEST_KEY) throw refusal(`keys can have at most ${LONGEST_KEY} characters`);
    if (typeof text !== "string") throw refusal("values must be strings");
    if (text.length > LONGEST_VALUE) {
      throw refusal(`values can have at most ${LONGEST_VALUE} characters`);
    }
  }
  return Object.fromEntries(entries);
}

function refusal(sentence: string) {
  return badRequest(`Metadata ${sentence}.`, "invalid_metadata");
}
