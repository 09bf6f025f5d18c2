import { sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { cleanName } from "../sanitize.ts";
import type { Organization, OrganizationId, WorkosReads } from "../workos/port.ts";
import type { Customer, CustomerDomain, CustomerName } from "./customer.ts";
import { type Domain, isTenant, storedDomain } from "./domain.ts";
import { hasLinksOfOthers } from "./known-domains.ts";
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

export type Likeness = "same_external_id" | "same_name" | "parent_domain" | "sub_domain";

export interface Similar {
  readonly organization: Organization;
  readonly likeness: Likeness;
}

export interface One {
  readonly kind: "one";
  readonly organization: Organization;
  /** The one that it has. `undefined` if the user gave an ID. */
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
  /** The domain is the host of a pasted link: an app's, perhaps, not the customer's own. */
  readonly isLink: boolean;
  readonly similar: readonly Similar[];
}

export type Found = One | Several | None;

/**
 * Finds by the domain without and with `www.`, whether or not an organization for it may be created.
 * @throws Failure `no_organization` for an unknown `org_…` ID, `conflict` for another customer's external ID
 */
export async function findOrganization(
  customer: Customer,
  options: OrganizationOptions,
  api: WorkosReads,
): Promise<Found> {
  if (customer.kind === "organization")
    return { kind: "one", organization: await named(customer.id, api), domain: undefined, atRegistrable: [] };
  const { domain } = customer;
  const [found, owner] = await Promise.all([
    findAt([...spellings(customer), domain.registrable], api),
    options.externalId === undefined ? undefined : api.getByExternalId(options.externalId),
  ]);
  const held = owner && holdersOf(customer, [owner]);
  const holders = held?.length ? held : holdersOf(customer, found);
  checkExternalId(options.externalId, owner, holders, domain);
  if (holders.length > 0) return oneOrSeveral(customer, holders, found);
  return foundNone(customer, found, owner, options, api);
}

/** Those whose name contains it, oldest first; "Acme Inc" finds "Acme, Inc." too. */
export async function searchOrganizations(
  { name }: CustomerName,
  api: Pick<WorkosReads, "searchByName">,
): Promise<Organization[]> {
  const found = await api.searchByName(name);
  const [word = name] = name.match(/[\p{L}\p{M}\p{N}]+/u) ?? [];
  if (found.length > 0 || word === name) return byAge(found);
  const similar = await api.searchByName(word);
  return byAge(similar.filter((one) => plain(one.name).includes(plain(name))));
}

/** Organizations created elsewhere may have `www.acme.com`, or `müller.de` in Unicode. */
function spellings({ domain, typed }: CustomerDomain): string[] {
  return [...new Set([domain.ascii, domain.readable, typed.ascii, typed.readable])];
}

function holdersOf({ domain, typed }: CustomerDomain, found: readonly Organization[]): Organization[] {
  return found.filter((one) => hasDomain(one, domain.ascii) || hasDomain(one, typed.ascii));
}

async function named(id: OrganizationId, api: WorkosReads): Promise<Organization> {
  const organization = await api.getOrganization(id);
  if (organization) return organization;
  throw new Failure("no_organization", `No organization has the id ${id} in this environment.`, {
    hint: sentence`See which environment is used: ${ssoctl("env", "list")}`,
  });
}

async function findAt(domains: readonly string[], api: WorkosReads): Promise<Organization[]> {
  const { organizations } = await api.findByDomain([...new Set(domains)]);
  return byAge(organizations);
}

/** One query per spelling: some servers read `domains=a,b` as one value. */
async function findEach(domains: readonly string[], api: WorkosReads): Promise<Organization[]> {
  const found = await Promise.all(domains.map((domain) => findAt([domain], api)));
  return found.flat();
}

function oneOrSeveral(
  { domain, typed }: CustomerDomain,
  holders: readonly Organization[],
  found: readonly Organization[],
): Found {
  const [organization, second] = holders;
  if (!organization || second) return { kind: "several", domain, organizations: holders };
  const above = found.filter(({ id }) => id !== organization.id);
  return {
    kind: "one",
    organization,
    domain: hasDomain(organization, domain.ascii) ? domain : typed,
    atRegistrable: above.filter((other) => hasDomain(other, domain.registrable)),
  };
}

function none({ domain, isLink }: CustomerDomain, options: OrganizationOptions): Omit<None, "similar"> {
  const draft = { ...options, name: options.name ?? nameFromDomain(domain), domain };
  const isHost = domain.registrable !== domain.ascii || isTenant(domain) || hasLinksOfOthers(domain.ascii);
  return { kind: "none", draft, isLink: isLink && isHost };
}

async function foundNone(
  customer: CustomerDomain,
  found: readonly Organization[],
  owner: Organization | undefined,
  options: OrganizationOptions,
  api: WorkosReads,
): Promise<Found> {
  const { domain } = customer;
  const nothing = none(customer, options);
  const isSubdomain = domain.registrable !== domain.ascii;
  const forms = spellings(customer);
  const wasAskedWithOthers = isSubdomain || forms.length > 1;
  const [alone, above, byName] = await Promise.all([
    wasAskedWithOthers ? findEach(forms, api) : [],
    isSubdomain ? findAt([domain.registrable], api) : [],
    api.searchByName(nothing.draft.name),
  ]);
  // If one has the domain now, somebody else just created it.
  const holders = holdersOf(customer, [...alone, ...byName]);
  checkExternalId(options.externalId, owner, holders, domain);
  if (holders.length > 0) return oneOrSeveral(customer, distinct(holders), [...found, ...above]);
  if (owner) return { ...nothing, similar: [{ organization: owner, likeness: "same_external_id" }] };
  const parents = isSubdomain ? distinct([...found, ...above]) : [];
  return { ...nothing, similar: similarTo(nothing.draft, parents, byName) };
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
  if (organization.domains.some((held) => storedDomain(held.domain)?.registrable === domain.registrable)) {
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
export function nameFromDomain({ label, readable }: Domain): string {
  if (label === "www") return readable;
  const words = label.split("-").filter(Boolean);
  return cleanName(words.map((word) => word.charAt(0).toLocaleUpperCase("en") + word.slice(1)).join(" "));
}

/** The external ID must not be another customer's, and the customer must not have a different one. */
function checkExternalId(
  externalId: string | undefined,
  owner: Organization | undefined,
  holders: readonly Organization[],
  domain: Domain,
): void {
  const [only, second] = holders;
  if (externalId === undefined || !only || holders.some(({ id }) => id === owner?.id)) return;
  if (owner) {
    throw new Failure(
      "conflict",
      `The external id ${externalId} belongs to ${owner.name} (${owner.id}), but ${only.name} (${only.id}) has ${domain.display}.`,
      {
        hint: sentence`Use one of them: ${ssoctl("org", "ensure", only.id)} · ${ssoctl("org", "ensure", owner.id)}`,
      },
    );
  }
  if (!second && only.externalId !== null) {
    throw new Failure(
      "conflict",
      `${only.name} (${only.id}) has ${domain.display}, but under the external id ${only.externalId}.`,
      { hint: sentence`Use that organization: ${ssoctl("org", "ensure", only.id)}` },
    );
  }
}
