import { isIP } from "node:net";
import { refuse, shorten } from "../failure.ts";
import { hiddenIn, isJoiner, removeHidden, trimHidden } from "../sanitize.ts";
import type { OrganizationId } from "../workos/port.ts";
import { type Domain, parseDomain, refuseHidden, withoutWww } from "./domain.ts";
import { decoded, unwrapLink } from "./wrapped-links.ts";

const MAX_INPUT = 2048;

export type Customer = CustomerDomain | { readonly kind: "organization"; readonly id: OrganizationId };

export interface CustomerDomain {
  readonly kind: "domain";
  /** Without `www.`. */
  readonly domain: Domain;
  /** As typed, for organizations that have `www.acme.com`. */
  readonly typed: Domain;
  /** The host of a pasted link may be an app's, not the customer's. */
  readonly isLink: boolean;
  /** How it was read, if that is not obvious: `inside urldefense.com`. */
  readonly remarks: readonly string[];
}

/** Says nothing about whether it exists or may be created. @throws Failure `usage` */
export function parseCustomer(typed: string): Customer {
  const { text, dropped } = trimHidden(typed);
  if (text === "") refuse("The customer is empty. Pass a domain such as acme.com.");
  if (text.length > MAX_INPUT) refuse(`"${shorten(text)}" is too long to be a domain.`);
  refuseKey(text);
  // Joiners may be part of the domain.
  const hidden = hiddenIn(text).filter((name) => !isJoiner(name));
  if (hidden.length > 0) refuseHidden(text, hidden);
  if (/\s/u.test(text))
    refuse(`"${shorten(text)}" contains spaces. Pass the customer's domain, such as acme.com.`);
  if (/^org_/iu.test(text)) return parseOrganizationId(text);
  const { host, isLink, wrappers } = hostIn(text);
  const domain = parseDomain(host);
  const remarks = [
    ...wrappers.map((wrapper) => `inside a link of ${wrapper}`),
    ...dropped.map((name) => `without ${name}`),
  ];
  return { kind: "domain", domain: withoutWww(domain), typed: domain, isLink, remarks };
}

export function customerLabel(customer: Customer): string {
  return customer.kind === "domain" ? customer.domain.readable : customer.id;
}

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

function parseOrganizationId(text: string): Customer {
  if (!/^org_[\w-]{1,64}$/u.test(text)) {
    refuse(`"${shorten(text)}" is not an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.`);
  }
  return { kind: "organization", id: text as OrganizationId };
}

interface Host {
  readonly host: string;
  readonly isLink: boolean;
  readonly wrappers: readonly string[];
}

function hostIn(typed: string): Host {
  const text = /^https?%3a/iu.test(typed) ? (decoded(typed) ?? typed) : typed;
  const scheme = /^([a-z][a-z\d+.-]*):\/\//iu.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    refuse(`"${shorten(text)}" is not a web address: only http and https are.`);
  }
  const isLink = scheme !== undefined || /^[^/?#@]+[/?#]/u.test(text);
  if (!isLink) return { host: hostOf(text.replace(/^mailto:/iu, ""), text), isLink, wrappers: [] };
  const { link, wrappers, isReadable } = unwrapLink(scheme === undefined ? `https://${text}` : text);
  if (!isReadable)
    refuse(
      `The link inside "${shorten(link)}" cannot be read.`,
      "Pass the customer's domain, such as acme.com.",
    );
  // Without a change, errors repeat what was typed.
  const inner = wrappers.length > 0 ? link : text;
  return { host: hostOf(inner.replace(/^https?:\/\//iu, ""), inner), isLink, wrappers };
}

function hostOf(rest: string, text: string): string {
  const authority = rest.split(/[/?#\\]/u, 1)[0] ?? "";
  const address = authority.split("@");
  if (address.length > 2) refuse(`"${shorten(text)}" is not an email address.`);
  const host = address.at(-1) ?? "";
  return withoutPort(decoded(host) ?? host, text);
}

function withoutPort(authority: string, text: string): string {
  if (isIP(authority.replace(/^\[([^\]]*)\](?::\d*)?$/u, "$1"))) {
    refuse(`${shorten(text)} is an IP address, not a domain.`);
  }
  if (authority.split(":").length > 2) refuse(`"${shorten(text)}" is not a domain: it contains several ":".`);
  const [host = "", port] = authority.split(":");
  if (port !== undefined && !/^\d{0,5}$/u.test(port)) {
    refuse(`"${shorten(text)}" is not a domain: "${shorten(port)}" is not a port.`);
  }
  if (host === "") refuse(`"${shorten(text)}" does not contain a domain.`);
  return host;
}
