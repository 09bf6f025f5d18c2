import type { OrganizationDomain } from "./organization-domain.ts";

/** WorkOS API reference, "Organization domain". */
export function organizationDomainAnswer(domain: OrganizationDomain) {
  return {
    object: "organization_domain" as const,
    id: domain.id,
    organization_id: domain.organizationId,
    domain: domain.domain,
    state: domain.state,
    verification_strategy: domain.verificationStrategy,
    verification_prefix: domain.verificationPrefix,
    verification_token: domain.verificationToken,
    created_at: domain.createdAt.toISOString(),
    updated_at: domain.updatedAt.toISOString(),
  };
}
