import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { NewOrganization, Organization, WorkosApi } from "../workos/port.ts";
import type { Customer } from "./customer.ts";
import { lookUp } from "./lookup.ts";
import { nameFromDomain } from "./organization-name.ts";

/** What the person said about an organization that may have to be made. */
export interface Wishes {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  readonly domainState: NewOrganization["domainState"];
}

/** An organization that would be made, before anyone agreed to it. */
export type CreationPlan = NewOrganization & { readonly readableDomain: string };

/** The two questions that only a person, or a flag of theirs, can answer. Each may end in a `Failure`. */
export interface Decisions {
  /** Several organizations have the domain. */
  choose(candidates: readonly Organization[], customer: Customer): Promise<Organization>;
  /** None has it: agree to the plan, or to it under another name. */
  create(plan: CreationPlan): Promise<CreationPlan>;
}

export interface Ensured {
  readonly organization: Organization;
  readonly action: "found" | "created";
  /** For a sub-domain: organizations of the domain above it. */
  readonly atRegistrable: readonly Organization[];
}

/**
 * Finds the customer's organization or makes it: none → created in one call, one → used, several → chosen.
 *
 * @throws Failure of the lookup, of a decision, or of WorkOS; each says what is known to have been done
 */
export async function ensure(
  customer: Customer,
  wishes: Wishes,
  decisions: Decisions,
  api: WorkosApi,
): Promise<Ensured> {
  const { organizations, atRegistrable } = await unchanged(lookUp(customer, wishes.externalId, api));
  const [first, second] = organizations;
  if (first) {
    const organization = second ? await decisions.choose(organizations, customer) : first;
    return { organization, action: "found", atRegistrable };
  }
  const plan = await decisions.create(planFor(customer, wishes));
  return { organization: await create(plan, api), action: "created", atRegistrable };
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

async function create(
  { readableDomain, ...organization }: CreationPlan,
  api: WorkosApi,
): Promise<Organization> {
  try {
    return await api.createOrganization(organization, randomUUID());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw mayExist(error)
      ? error.after(`Whether ${organization.name} was created is not known.`, {
          hint: `Run the same command again: it finds the organization of ${readableDomain} if it was made.`,
        })
      : error.after("Nothing was changed.");
  }
}

/** After a lost or broken answer WorkOS may have done the work all the same. */
function mayExist({ code, facts }: Failure): boolean {
  return code === "interrupted" || (code === "unavailable" && facts.status !== 429);
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
