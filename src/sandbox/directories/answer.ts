import type { OrganizationDomain } from "../organization-domains/organization-domain.ts";
import type { Directory, DirectoryState } from "./directory.ts";

/** WorkOS API reference, "Directory". */
export function directoryAnswer(directory: Directory, domains: readonly OrganizationDomain[]) {
  const domain = domains[0]?.domain;
  return {
    ...shared(directory),
    state: directory.state,
    ...(domain !== undefined && { domain }),
  };
}

/** In events a directory has its domains in a list, and its state has other names. */
export function directoryEventData(directory: Directory, domains: readonly OrganizationDomain[]) {
  return {
    ...shared(directory),
    state: stateInEvents(directory.state),
    domains: domains.map(({ id, domain }) => ({
      object: "organization_domain" as const,
      id,
      domain,
    })),
  };
}

function shared(directory: Directory) {
  return {
    object: "directory" as const,
    id: directory.id,
    organization_id: directory.organizationId,
    external_key: directory.externalKey,
    type: directory.type,
    name: directory.name,
    created_at: directory.createdAt.toISOString(),
    updated_at: directory.updatedAt.toISOString(),
  };
}

function stateInEvents(state: DirectoryState): string {
  if (state === "linked") return "active";
  if (state === "unlinked") return "inactive";
  return state;
}
