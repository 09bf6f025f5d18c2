import { emit } from "../events/event.ts";
import { notFound } from "../http/errors.ts";
import { domainsOf } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { connectionEventData } from "./answer.ts";
import type { ConnectionType } from "./connection-types.ts";

export const CONNECTION_STATES = [
  "requires_type",
  "draft",
  "active",
  "validating",
  "inactive",
  "deleting",
] as const;

export type ConnectionState = (typeof CONNECTION_STATES)[number];

export interface Connection {
  readonly id: string;
  readonly organizationId: string;
  type: ConnectionType;
  /** Null in some answers (OpenAPI document 0.61). */
  readonly name: string | null;
  state: ConnectionState;
  /** Only events show it. */
  readonly externalKey: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Adds a connection. WorkOS's API can't: it comes to be in the Admin Portal or the dashboard. */
export function addConnection(
  state: SandboxState,
  organizationId: string,
  members: { type: ConnectionType; name: string | null; state: ConnectionState },
): Connection {
  const now = state.now();
  const connection: Connection = {
    ...members,
    id: state.nextId("conn"),
    organizationId,
    externalKey: state.nextId("key"),
    createdAt: now,
    updatedAt: now,
  };
  state.connections.set(connection.id, connection);
  if (connection.state === "active") announce(state, "activated", connection);
  return connection;
}

export function setConnectionState(state: SandboxState, connection: Connection, next: ConnectionState): void {
  const previous = connection.state;
  if (previous === next) return;
  connection.state = next;
  connection.updatedAt = state.now();
  if (next === "active") announce(state, "activated", connection);
  else if (previous === "active") announce(state, "deactivated", connection);
}

export function connectionsOf(state: SandboxState, organizationId: string): Connection[] {
  return [...state.connections.values()].filter((connection) => connection.organizationId === organizationId);
}

/** The connection, or the 404 that WorkOS answers. */
export function connectionById(state: SandboxState, id: string): Connection {
  const connection = state.connections.get(id);
  if (connection === undefined) throw notFound("Connection", id);
  return connection;
}

export function removeConnection(state: SandboxState, connection: Connection): void {
  state.connections.delete(connection.id);
  announce(state, "deleted", connection);
}

function announce(
  state: SandboxState,
  what: "activated" | "deactivated" | "deleted",
  connection: Connection,
): void {
  const domains = domainsOf(state, connection.organizationId);
  const data = connectionEventData(connection, domains);
  emit(state, `connection.${what}`, connection.organizationId, data);
}
