import { refuse } from "../failure.ts";
import { cleanName, removeHidden, trimHidden } from "../sanitize.ts";

/** What was typed or pasted for a customer or a person, without what mail programs and chats put around it. */
export interface Typed {
  readonly text: string;
  /** Of `Jane Doe <jane@acme.com>`. Empty if there is none. */
  readonly name: string;
  /** Hidden characters that were removed from the ends: `["U+200B"]`. */
  readonly dropped: readonly string[];
}

/** Longer than any customer, and still quick to read. */
export const MAX_TYPED = 2048;

/** In quotes, after `WORKOS_API_KEY=` or `Bearer`. `sk_kumar@acme.com` is an address. */
const KEY = /(?<![\p{L}\p{N}.+_-])sk_(?:(?:test|live)_\w|(?![\w.+-]*@)\w)/iu;

/** Never repeats the key. @throws Failure `usage` */
export function refuseKey(text: string, wanted = "a customer"): void {
  if (KEY.test(removeHidden(text)))
    refuse(
      `This is an API key, not ${wanted}.`,
      "If others can see this terminal's history, replace the key.",
    );
}

/** @throws Failure `usage` for an API key */
export function readTyped(typed: string): Typed {
  const { text: outer, dropped } = trimHidden(typed);
  refuseKey(outer);
  let read: Typed = { text: narrow(outer), name: "", dropped };
  if (outer.length > MAX_TYPED) return read;
  for (;;) {
    const next = firstOf(STEPS, read.text);
    if (!next) return read;
    const { text, dropped: inner } = trimHidden(next.text);
    refuseKey(text);
    read = {
      text,
      name: cleanPersonName(next.name ?? "") || read.name,
      dropped: [...new Set([...read.dropped, ...inner])],
    };
  }
}

export function isLink(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//iu.test(text);
}

/** Without what a sentence adds: `acme.com).` */
export function withoutPunctuation(text: string): string {
  return text.replace(/[\s.,;:!?…、。)\]}>]+$/u, "");
}

/** Input methods for Chinese, Japanese and Korean have their own forms of ASCII: `＠`. */
function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e\ufe6b]/gu, (character) => character.normalize("NFKC"));
}

interface Part {
  readonly text: string;
  readonly name?: string | undefined;
}

type Step = (text: string) => Part | undefined;

const QUOTES = "\"'`“”„‟‘’‚‛«»‹›「」『』";
const EMPHASIS = "*_~";
const BRACKETS: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "<": ">",
  "{": "}",
  "【": "】",
  "《": "》",
  "〈": "〉",
};
const CLOSING = Object.values(BRACKETS);
/** May begin a mailbox's name (RFC 5322 §3.2.3). */
const IN_MAILBOX = "'`{";

/** Each undoes one thing. The first that applies is done, then all are tried again. */
const STEPS: readonly Step[] = [
  // The label of a header: `To: Jane <jane@acme.com>`
  (text) => part(/^(?:to|cc|from|e-?mail):\s*(?<text>.*@.*)$/isu, text),
  (text) => (isLink(text) ? undefined : changed(text, text.replace(/[\s.,;:!?…、。]+$/u, ""))),
  // Markdown: `[Acme](https://acme.com)`
  (text) => part(/^\[(?<name>[^[\]]*)\]\((?<text>[^\s()]+)\)$/u, text),
  // Slack: `<mailto:jane@acme.com|jane@acme.com>`
  (text) => part(/^<(?<text>[^<>|]+)\|(?<name>[^<>|]*)>$/u, text),
  (text) => part(/^(?<name>[^<>]+)<(?<text>[^<>]*)>$/u, text),
  // `Acme (acme.com)`, but not `Acme (UK)`
  (text) => part(/^(?<name>[^()[\]@/]+)\s[([](?<text>org_\w+|[^\s()[\]]+[.@][^\s()[\]]+)[)\]]$/u, text),
  (text) => part(/^(?<text>[^\s()]+@[^\s()]+)\s+\((?<name>[^()]+)\)$/u, text),
  (text) => changed(text, withoutPair(text)),
  (text) => changed(text, withoutLonely(text)),
  (text) => (/^mailto:/iu.test(text) ? { text: addressIn(text) } : undefined),
];

function firstOf(steps: readonly Step[], text: string): Part | undefined {
  for (const step of steps) {
    const found = step(text);
    if (found) return found;
  }
  return;
}

function part(pattern: RegExp, text: string): Part | undefined {
  const groups = pattern.exec(text)?.groups;
  return groups && { text: groups["text"] ?? "", name: groups["name"] };
}

function changed(before: string, after: string): Part | undefined {
  return after === before ? undefined : { text: after };
}

function withoutPair(text: string): string {
  const [first = "", last = ""] = [text.at(0), text.at(-1)];
  const isPair =
    text.length > 2 &&
    ((QUOTES.includes(first) && QUOTES.includes(last)) ||
      (EMPHASIS.includes(first) && first === last) ||
      (BRACKETS[first] === last && !isIpV6(text)));
  return isPair ? text.slice(1, -1) : text;
}

/** What was selected with half of a pair. */
function withoutLonely(text: string): string {
  const [first = "", last = ""] = [text.at(0), text.at(-1)];
  const isLonely = (character: string) => text.split(character).length === 2;
  const opensNothing = BRACKETS[first] !== undefined && !text.includes(BRACKETS[first]);
  if (opensNothing || (QUOTES.includes(first) && isLonely(first)))
    return IN_MAILBOX.includes(first) ? text : text.slice(1);
  const opening = Object.keys(BRACKETS).find((character) => BRACKETS[character] === last);
  const closesNothing = CLOSING.includes(last) && opening !== undefined && !text.includes(opening);
  return closesNothing || (QUOTES.includes(last) && isLonely(last)) ? text.slice(0, -1) : text;
}

function isIpV6(text: string): boolean {
  return /^\[[\da-f]*:[\da-f:.]*\]$/iu.test(text);
}

/** RFC 6068, for one recipient. */
function addressIn(link: string): string {
  const [address = ""] = link.replace(/^mailto:(?:\/\/)?/iu, "").split(/[?#]/u);
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** `Doe, Jane` is how address books sort; `Jane Doe, PhD` is not. */
const SORTED =
  /^(?<last>[^,]+),(?!\s*(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|mba|esq|inc|llc|ltd|gmbh|ag)\b)\s*(?<first>[^,()]+)$/iu;

const QUOTED = new RegExp(`^[${QUOTES}](?<inner>.*)[${QUOTES}]$`, "u");

/** Empty for an address or a domain: it would not be a salutation. */
function cleanPersonName(name: string): string {
  const clean = cleanName(name)
    .replace(QUOTED, "$<inner>")
    .replace(/\\(?<character>.)/gu, "$<character>")
    .trim();
  if (/[@/]|^\S+\.\p{L}{2,}$/u.test(clean)) return "";
  return clean.replace(SORTED, "$<first> $<last>");
}
