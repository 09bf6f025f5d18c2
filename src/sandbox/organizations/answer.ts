import { organizationDomainAnswer } from "../organization-domains/answer.ts";
import type { OrganizationDomain } from "../organization-domains/organization-domain.ts";
import type { Organization } from "./organization.ts";

/** WorkOS API reference, "Organization". */
export function organizationAnswer(organization: Organization, domains: readonly OrganizationDomain[]) {
  return {
    object: "organization" as const,
    id: organization.id,
    name: organization.name,
    domains: domains.map(organizationDomainAnswer),
    metadata: { ...organization.metadata },
    external_id: organization.externalId,
    ...(organization.stripeCustomerId !== undefined && {
      stripe_customer_id: organization.stripeCustomerId,
    }),
    allow_profiles_outside_organization: organization.allowProfilesOutsideOrganization,
    created_at: organization.createdAt.toISOString(),
    updated_at: organization.updatedAt.toISOString(),
  };
}
