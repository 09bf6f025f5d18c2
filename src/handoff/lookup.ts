import { domainToASCII } from "node:url";
import { Failure } from "../failure.ts";
import type { Organization, WorkosApi } from "../workos/port.ts";
import type { Customer } from "./customer.ts";
import type { Domain } from "./domain.ts";

/** What WorkOS has for a customer before anything is done. */
export interface Lookup {
  /** Oldest first. None: there is no organization; several: the person must choose. */
  readonly organizations: readonly Organization[];
  /** For `eu.acme.com`: organizations that have `acme.com` and not the domain itself. */
  readonly atRegistrable: readonly Organization[];
}

/**
 * Finds the customer's organizations in one round trip.
 *
 * An external id, where given, is looked up side by side with the domain: it settles which of several
 * organizations is meant, and must not belong to another one.
 *
 * @throws Failure `no_organization` for an unknown `org_…` id, `conflict` for an external id of another customer
 */
export async function lookUp(
  customer: Customer,
  externalId: string | undefined,
  api: WorkosApi,
): Promise<Lookup> {
  if (customer.kind === "organization")
    return { organizations: [await named(customer.id, api)], atRegistrable: [] };
  const [byDomain, byExternalId] = await Promise.all([
    findAt(customer.domain, api),
    externalId === undefined ? undefined : api.getByExternalId(externalId),
  ]);
  if (externalId === undefined) return byDomain;
  return narrowed(byDomain, byExternalId, externalId, customer.domain);
}

async function named(id: Organization["id"], api: WorkosApi): Promise<Organization> {
  const organization = await api.getOrganization(id);
  if (organization) return organization;
  throw new Failure("no_organization", `No organization has the id ${id} in this environment.`, {
    hint: "See which environment is used: ssoctl env list",
  });
}

/** One request asks for the domain in both its spellings and for the registrable domain above it. */
async function findAt(domain: Domain, api: WorkosApi): Promise<Lookup> {
  const asked = new Set([domain.ascii, domain.readable, domain.registrable]);
  const found = byAge(await api.findByDomain([...asked]));
  const organizations = found.filter((organization) => hasDomain(organization, domain.ascii));
  const rest = found.filter((organization) => !organizations.includes(organization));
  return {
    organizations,
    atRegistrable: rest.filter((organization) => hasDomain(organization, domain.registrable)),
  };
}

export function hasDomain(organization: Organization, ascii: string): boolean {
  return organization.domains.some(({ domain }) => isSameDomain(domain, ascii));
}

/** WorkOS may hold `müller.de` in either spelling. */
export function isSameDomain(stored: string, ascii: string): boolean {
  return domainToASCII(stored) === ascii;
}

/** Oldest first: the order in which everyone sees them. */
export function byAge(organizations: readonly Organization[]): Organization[] {
  return [...organizations].sort(
    (a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  );
}

function narrowed(
  lookup: Lookup,
  owner: Organization | undefined,
  externalId: string,
  domain: Domain,
): Lookup {
  if (owner && !hasDomain(owner, domain.ascii)) {
    throw new Failure(
      "conflict",
      `The external id ${externalId} belongs to ${owner.name} (${owner.id}), which does not have ${domain.readable}.`,
      { hint: `Use that organization: ssoctl org ensure ${owner.id}` },
    );
  }
  if (owner) return { ...lookup, organizations: [owner] };
  const other = lookup.organizations.find((organization) => organization.externalId !== null);
  if (other && lookup.organizations.length === 1) {
    throw new Failure(
      "conflict",
      `${other.name} (${other.id}) has ${domain.readable}, but under the external id ${other.externalId}.`,
      { hint: `Use that organization: ssoctl org ensure ${other.id}` },
    );
  }
  return lookup;
}
