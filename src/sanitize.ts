const MAX_LENGTH = 300;
/** Characters that are invisible or change the direction of text, and lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/** For display: without hidden characters, and at most 300 UTF-16 code units. */
export function sanitize(value: string): string {
  const clean = removeHidden(value.replace(/[\t\n\r]+/gu, " "));
  // The cut can leave half of a surrogate pair, which is removed too.
  return clean.length > MAX_LENGTH ? `${removeHidden(clean.slice(0, MAX_LENGTH))}…` : clean;
}

/** The hidden characters in a text, once each: `["U+200B"]`. */
export function hiddenIn(value: string): string[] {
  return [...new Set(value.match(HIDDEN))].map(codePoint);
}

/** Some scripts need these between letters. UTS #46 (CONTEXTJ) says where a domain may have them. */
export function isJoiner(name: string): boolean {
  return name === "U+200C" || name === "U+200D";
}

/** `U+200B`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export interface Trimmed {
  readonly text: string;
  /** Hidden characters that were removed, other than white space: `["U+200B"]`. */
  readonly dropped: readonly string[];
}

/** Removes white space and hidden characters from both ends. */
export function trimHidden(typed: string): Trimmed {
  const characters = [...typed];
  const isKept = (character: string) => removeHidden(character).trim() !== "";
  const start = characters.findIndex(isKept);
  const end = start < 0 ? start : characters.findLastIndex(isKept) + 1;
  const edges = [...characters.slice(0, start), ...characters.slice(end)]
    .join("")
    .replace(/[\t\n\v\f\r]/gu, "");
  return { text: characters.slice(start, end).join(""), dropped: hiddenIn(edges) };
}

/** A name as it is sent: one line, single spaces, no hidden characters, NFC. */
export function cleanName(typed: string): string {
  const line = removeHidden(typed.replace(LINE_BREAKS, " "));
  return line.normalize("NFC").replace(/\s+/gu, " ").trim();
}

export function removeHidden(value: string): string {
  return value.replace(HIDDEN, "");
}

/** For errors that repeat what was typed: `sk_live_…` for an API key in the wrong place. */
export function maskKeys(value: string): string {
  return value.replace(/(sk_(?:test|live)_)[\w-]+/gu, "$1…");
}
