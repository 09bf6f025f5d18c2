import { Failure, refuse, shorten } from "../failure.ts";
import type { Organization, OrganizationDomain } from "../workos/port.ts";
import { isConsumerDomain } from "./consumer-domains.ts";
import { type Domain, parseDomain, registrableOf } from "./domain.ts";

declare const parsed: unique symbol;

/** A person at the customer. Only `parseRecipient` creates one. */
export interface Recipient {
  readonly [parsed]: true;
  /** For WorkOS, with the domain in ASCII. */
  readonly address: string;
  readonly readable: string;
  readonly name: string;
  readonly domain: Domain;
}

const MAX_LOCAL = 64;

/** @throws Failure `usage` */
export function parseRecipient(typed: string): Recipient {
  const text = typed.trim();
  if (/\p{Cc}/u.test(text)) refuse("The address contains control characters.");
  const named = /^(?<name>[^<>]*)<(?<address>[^<>]*)>$/u.exec(text)?.groups;
  const address = (named?.["address"] ?? text).trim();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  if (!isLocalPart(local)) refuse(`"${shorten(text)}" is not an email address.`);
  const domain = parseDomain(address.slice(at + 1));
  const name = (named?.["name"] ?? "").trim().replace(/^"(.*)"$/u, "$1");
  return {
    address: `${local}@${domain.ascii}`,
    readable: `${local}@${domain.readable}`,
    name,
    domain,
  } as Recipient;
}

/** RFC 5322 §3.4, without quoted local parts. */
function isLocalPart(local: string): boolean {
  return (
    local.length > 0 &&
    local.length <= MAX_LOCAL &&
    !/[\s@<>()[\]\\,;:"]/u.test(local) &&
    !/^\.|\.\.|\.$/u.test(local)
  );
}

/**
 * A setup link decides who can sign in, so recipients must be at the organization's domains or be allowed by name.
 * @throws Failure `refused`, naming the recipients and the flag that allows them
 */
export function checkRecipients(
  recipients: readonly Recipient[],
  organization: Pick<Organization, "name"> & {
    readonly domains: readonly Pick<OrganizationDomain, "domain">[];
  },
  allowed: readonly Recipient[],
): void {
  const own = new Set(organization.domains.map(({ domain }) => registrableOf(domain)));
  const exempt = new Set(allowed.map(({ address }) => address.toLowerCase()));
  const outside = recipients.filter(
    ({ address, domain }) =>
      !exempt.has(address.toLowerCase()) &&
      (!own.has(domain.registrable) || isConsumerDomain(domain.registrable)),
  );
  if (outside[0]) throw refusal(outside, organization);
}

function refusal(outside: readonly Recipient[], { name }: Pick<Organization, "name">): Failure {
  const addresses = outside.map(({ readable }) => readable);
  const verb = addresses.length === 1 ? "is" : "are";
  return new Failure("refused", `${addresses.join(", ")} ${verb} not at one of ${name}'s domains.`, {
    hint: `If you mean it: ${addresses.map((address) => `--allow-recipient ${address}`).join(" ")}`,
    data: { recipients: addresses },
  });
}
