import { Failure } from "../failure.ts";
import type { NewOrganization, Organization, WorkosApi } from "../workos/port.ts";
import { createOnce } from "./creation.ts";
import type { Customer } from "./customer.ts";
import { type Lookup, lookUp } from "./lookup.ts";
import { nearMisses, type Similar } from "./near-misses.ts";
import { nameFromDomain } from "./organization-name.ts";

/** What the person said about an organization that may have to be made. */
export interface Wishes {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  readonly domainState: NewOrganization["domainState"];
}

/** An organization that would be made, before anyone agreed to it. */
export type CreationPlan = NewOrganization & { readonly readableDomain: string };

/** Make the planned organization, or use one that is there and give it the domain. */
export type Decision = { readonly make: CreationPlan } | { readonly use: Organization };

/** The two questions that only a person, or a flag of theirs, can answer. Each may end in a `Failure`. */
export interface Decisions {
  /** Several organizations have the domain. */
  choose(candidates: readonly Organization[], customer: Customer): Promise<Organization>;
  /**
   * None has it.
   *
   * @param similar asks WorkOS for organizations that may have been meant
   */
  create(plan: CreationPlan, similar: () => Promise<readonly Similar[]>): Promise<Decision>;
}

export interface Ensured {
  readonly organization: Organization;
  readonly action: "found" | "created" | "domain_added";
  /** For a sub-domain that has an organization: those of the domain above it. */
  readonly atRegistrable: readonly Organization[];
  /** For one that was created: those that may have been meant instead. */
  readonly similar: readonly Similar[];
}

export interface EnsurePorts {
  readonly api: WorkosApi;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Finds the customer's organization or makes it: none → created once, one → used, several → chosen.
 *
 * @throws Failure of the lookup, of a decision, or of WorkOS; each says what is known to have been done
 */
export async function ensure(
  customer: Customer,
  wishes: Wishes,
  decisions: Decisions,
  ports: EnsurePorts,
): Promise<Ensured> {
  const { organizations, atRegistrable } = await unchanged(lookUpSettled(customer, wishes.externalId, ports));
  const [first, second] = organizations;
  if (first) {
    const organization = second ? await decisions.choose(organizations, customer) : first;
    return { organization, action: "found", atRegistrable, similar: [] };
  }
  return provide(customer, wishes, atRegistrable, decisions, ports.api);
}

/** A failure after an organization was made, or changed, names it, for the person to go on from there. */
export function afterEnsured(
  error: Failure,
  { organization, action }: Pick<Ensured, "organization" | "action">,
): Failure {
  if (action === "found") return error;
  const { id, name } = organization;
  const done =
    action === "created" ? `${name} (${id}) was created.` : `The domain was added to ${name} (${id}).`;
  return error.after(done, {
    hint: [error.facts.hint, `The organization is there now: go on with ${id}`].filter(Boolean).join(" · "),
    data: { organization: { id, name } },
  });
}

/** What would be made for a customer who has no organization. */
export function planFor(customer: Customer, { name, externalId, domainState }: Wishes): CreationPlan {
  if (customer.kind === "organization") throw new TypeError(`${customer.id} cannot be created`);
  const { domain } = customer;
  return {
    name: name ?? nameFromDomain(domain),
    domain: domain.ascii,
    readableDomain: domain.readable,
    domainState,
    externalId,
  };
}

/** @returns a question to WorkOS that is asked once, when somebody wants to know */
export function similarTo(
  customer: Customer,
  { name }: CreationPlan,
  above: readonly Organization[],
  api: WorkosApi,
): () => Promise<readonly Similar[]> {
  if (customer.kind === "organization") return async () => [];
  let asked: Promise<readonly Similar[]> | undefined;
  return () => {
    asked ??= unchanged(nearMisses(name, customer.domain, above, api));
    return asked;
  };
}

async function provide(
  customer: Customer,
  wishes: Wishes,
  above: readonly Organization[],
  decisions: Decisions,
  api: WorkosApi,
): Promise<Ensured> {
  const wanted = planFor(customer, wishes);
  const look = similarTo(customer, wanted, above, api);
  const decision = await decisions.create(wanted, look);
  if ("use" in decision) return addDomain(decision.use, wanted, api);
  const { readableDomain, ...plan } = decision.make;
  const settled = await createOnce(plan, api);
  return { ...settled, atRegistrable: [], similar: settled.action === "created" ? await look() : [] };
}

async function addDomain(
  organization: Organization,
  { domain }: CreationPlan,
  api: WorkosApi,
): Promise<Ensured> {
  try {
    await api.addDomain(organization.id, domain);
  } catch (error) {
    // 409: it has the domain by now, which is what was wanted.
    if (!(error instanceof Failure)) throw error;
    if (error.facts.status !== 409)
      throw error.after(`Whether ${organization.name} has ${domain} now is not known.`);
  }
  const domains = [...organization.domains, { domain, state: "pending" }];
  return {
    organization: { ...organization, domains },
    action: "domain_added",
    atRegistrable: [],
    similar: [],
  };
}

/** Milliseconds within which an organization counts as being made just now. */
const FRESH = 60_000;
const LOOKS = 10;
const LONGEST_PAUSE = 2000;

/**
 * Several organizations of which one was made a moment ago: somebody is just making one, and takes theirs back if it
 * is not the oldest. So it is looked again for a while before anyone is bothered.
 */
async function lookUpSettled(
  customer: Customer,
  externalId: string | undefined,
  { api, now, sleep }: EnsurePorts,
): Promise<Lookup> {
  for (let look = 1; ; look += 1) {
    const lookup = await lookUp(customer, externalId, api);
    const { organizations } = lookup;
    const racing =
      organizations.length > 1 && organizations.some((organization) => isFresh(organization, now()));
    if (!racing || look === LOOKS) return lookup;
    await sleep(Math.min(LONGEST_PAUSE, 250 * 2 ** (look - 1)));
  }
}

function isFresh({ createdAt }: Organization, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(createdAt)) < FRESH;
}

async function unchanged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof Failure && error.code === "unavailable"
      ? error.after("Nothing was changed.")
      : error;
  }
}
