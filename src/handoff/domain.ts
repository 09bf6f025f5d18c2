import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { parse } from "tldts";
import { Failure, refuse, shorten } from "../failure.ts";
import { codePoint, hiddenIn, isJoiner } from "../sanitize.ts";
import { isConsumerDomain, tenancyOf } from "./known-domains.ts";

/** RFC 1035 §2.3.4. */
const MAX_NAME = 253;
const MAX_LABEL = 63;

declare const parsed: unique symbol;

/** Lower case, of valid form. It can be looked up; `concern` says whether one customer can own it. */
export interface Domain {
  readonly [parsed]: true;
  readonly ascii: string;
  /** For people: `müller.de`. In ASCII if the other form has invisible characters. */
  readonly readable: string;
  /** In sentences: `müller.de (xn--mller-kva.de)`. */
  readonly display: string;
  /** Such as `acme.com` for `eu.acme.com`. A hint: others may own what is below it. */
  readonly registrable: string;
  /** The part that names the owner: `acme`. */
  readonly label: string;
  readonly concern: Concern | undefined;
}

/** Why an organization for a domain would not be one customer's. */
export type Concern = "public_suffix" | "consumer" | "unknown_ending";

/** @throws Failure `usage` */
export function parseDomain(host: string): Domain {
  return placed(toAscii(host.replace(/\.$/u, "")));
}

/** `acme.com` for `www.acme.com`; `www.com` is a domain of its own. */
export function withoutWww({ ascii }: Domain): Domain {
  return placed(ascii.replace(/^(?:www\.)+(?=[^.]+\.)/u, ""));
}

/** `undefined` if the stored value is not a domain. */
export function storedDomain(stored: string): Domain | undefined {
  try {
    return parseDomain(stored);
  } catch (error) {
    if (error instanceof Failure) return;
    throw error;
  }
}

/** A domain as WorkOS or the history has it, in sentences: `müller.de (xn--mller-kva.de)`. */
export function displayDomain(stored: string): string {
  const known = storedDomain(stored)?.display;
  if (known !== undefined) return known;
  // Only ASCII hides nothing.
  return /^[ -~]*$/u.test(stored) || !stored.includes(".") ? stored : domainToASCII(stored) || stored;
}

/** Whether a domain is `above` or below it. Others have what is registered below a public suffix or a platform. */
export function isWithin({ ascii, registrable }: Domain, above: Domain): boolean {
  const isBelow = (name: string) => name.endsWith(`.${above.ascii}`);
  if (!isBelow(ascii)) return ascii === above.ascii;
  return !isBelow(registrable) || (tenancyOf(above.ascii) === "tree" && above.concern === undefined);
}

/** Whether it is a customer's address at a platform: `acme.okta.com`. */
export function isTenant({ ascii }: Domain): boolean {
  const tenancy = tenancyOf(ascii.slice(ascii.indexOf(".") + 1));
  return tenancy === "platform" || tenancy === "tenants_only";
}

function placed(ascii: string): Domain {
  const { registrable, concern } = registrationOf(ascii);
  // The label alone would be read as an IP address if it is a number, as in 163.com.
  const [label = ""] = domainToUnicode(registrable).split(".");
  const readable = toReadable(ascii);
  const display = readable === ascii ? ascii : `${readable} (${ascii})`;
  return { ascii, readable, display, registrable, label, concern } as Domain;
}

/** Reserved for documentation and tests (RFC 2606 §2). Not in the Public Suffix List, but useful in demos. */
const RESERVED_FOR_EXAMPLES = new Set(["example", "test"]);

type Registration = Pick<Domain, "registrable" | "concern">;

