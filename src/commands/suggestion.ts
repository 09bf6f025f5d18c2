import { InvalidArgumentError, type Option } from "commander";
import { closestMatch } from "leven";

/** What people say for the words that are known. */
export type Synonyms<Word extends string> = Readonly<Record<string, Word>>;

/** An option that takes one of some words, and suggests the one that was probably meant. */
export function oneOf<Word extends string>(
  option: Option,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Option {
  return option.choices(words).argParser((typed) => wordFrom(typed, words, synonyms));
}

/** @throws InvalidArgumentError with the word that was probably meant, else with all of them */
export function wordFrom<Word extends string>(
  typed: string,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Word {
  const word = words.find((known) => known === typed);
  if (word !== undefined) return word;
  const meant = nearest(typed, words, synonyms);
  throw new InvalidArgumentError(
    meant === undefined ? `Allowed choices are ${words.join(", ")}.` : `Did you mean ${meant}?`,
  );
}

/** The word that was probably meant: another name for it, or one that is misspelt by a letter in three at most. */
export function nearest<Word extends string>(
  typed: string,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Word | undefined {
  const meanings = new Map<string, Word>([
    ...words.map((word) => [plain(word), word] as const),
    ...Object.entries(synonyms).map(([name, word]) => [plain(name), word] as const),
  ]);
  const wanted = plain(typed);
  const exact = meanings.get(wanted);
  if (exact !== undefined) return exact;
  const close = closestMatch(wanted, [...meanings.keys()], { maxDistance: Math.ceil(wanted.length / 3) });
  return close === undefined ? undefined : meanings.get(close);
}

/** `Audit Logs`, `audit-logs` and `audit_logs` are one word. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
