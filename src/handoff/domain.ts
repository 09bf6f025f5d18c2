import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { registrationOf } from "./public-suffixes.ts";
import { type Refusal, refuse, shorten } from "./refusal.ts";

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
 * A host name as a customer's domain, or the sentence that says why it is none.
 * International names follow UTS #46 (Node's own ICU); lengths follow RFC 1035 §2.3.4.
 */
export function parseDomain(host: string): Domain | Refusal {
  const typed = host.replace(/\.$/u, "");
  const ascii = toAscii(typed);
  if (typeof ascii !== "string") return ascii;
  return withoutWww(ascii) ?? placed(ascii);
}

/** `www.acme.com` is `acme.com`; but `www.com` is a domain of its own. */
function withoutWww(ascii: string): Domain | undefined {
  if (!ascii.startsWith("www.")) return;
  const rest = ascii.slice("www.".length);
  const domain = rest.includes(".") ? placed(rest) : undefined;
  return domain && "ascii" in domain ? domain : undefined;
}

function placed(ascii: string): Domain | Refusal {
  const registration = registrationOf(ascii);
  const readable = toReadable(ascii);
  if (registration.kind === "suffix") {
    return refuse(`${readable} is a public suffix: names under it belong to many owners.`);
  }
  if (registration.kind === "unknown-ending") {
    return refuse(`${readable} is no public domain: there is no top-level domain .${registration.ending}.`);
  }
  const { registrable, label } = registration;
  return { ascii, readable, registrable, label: toReadable(label) } as Domain;
}

/** Letters, marks and digits of any script, hyphens, dots, and what stands for a dot or hyphen in other scripts. */
const STRANGE = /[^\p{L}\p{M}\p{N}.\-\u30fb\u00b7\u3002\uff0e]/u;

function toAscii(host: string): string | Refusal {
  const shown = shorten(host);
  if (isIP(host)) return refuse(`${shown} is an IP address, not a domain.`);
  if (STRANGE.test(host)) return refuse(strangeCharacters(shown));
  const ascii = domainToASCII(host).replace(/\.$/u, "");
  const problem = shapeProblem(ascii === "" ? host : ascii, shown);
  if (problem) return problem;
  if (ascii === "") return refuse(`"${shown}" is not a valid domain.`);
  // UTS #46 maps ⑴ to (1) and ¼ to a fraction with a slash of its own: what comes out is looked at as well.
  const strange = /[^a-z\d.-]/u.test(ascii) || STRANGE.test(domainToUnicode(ascii));
  return strange ? refuse(strangeCharacters(shown)) : ascii;
}

function strangeCharacters(shown: string): string {
  return `"${shown}" is not a domain: only letters, digits, hyphens and dots can be in one.`;
}

function shapeProblem(host: string, shown: string): Refusal | undefined {
  const labels = host.split(".");
  if (host === "localhost") return refuse("localhost is this machine, not a customer's domain.");
  if (labels.includes("")) return refuse(`"${shown}" has an empty part between its dots.`);
  if (labels.length === 1) return refuse(`"${shown}" is not a domain: an ending such as .com is missing.`);
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-"))) {
    return refuse(`"${shown}" is not a domain: a part of it begins or ends with a hyphen.`);
  }
  if (labels.some((label) => label.length > MAX_LABEL)) {
    return refuse(`"${shown}" is not a domain: a part of it is longer than ${MAX_LABEL} characters.`);
  }
  if (host.length > MAX_NAME) {
    return refuse(`"${shown}" is not a domain: it is longer than ${MAX_NAME} characters.`);
  }
  if (isIP(host) || /^(0x[\da-f]*|\d+)$/u.test(labels.at(-1) ?? "")) {
    return refuse(`${shown} is an IP address, not a domain.`);
  }
  return;
}

/** The readable form, unless it would not lead back to the same name. */
function toReadable(ascii: string): string {
  const readable = domainToUnicode(ascii);
  return readable !== "" && domainToASCII(readable) === ascii ? readable : ascii;
}
