import { Failure } from "../failure.ts";
import type { Organization, WorkosReads } from "../workos/port.ts";
import type { Customer } from "./customer.ts";
import { type Domain, registrableOf } from "./domain.ts";
import { byAge, hasDomain } from "./organization.ts";

export interface OrganizationOptions {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  /** `verified`: the user says that ownership was proven elsewhere. */
  readonly domainState?: "pending" | "verified" | undefined;
}

export interface Draft extends OrganizationOptions {
  readonly name: string;
  readonly domain: Domain;
}

export type Likeness = "same_name" | "parent_domain" | "sub_domain";

export interface Similar {
  readonly organization: Organization;
  readonly likeness: Likeness;
}

export interface One {
  readonly kind: "one";
  readonly organization: Organization;
  /** `undefined` if the user gave an ID. */
  readonly domain: Domain | undefined;
  /** For `eu.acme.com`: other organizations that have `acme.com`. */
  readonly atRegistrable: readonly Organization[];
}

export interface Several {
  readonly kind: "several";
  readonly domain: Domain;
  /** Oldest first. */
  readonly organizations: readonly Organization[];
}

export interface None {
  readonly kind: "none";
  readonly draft: Draft;
  readonly similar: readonly Similar[];
}

export type Found = One | Several | None;

/** @throws Failure `no_organization` for an unknown `org_…` ID, `conflict` for another customer's external ID */
export async function findOrganization(
  customer: Customer,
  options: OrganizationOptions,
  api: WorkosReads,
): Promise<Found> {
  if (customer.kind === "organization")
    return { kind: "one", organization: await named(customer.id, api), domain: undefined, atRegistrable: [] };
  const { domain } = customer;
  const [found, owner] = await Promise.all([
    findAt([domain.ascii, domain.readable, domain.registrable], api),
    options.externalId === undefined ? undefined : api.getByExternalId(options.externalId),
  ]);
  const holders = found.filter((organization) => hasDomain(organization, domain.ascii));
  checkExternalId(options.externalId, owner, holders, domain);
  if (owner) return { kind: "one", organization: owner, domain, atRegistrable: [] };
  if (holders.length > 0) return oneOrSeveral(holders, found, domain);
  return foundNone(domain, found, options, api);
}

async function named(id: Organization["id"], api: WorkosReads): Promise<Organization> {
  const organization = await api.getOrganization(id);
  if (organization) return organization;
  throw new Failure("no_organization", `No organization has the id ${id} in this environment.`, {
    hint: "See which environment is used: ssoctl env list",
  });
}

async function findAt(domains: readonly string[], api: WorkosReads): Promise<Organization[]> {
  const { organizations } = await api.findByDomain([...new Set(domains)]);
  return byAge(organizations);
}

/** One query per spelling: some servers read `domains=a,b` as one value. */
async function findEach(domains: readonly string[], api: WorkosReads): Promise<Organization[]> {
  const found = await Promise.all([...new Set(domains)].map((domain) => findAt([domain], api)));
  return found.flat();
}

function oneOrSeveral(
  holders: readonly Organization[],
  found: readonly Organization[],
  domain: Domain,
): Found {
  const [organization, second] = holders;
  if (!organization || second) return { kind: "several", domain, organizations: holders };
  const above = found.filter(({ id }) => id !== organization.id);
  return {
    kind: "one",
    organization,
    domain,
    atRegistrable: above.filter((other) => hasDomain(other, domain.registrable)),
  };
}

async function foundNone(
  domain: Domain,
  found: readonly Organization[],
  options: OrganizationOptions,
  api: WorkosReads,
): Promise<Found> {
  const draft = { ...options, name: options.name ?? nameFromDomain(domain), domain };
  const isSubdomain = domain.registrable !== domain.ascii;
  const wasAskedWithOthers = isSubdomain || domain.readable !== domain.ascii;
  const [alone, above, byName] = await Promise.all([
    wasAskedWithOthers ? findEach([domain.ascii, domain.readable], api) : [],
    isSubdomain ? findAt([domain.registrable], api) : [],
    api.searchByName(draft.name),
  ]);
  // If one has the domain now, somebody else just created it.
  const holders = [...alone, ...byName].filter((organization) => hasDomain(organization, domain.ascii));
  if (holders.length > 0) return oneOrSeveral(distinct(holders), [...found, ...above], domain);
  const parents = isSubdomain ? distinct([...found, ...above]) : [];
  return { kind: "none", draft, similar: similarTo(draft, parents, byName) };
}

function similarTo(
  draft: Draft,
  parents: readonly Organization[],
  byName: readonly Organization[],
): readonly Similar[] {
  const similar = [
    ...parents.map((organization) => ({ organization, likeness: "parent_domain" as const })),
    ...byName.flatMap((organization) => likenessOf(organization, draft)),
  ];
  return [...new Map(similar.toReversed().map((one) => [one.organization.id, one])).values()].toReversed();
}

function likenessOf(organization: Organization, { name, domain }: Draft): Similar[] {
  if (organization.domains.some((held) => registrableOf(held.domain) === domain.registrable)) {
    return [{ organization, likeness: "sub_domain" }];
  }
  return plain(organization.name) === plain(name) ? [{ organization, likeness: "same_name" }] : [];
}

function plain(name: string): string {
  return name
    .normalize("NFKC")
    .toLocaleLowerCase("en")
    .replace(/[\p{P}\p{Z}\p{C}]/gu, "");
}

function distinct(organizations: readonly Organization[]): Organization[] {
  return byAge([...new Map(organizations.map((organization) => [organization.id, organization])).values()]);
}

/** First guess at a company name: `big-corp.co.uk` → `Big Corp`. */
export function nameFromDomain(domain: Domain): string {
  return domain.label
    .split("-")
    .filter(Boolean)
    .map((word) => word.charAt(0).toLocaleUpperCase("en") + word.slice(1))
    .join(" ");
}

/** The external ID must not be another customer's, and the customer must not have a different one. */
function checkExternalId(
  externalId: string | undefined,
  owner: Organization | undefined,
  holders: readonly Organization[],
  domain: Domain,
): void {
  if (externalId === undefined) return;
  if (owner && !hasDomain(owner, domain.ascii)) {
    throw new Failure(
      "conflict",
      `The external id ${externalId} belongs to ${owner.name} (${owner.id}), which does not have ${domain.readable}.`,
      { hint: `Use that organization: ssoctl org ensure ${owner.id}` },
    );
  }
  const [only, second] = holders;
  if (!owner && only && !second && only.externalId !== null) {
    throw new Failure(
      "conflict",
      `${only.name} (${only.id}) has ${domain.readable}, but under the external id ${only.externalId}.`,
      { hint: `Use that organization: ssoctl org ensure ${only.id}` },
    );
  }
}
