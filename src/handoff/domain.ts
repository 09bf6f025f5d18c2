import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { parse } from "tldts";
import { Failure, refuse, shorten } from "../failure.ts";

/** RFC 1035 §2.3.4. */
const MAX_NAME = 253;
const MAX_LABEL = 63;

declare const parsed: unique symbol;

/** Under a public suffix, lower case, without `www.`. Only `parseDomain` creates one. */
export interface Domain {
  readonly [parsed]: true;
  readonly ascii: string;
  /** For people: `müller.de`. */
  readonly readable: string;
  /** Such as `acme.com` for `eu.acme.com`. */
  readonly registrable: string;
  readonly label: string;
}

/** @throws Failure `usage` */
export function parseDomain(host: string): Domain {
  const ascii = toAscii(host.replace(/\.$/u, ""));
  return withoutWww(ascii) ?? placed(ascii);
}

/** `undefined` if the stored value is not a valid customer domain. */
export function registrableOf(stored: string): string | undefined {
  return attempt(() => parseDomain(stored).registrable);
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Failure) return;
    throw error;
  }
}

/** `www.acme.com` becomes `acme.com`, but `www.com` is a domain of its own. */
function withoutWww(ascii: string): Domain | undefined {
  if (!ascii.startsWith("www.")) return;
  const rest = ascii.slice("www.".length);
  return rest.includes(".") ? attempt(() => placed(rest)) : undefined;
}

function placed(ascii: string): Domain {
  const registration = registrationOf(ascii);
  const readable = toReadable(ascii);
  if (registration.kind === "suffix") {
    refuse(
      `${readable} is a public suffix: many owners have domains below it. Pass the customer's own domain.`,
    );
  }
  if (registration.kind === "unknown-ending") {
    refuse(`${readable} is not a public domain: there is no top-level domain .${registration.ending}.`);
  }
  const { registrable, label } = registration;
  return { ascii, readable, registrable, label: toReadable(label) } as Domain;
}

/** Anything but letters, marks, digits, hyphens, dots, and the dot and hyphen variants of other scripts. */
const STRANGE = /[^\p{L}\p{M}\p{N}.\-\u30fb\u00b7\u3002\uff0e]/u;

function toAscii(host: string): string {
  const shown = shorten(host);
  if (isIP(host)) refuse(`${shown} is an IP address, not a domain.`);
  if (STRANGE.test(host)) refuse(strangeCharacters(shown));
  const ascii = domainToASCII(host).replace(/\.$/u, "");
  checkShape(ascii === "" ? host : ascii, shown);
  if (ascii === "") refuse(`"${shown}" is not a valid domain.`);
  // UTS #46 (Node's ICU) maps ⑴ to (1), and ¼ to a fraction with a slash, so the output is checked too.
  const strange = /[^a-z\d.-]/u.test(ascii) || STRANGE.test(domainToUnicode(ascii));
  if (strange) refuse(strangeCharacters(shown));
  return ascii;
}

function strangeCharacters(shown: string): string {
  return `"${shown}" is not a domain: it may contain only letters, digits, hyphens and dots.`;
}

function checkShape(host: string, shown: string): void {
  const labels = host.split(".");
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
  if (isIP(host) || /^(0x[\da-f]*|\d+)$/u.test(labels.at(-1) ?? "")) {
    refuse(`${shown} is an IP address, not a domain.`);
  }
}

/** The Unicode form, unless it converts back to a different name. */
function toReadable(ascii: string): string {
  const readable = domainToUnicode(ascii);
  return readable !== "" && domainToASCII(readable) === ascii ? readable : ascii;
}

/** Reserved for documentation and tests (RFC 2606 §2). Not in the Public Suffix List, but useful in demos. */
const RESERVED_FOR_EXAMPLES = new Set(["example", "test"]);

export type Registration =
  | { kind: "registrable"; registrable: string; label: string }
  | { kind: "suffix" }
  | { kind: "unknown-ending"; ending: string };

/** Uses the Public Suffix List (publicsuffix.org) with its private section, so `github.io` counts like `co.uk`. */
export function registrationOf(host: string): Registration {
  const { domain, domainWithoutSuffix, publicSuffix, isIcann, isPrivate } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (!isIcann && !isPrivate && !RESERVED_FOR_EXAMPLES.has(publicSuffix ?? "")) {
    return { kind: "unknown-ending", ending: publicSuffix ?? host };
  }
  if (!domain || !domainWithoutSuffix) return { kind: "suffix" };
  return { kind: "registrable", registrable: domain, label: domainWithoutSuffix };
}
