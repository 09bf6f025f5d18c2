import { domainToASCII } from "node:url";
import { flags, sentence } from "../command-line.ts";
import { Failure, refuse, shorten } from "../failure.ts";
import { hiddenIn } from "../sanitize.ts";
import type { Organization, OrganizationDomain } from "../workos/port.ts";
import {
  type Domain,
  displayDomain,
  isWithin,
  parseDomain,
  refuseHidden,
  storedDomain,
  withoutWww,
} from "./domain.ts";
import { isLink, readTyped } from "./typed.ts";

declare const parsed: unique symbol;

/** A person at the customer. Only `parseRecipient` creates one. */
export interface Recipient {
  readonly [parsed]: true;
  /** For WorkOS, with the domain in ASCII. */
  readonly address: string;
  readonly readable: string;
  readonly name: string;
  readonly domain: Domain;
  /** Hidden characters that were removed from the ends: `["U+200B"]`. */
  readonly dropped: readonly string[];
}

const MAX_LOCAL = 64;

/** @throws Failure `usage` */
export function parseRecipient(typed: string): Recipient {
  const { text, name, dropped } = readTyped(typed);
  const address = text.normalize("NFC");
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  const hidden = hiddenIn(local);
  if (hidden.length > 0) refuseHidden(address, hidden);
  if (!isLocalPart(local)) refuse(`"${shorten(text)}" is not an email address.`);
  const domain = parseDomain(address.slice(at + 1));
  return {
    address: `${local}@${domain.ascii}`,
    readable: `${local}@${domain.readable}`,
    name,
    domain,
    dropped,
  } as unknown as Recipient;
}

/** The person, if a customer was given as an email address. */
export function recipientIn(customer: string): Recipient | undefined {
  const { text } = readTyped(customer);
  if (!/^[^@]+@/u.test(text) || isLink(text)) return;
  try {
    return parseRecipient(customer);
  } catch (error) {
    if (error instanceof Failure) return;
    throw error;
  }
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

/** Whether two addresses reach the same mailbox: the case, NFC and the form of the domain do not matter. */
export function isSameAddress(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

function comparable(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`.normalize("NFC").toLowerCase();
}

/** As WorkOS or the history has it, in sentences: `jane@müller.de (xn--mller-kva.de)`. */
export function displayAddress(email: string): string {
  return withDomain(email, displayDomain);
}

/** In commands: `jane@müller.de`. */
export function readableAddress(email: string): string {
  return withDomain(email, (domain) => storedDomain(domain)?.readable ?? domain);
}

function withDomain(email: string, spelling: (domain: string) => string): string {
  const start = email.lastIndexOf("@") + 1;
  return email.slice(0, start) + spelling(email.slice(start));
}

type Receiver = Pick<Organization, "name"> & {
  readonly domains: readonly Pick<OrganizationDomain, "domain">[];
};

/** A setup link decides who can sign in, so recipients outside must be allowed one by one. */
export function outsideRecipients(
  recipients: readonly Recipient[],
  organization: Receiver,
  allowed: readonly Recipient[],
): readonly Recipient[] {
  return recipients.filter(
    ({ address, domain }) =>
      !allowed.some((one) => isSameAddress(one.address, address)) && !isOwn(domain, organization),
  );
}

/** @throws Failure `refused`, naming the recipients outside and the flag that allows them */
export function checkRecipients(
  recipients: readonly Recipient[],
  organization: Receiver,
  allowed: readonly Recipient[],
): void {
  const outside = outsideRecipients(recipients, organization, allowed);
  if (outside.length === 0) return;
  const addresses = outside.map(({ readable }) => readable);
  throw new Failure("refused", outsideWords(outside, organization), {
    hint: sentence`If you mean it: ${flags(...addresses.flatMap((address) => ["--allow-recipient", address]))}`,
    data: { recipients: addresses },
  });
}

/** `jane@beta.com is not at one of Acme's domains.` */
export function outsideWords(outside: readonly Recipient[], { name, domains }: Receiver): string {
  const addresses = outside.map(({ readable }) => readable).join(", ");
  const verb = outside.length === 1 ? "is" : "are";
  return domains.length > 0
    ? `${addresses} ${verb} not at one of ${name}'s domains.`
    : `${name} has no domain, so ${addresses} ${verb} outside it.`;
}

/** Whether a contact in WorkOS can be emailed without `--allow-recipient`. */
export function isOwnAddress(email: string, organization: Receiver): boolean {
  try {
    return isOwn(parseRecipient(email).domain, organization);
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function isOwn(domain: Domain, { domains }: Receiver): boolean {
  return domains.some((held) => {
    const own = storedDomain(held.domain);
    return own !== undefined && (isWithin(domain, own) || isWithin(domain, ownerOfWww(own)));
  });
}

/** People at `www.acme.com` write from `acme.com`, unless everyone has domains below that. */
function ownerOfWww(own: Domain): Domain {
  const owner = withoutWww(own);
  return owner.concern === undefined ? owner : own;
}