/** Uses the Public Suffix List (publicsuffix.org) with its private section, and our list of shared domains. */
function registrationOf(ascii: string): Registration {
  const { domain, publicSuffix, isIcann, isPrivate } = parse(ascii, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  const registrable = tenantOf(ascii, domain ?? ascii);
  const isKnown = isIcann || isPrivate || RESERVED_FOR_EXAMPLES.has(publicSuffix ?? "");
  return { registrable, concern: concernOf(ascii, registrable, isKnown, !domain) };
}

function concernOf(
  ascii: string,
  registrable: string,
  isKnown: boolean,
  isSuffix: boolean,
): Concern | undefined {
  if (isConsumerDomain(ascii) || isConsumerDomain(registrable)) return "consumer";
  if (!isKnown) return "unknown_ending";
  return isSuffix || tenancyOf(ascii) === "tenants_only" ? "public_suffix" : undefined;
}

/** One label more below a shared domain: `acme.okta.com` for `eu.acme.okta.com`. */
function tenantOf(ascii: string, registrable: string): string {
  if (ascii === registrable || tenancyOf(registrable) === undefined) return registrable;
  const [label] = ascii
    .slice(0, -registrable.length - 1)
    .split(".")
    .slice(-1);
  return tenantOf(ascii, `${label}.${registrable}`);
}

/** Never a customer's domain: IANA's special-use names (RFC 6761, 7686, 9476) and reverse lookups. */
const SPECIAL_USE = new Set(["alt", "arpa", "internal", "invalid", "local", "localhost", "onion"]);

/** Other than letters, marks, digits, hyphens, dots, joiners, and the dot and hyphen variants of other scripts. */
const STRANGE = /[^\p{L}\p{M}\p{N}.\-\u30fb\u00b7\u3002\uff0e\uff61\u200c\u200d]/gu;

function toAscii(host: string): string {
  const shown = shorten(host);
  const hidden = hiddenIn(host);
  if (isIP(host)) refuse(`${shown} is an IP address, not a domain.`);
  if (!hidden.every(isJoiner)) refuseHidden(shown, hidden);
  refuseStrange(host, shown);
  const ascii = domainToASCII(host).replace(/\.$/u, "");
  if (ascii === "" && hidden.length > 0) refuseHidden(shown, hidden);
  checkShape(ascii === "" ? host : ascii, shown);
  const unicode = domainToUnicode(ascii);
  // Node 22 and newer return an invalid `xn--` label as it is.
  if (ascii === "" || /(?:^|\.)xn--/u.test(unicode)) refuse(`"${shown}" is not a valid domain.`);
  // UTS #46 (Node's ICU) maps ⑴ to (1), and ¼ to a fraction with a slash, so the output is checked too.
  refuseStrange(unicode, shown);
  if (/[^a-z\d.-]/u.test(ascii)) refuse(`"${shown}" is not a valid domain.`);
  return ascii;
}

/** @throws Failure `usage` naming the characters, because nobody sees them in the text */
export function refuseHidden(typed: string, hidden: readonly string[]): never {
  return refuse(
    `"${shorten(typed)}" contains invisible characters: ${hidden.join(", ")}.`,
    "Type it by hand.",
  );
}

function refuseStrange(host: string, shown: string): void {
  const strange = [...new Set(host.match(STRANGE))];
  if (strange.length === 0) return;
  const named = strange.map((character) =>
    /[!-~]/u.test(character) ? `"${character}"` : `"${character}" (${codePoint(character)})`,
  );
  refuse(`"${shown}" is not a domain: it contains ${named.join(", ")}.`);
}

function checkShape(host: string, shown: string): void {
  const labels = host.split(".");
  const ending = labels.at(-1) ?? "";
  if (host === "localhost") refuse("localhost is this machine, not a customer's domain.");
  if (labels.includes("")) refuse(`"${shown}" has an empty part between dots.`);
  if (labels.length === 1) refuse(`"${shown}" is not a domain: an ending such as .com is missing.`);
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-"))) {
    refuse(`"${shown}" is not a domain: a part of it begins or ends with a hyphen.`);
  }
  if (labels.some((label) => label.length > MAX_LABEL)) {
    refuse(`"${shown}" is not a domain: a part of it is longer than ${MAX_LABEL} characters.`);
  }
  if (host.length > MAX_NAME) {
    refuse(`"${shown}" is not a domain: it is longer than ${MAX_NAME} characters.`);
  }
  if (isIP(host) || /^(0x[\da-f]*|\d+)$/u.test(ending)) refuse(`${shown} is an IP address, not a domain.`);
  if (SPECIAL_USE.has(ending)) refuse(`"${shown}" is not a public domain: .${ending} is reserved.`);
}

/** The Unicode form, unless it converts back to a different name or has invisible characters. */
function toReadable(ascii: string): string {
  const readable = domainToUnicode(ascii);
  const isPlain = readable !== "" && domainToASCII(readable) === ascii && hiddenIn(readable).length === 0;
  return isPlain ? readable : ascii;
}
