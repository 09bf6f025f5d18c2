import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { parse } from "tldts";
import { Failure, refuse, shorten } from "../failure.ts";

const MAX_NAME = 253;
const MAX_LABEL = 63;

declare const parsed: unique symbol;

/** A customer's domain: under a public suffix, lower case, without `www.`. Only `parseDomain` makes one. */
export interface Domain {
  readonly [parsed]: true;
  /** As it goes over the wire: `xn--mller-kva.de`. */
  readonly ascii: string;
  /** As people read it: `müller.de`. */
  readonly readable: string;
  /** The part that was registered: `acme.com` of `eu.acme.com`. */
  readonly registrable: string;
  /** The registered word, readable: `acme`. */
  readonly label: string;
}

/**
 * A host name as a customer's domain. International names follow UTS #46 (Node's own ICU); lengths follow RFC 1035
 * §2.3.4.
 *
 * @throws Failure `usage` that says why it is none
 */
export function parseDomain(host: string): Domain {
  const ascii = toAscii(host.replace(/\.$/u, ""));
  return withoutWww(ascii) ?? placed(ascii);
}

/** The registrable part of a domain as WorkOS has it; `undefined` where that is no domain of a customer's. */
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

/** `www.acme.com` is `acme.com`; but `www.com` is a domain of its own. */
function withoutWww(ascii: string): Domain | undefined {
  if (!ascii.startsWith("www.")) return;
  const rest = ascii.slice("www.".length);
  return rest.includes(".") ? attempt(() => placed(rest)) : undefined;
}

function placed(ascii: string): Domain {
  const registration = registrationOf(ascii);
  const readable = toReadable(ascii);
  if (registration.kind === "suffix") {
    refuse(`${readable} is a public suffix: its subdomains belong to many owners.`);
  }
  if (registration.kind === "unknown-ending") {
    refuse(`${readable} is not a public domain: there is no top-level domain .${registration.ending}.`);
  }
  const { registrable, label } = registration;
  return { ascii, readable, registrable, label: toReadable(label) } as Domain;
}

/** Letters, marks and digits of any script, hyphens, dots, and what stands for a dot or hyphen in other scripts. */
const STRANGE = /[^\p{L}\p{M}\p{N}.\-\u30fb\u00b7\u3002\uff0e]/u;

function toAscii(host: string): string {
  const shown = shorten(host);
  if (isIP(host)) refuse(`${shown} is an IP address, not a domain.`);
  if (STRANGE.test(host)) refuse(strangeCharacters(shown));
  const ascii = domainToASCII(host).replace(/\.$/u, "");
  checkShape(ascii === "" ? host : ascii, shown);
  if (ascii === "") refuse(`"${shown}" is not a valid domain.`);
  // UTS #46 maps ⑴ to (1) and ¼ to a fraction with a slash of its own: what comes out is looked at as well.
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

/** The readable form, unless it would not lead back to the same name. */
function toReadable(ascii: string): string {
  const readable = domainToUnicode(ascii);
  return readable !== "" && domainToASCII(readable) === ascii ? readable : ascii;
}

/** Names set aside for documentation and tests (RFC 2606 §2): in no list, and yet good for a demo. */
const RESERVED_FOR_EXAMPLES = new Set(["example", "test"]);

export type Registration =
  | { kind: "registrable"; registrable: string; label: string }
  | { kind: "suffix" }
  | { kind: "unknown-ending"; ending: string };

/**
 * Where a host stands in the Public Suffix List (publicsuffix.org), private section included,
 * so that `github.io` is as little a customer as `co.uk`.
 *
 * @param host a lower-case ASCII host name with at least two labels
 */
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
