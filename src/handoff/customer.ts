import { Failure, refuse, shorten } from "../failure.ts";
import type { OrganizationId } from "../workos/port.ts";
import { isConsumerDomain } from "./consumer-domains.ts";
import { type Domain, parseDomain } from "./domain.ts";

const MAX_INPUT = 2048;

export type Customer =
  | { readonly kind: "domain"; readonly domain: Domain }
  | { readonly kind: "organization"; readonly id: OrganizationId };

/** @throws Failure `usage`, or `refused` for a consumer domain */
export function parseCustomer(typed: string): Customer {
  const text = typed.trim();
  if (text === "") refuse("The customer is empty. Pass a domain such as acme.com.");
  if (text.length > MAX_INPUT) refuse(`"${shorten(text)}" is too long to be a domain.`);
  if (/\p{Cc}/u.test(text)) refuse("The customer contains control characters.");
  if (/\s/u.test(text))
    refuse(`"${shorten(text)}" contains spaces. Pass the customer's domain, such as acme.com.`);
  if (/^org_/iu.test(text)) return parseOrganizationId(text);
  return customerAt(hostOf(text));
}

export function customerLabel(customer: Customer): string {
  return customer.kind === "domain" ? customer.domain.readable : customer.id;
}

function parseOrganizationId(text: string): Customer {
  if (!/^org_[0-9A-Za-z]{1,64}$/u.test(text)) {
    refuse(`"${shorten(text)}" is not an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.`);
  }
  return { kind: "organization", id: text as OrganizationId };
}

function customerAt(host: string): Customer {
  const domain = parseDomain(host);
  if (isConsumerDomain(domain.ascii) || isConsumerDomain(domain.registrable)) throw consumer(domain);
  return { kind: "domain", domain };
}

function consumer({ readable }: Domain): Failure {
  return new Failure(
    "refused",
    `${readable} is a consumer email domain. An organization for it would claim strangers' addresses.`,
    {
      hint: "If it is a company, create its organization in the WorkOS dashboard and pass its org_… ID.",
    },
  );
}

function hostOf(text: string): string {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//iu.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    refuse(`"${shorten(text)}" is not a web address: only http and https are.`);
  }
  const rest = scheme === undefined ? text.replace(/^mailto:/iu, "") : text.slice(scheme.length + 3);
  const authority = rest.split(/[/?#\\]/u, 1)[0] ?? "";
  const address = authority.split("@");
  if (address.length > 2 || (address.length === 2 && address[0] === "")) {
    refuse(`"${shorten(text)}" is not an email address.`);
  }
  return withoutPort(address.at(-1) ?? "", text);
}

function withoutPort(authority: string, text: string): string {
  if (authority.startsWith("[") || authority.split(":").length > 2) {
    refuse(`${shorten(text)} is an IP address, not a domain.`);
  }
  const [host = "", port] = authority.split(":");
  if (port !== undefined && !/^\d{0,5}$/u.test(port)) {
    refuse(`"${shorten(text)}" is not a domain: "${shorten(port)}" is not a port.`);
  }
  if (host === "") refuse(`"${shorten(text)}" does not contain a domain.`);
  return host;
}
