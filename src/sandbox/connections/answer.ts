import type { OrganizationDomain } from "../organization-domains/organization-domain.ts";
import type { Connection } from "./connection.ts";

/** WorkOS API reference, "Connection". */
export function connectionAnswer(connection: Connection, domains: readonly OrganizationDomain[]) {
  return {
    object: "connection" as const,
    id: connection.id,
    organization_id: connection.organizationId,
    connection_type: connection.type,
    name: connection.name,
    state: connection.state,
    status: connection.state === "active" ? ("linked" as const) : ("unlinked" as const),
    domains: domains.map(({ id, domain }) => ({
      object: "connection_domain" as const,
      id: id.replace(/^org_domain_/, "conn_domain_"),
      domain,
    })),
    created_at: connection.createdAt.toISOString(),
    updated_at: connection.updatedAt.toISOString(),
  };
}

/** In events a connection has one member more. */
export function connectionEventData(connection: Connection, domains: readonly OrganizationDomain[]) {
  return {
    ...connectionAnswer(connection, domains),
    external_key: connection.externalKey,
  };
}
