import { randomBytes, randomInt } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const SEQUENCE_LENGTH = 6;
const RANDOM_LENGTH = 10;

/** Returns an id such as `org_01KAR5…`: the prefix and 26 characters of Crockford base 32. */
export type NextId = (prefix: string) => string;

/** ULIDs with a prefix, like WorkOS's ids. They sort by creation order: lists and cursors rely on that. */
export function createIds(now: () => Date): NextId {
  let time = 0;
  let sequence = 0;
  return (prefix) => {
    const current = now().getTime();
    // Keeps the order if the clock stops or goes back.
    if (current > time) {
      time = current;
      sequence = 0;
    } else {
      sequence += 1;
    }
    return `${prefix}_${encode(time, TIME_LENGTH)}${encode(sequence, SEQUENCE_LENGTH)}${random()}`;
  };
}

export function isId(text: string, prefix: string): boolean {
  return text.startsWith(`${prefix}_`) && ULID.test(text.slice(prefix.length + 1));
}

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

function encode(value: number, length: number): string {
  let text = "";
  let rest = value;
  while (text.length < length) {
    text = CROCKFORD.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function random(): string {
  return Array.from({ length: RANDOM_LENGTH }, () => CROCKFORD.charAt(randomInt(32))).join("");
}

/** A random secret of 192 bits: 32 characters, URL-safe. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}
