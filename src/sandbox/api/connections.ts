import { Hono } from "hono";
import { notFound } from "../http/errors.ts";
import {
  choice,
  listedState,
  listResponse,
  PAGE_PARAMETERS,
  type Query,
  readQuery,
  single,
} from "../http/lists.ts";
import {
  CONNECTION_TYPES,
  type Connection,
  type ConnectionState,
  type ConnectionType,
  type OrganizationDomain,
} from "../model.ts";
import type { SandboxState } from "../state.ts";
import { emit } from "./events.ts";
import { domainsOf, organizationIdsWith } from "./organization-domains.ts";

const NOT_IN_QUERIES: readonly string[] = ["Pending", "Auth0Migration", "TestIdp", "GitHubOAuth"];

/** The values that `GET /connections?connection_type=` accepts: fewer, and GitHub is spelled differently. */
const CONNECTION_TYPES_IN_QUERIES = [
  ...CONNECTION_TYPES.filter((type) => !NOT_IN_QUERIES.includes(type)),
  "GithubOAuth" as const,
];

/** Not possible with WorkOS's API, only in the Admin Portal or the dashboard. */
export function addConnection(
  state: SandboxState,
  organizationId: string,
  fields: { id?: string; type: ConnectionType; name: string | null; state: ConnectionState },
): Connection {
  const now = state.now();
  const connection: Connection = {
    id: state.nextId("conn"),
    ...fields,
    organizationId,
    externalKey: state.nextId("key"),
    createdAt: now,
    updatedAt: now,
  };
  state.connections.set(connection.id, connection);
  if (connection.state === "active") emitEvent(state, "activated", connection);
  return connection;
}

export function setConnectionState(state: SandboxState, connection: Connection, next: ConnectionState): void {
  const previous = connection.state;
  if (previous === next) return;
  connection.state = next;
  connection.updatedAt = state.now();
  if (next === "active") emitEvent(state, "activated", connection);
  else if (previous === "active") emitEvent(state, "deactivated", connection);
}

export function connectionsOf(state: SandboxState, organizationId: string): Connection[] {
  return [...state.connections.values()].filter((connection) => connection.organizationId === organizationId);
}

/** @throws ApiError 404 */
export function connectionById(state: SandboxState, id: string): Connection {
  const connection = state.connections.get(id);
  if (connection === undefined) throw notFound("Connection", id);
  return connection;
}

export function removeConnection(state: SandboxState, connection: Connection): void {
  state.connections.delete(connection.id);
  emitEvent(state, "deleted", connection);
}

function emitEvent(
  state: SandboxState,
  change: "activated" | "deactivated" | "deleted",
  connection: Connection,
): void {
  const domains = domainsOf(state, connection.organizationId);
  const data = connectionEventData(connection, domains);
  emit(state, `connection.${change}`, connection.organizationId, data);
}

/** WorkOS API reference, "Connection". */
export function connectionResponse(connection: Connection, domains: readonly OrganizationDomain[]) {
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

function connectionEventData(connection: Connection, domains: readonly OrganizationDomain[]) {
  return {
    ...connectionResponse(connection, domains),
    external_key: connection.externalKey,
  };
}

const PARAMETERS = [...PAGE_PARAMETERS, "connection_type", "domain", "organization_id", "search"];

export function connectionRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const response = (connection: Connection, from = state) =>
    connectionResponse(connection, domainsOf(from, connection.organizationId));

  routes.get("/", (context) => {
    const query = readQuery(context, PARAMETERS);
    const listed = listedState(state);
    return context.json(
      listResponse(filtered(listed, query), query, "conn", (each) => response(each, listed)),
    );
  });

  routes.get("/:id", (context) => context.json(response(connectionById(state, context.req.param("id")))));

  routes.delete("/:id", (context) => {
    removeConnection(state, connectionById(state, context.req.param("id")));
    return context.body(null, 204);
  });

  return routes;
}

function filtered(state: SandboxState, query: Query): Connection[] {
  const type = choice(query, "connection_type", CONNECTION_TYPES_IN_QUERIES)?.toLowerCase();
  const domain = single(query, "domain");
  const owners = organizationIdsWith(state, domain === undefined ? [] : [domain]);
  const organizationId = single(query, "organization_id");
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.connections.values()].filter(
    (connection) =>
      // Ignores case, because queries and responses spell GitHub differently.
      (type === undefined || connection.type.toLowerCase() === type) &&
      (organizationId === undefined || connection.organizationId === organizationId) &&
      (domain === undefined || owners.has(connection.organizationId)) &&
      (connection.name ?? "").toLowerCase().includes(search),
  );
}
