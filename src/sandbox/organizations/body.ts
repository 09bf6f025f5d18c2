import { badRequest, invalid } from "../http/errors.ts";
import { anything, filledText, flag, listOf, nullable, object, oneOf, rule } from "../http/rules.ts";
import { domainName, refuseConsumerDomains, refuseHeldDomains } from "../organization-domains/domain-name.ts";
import { ASSIGNABLE_STATES, type DomainData } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { checkMetadata } from "./metadata.ts";
import { type OrganizationChanges, organizationByExternalId } from "./organization.ts";

const externalId = rule<string>(
  "must be 1 to 128 ASCII characters",
  (value) => typeof value === "string" && /^[\x20-\x7e]{1,128}$/.test(value),
);

const members = {
  allow_profiles_outside_organization: flag,
  domain_data: listOf(object({ domain: domainName, state: oneOf(ASSIGNABLE_STATES) }, {})),
  /** Deprecated by WorkOS in favour of `domain_data`. */
  domains: listOf(domainName),
  external_id: nullable(externalId),
  metadata: anything,
};

export const createOrganizationBody = object({ name: filledText }, members);

export const updateOrganizationBody = object(
  {},
  { ...members, name: filledText, stripe_customer_id: filledText },
);

interface Body {
  name?: string;
  allow_profiles_outside_organization?: boolean;
  domain_data?: DomainData[];
  domains?: string[];
  external_id?: string | null;
  metadata?: unknown;
  stripe_customer_id?: string;
}

/** Translates a body that has the right shape; refuses what only the state can tell. */
export function readChanges(state: SandboxState, body: Body, organizationId?: string): OrganizationChanges {
  const domains = readDomains(body);
  if (domains) {
    const names = domains.map(({ domain }) => domain);
    refuseConsumerDomains(state, names);
    refuseHeldDomains(state, names, organizationId);
  }
  if (typeof body.external_id === "string") {
    const owner = organizationByExternalId(state, body.external_id);
    if (owner !== undefined && owner.id !== organizationId) {
      throw badRequest("The external_id is already in use.", "external_id_already_used");
    }
  }
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.external_id !== undefined && { externalId: body.external_id }),
    ...(body.metadata !== undefined && {
      metadata: checkMetadata(body.metadata),
    }),
    ...(body.allow_profiles_outside_organization !== undefined && {
      allowProfilesOutsideOrganization: body.allow_profiles_outside_organization,
    }),
    ...(body.stripe_customer_id !== undefined && {
      stripeCustomerId: body.stripe_customer_id,
    }),
    ...(domains && { domains }),
  };
}

/**
 * `domain_data`, or the deprecated `domains`. In what state WorkOS takes the latter is not
 * documented: `pending`, the one that claims nothing. Both at once, or a domain twice, is 422.
 */
function readDomains(body: Body): DomainData[] | undefined {
  if (body.domains && body.domain_data) {
    throw invalid([{ field: "domains", code: "domains and domain_data can't be used together" }]);
  }
  const domains = body.domain_data ?? body.domains?.map((domain) => ({ domain, state: "pending" as const }));
  const names = domains?.map(({ domain }) => domain.toLowerCase()) ?? [];
  if (new Set(names).size < names.length) {
    throw invalid([{ field: "domain_data", code: "domain_data has a domain twice" }]);
  }
  return domains;
}
