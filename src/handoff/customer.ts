import { isIP } from "node:net";
import { refuse, shorten } from "../failure.ts";
import { hiddenIn, isJoiner } from "../sanitize.ts";
import type { OrganizationId } from "../workos/port.ts";
import { type Domain, parseDomain, refuseHidden, withoutWww } from "./domain.ts";
import { isLink, MAX_TYPED, readTyped, withoutPunctuation } from "./typed.ts";
import { decoded, unwrapLink } from "./wrapped-links.ts";

/** What can be looked up at once. */
export type Customer = CustomerDomain | CustomerId;

export interface CustomerId {
  readonly kind: "organization";
  readonly id: OrganizationId;
}

/** To search for. It never creates an organization. */
export interface CustomerName {
  readonly kind: "name";
  readonly name: string;
}

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
export function parseCustomer(typed: string): Customer | CustomerName {
  const { text, dropped } = readTyped(typed);
  if (text === "") refuse("The customer is empty. Pass a domain such as acme.com.");
  if (text.length > MAX_TYPED) refuse(`"${shorten(text)}" is too long to be a domain.`);
  // Joiners may be part of the domain.
  const hidden = hiddenIn(text).filter((name) => !isJoiner(name));
  if (hidden.length > 0) refuseHidden(text, hidden);
  if (isName(text)) return { kind: "name", name: text.normalize("NFC").replace(/\s+/gu, " ") };
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

export function customerLabel(customer: Customer | CustomerName): string {
  if (customer.kind === "name") return customer.name;
  return customer.kind === "domain" ? customer.domain.readable : customer.id;
}

/** `Booking.com B.V.` is a name; `jane at acme.com` is not. */
function isName(text: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(text) || /@|:\/\/|^org_|^localhost$/iu.test(text)) return false;
  return /\s/u.test(text) ? !/\.[\p{L}\p{N}]{2,}$/u.test(text) : !/[./\\:?#。．\p{Cc}]/u.test(text);
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
  const hasPath = /^[^/?#@]+[/?#]/u.test(text);
  if (!isLink(text) && !hasPath) return { host: hostOf(text, text), isLink: false, wrappers: [] };
  const { link, wrappers, isReadable } = unwrapLink(isLink(text) ? text : `https://${text}`);
  if (!isReadable)
    refuse(
      `The link inside "${shorten(link)}" cannot be read.`,
      "Pass the customer's domain, such as acme.com.",
    );
  // Without a change, errors repeat what was typed.
  const inner = wrappers.length > 0 ? link : text;
  return { host: hostOf(inner.replace(/^https?:\/\//iu, ""), inner), isLink: true, wrappers };
}

function hostOf(rest: string, text: string): string {
  const [start = ""] = rest.split(/[/?#\\]/u, 1);
  const authority = start.startsWith("[") ? start : withoutPunctuation(start);
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
