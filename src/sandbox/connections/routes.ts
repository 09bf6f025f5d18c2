import { Hono } from "hono";
import { asListed } from "../delayed-lists.ts";
import { listAnswer, PAGE_PARAMETERS } from "../http/pagination.ts";
import { choice, type Query, readQuery, single } from "../http/query.ts";
import { domainsOf, holdersOf } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { connectionAnswer } from "./answer.ts";
import { type Connection, connectionById, removeConnection } from "./connection.ts";
import { CONNECTION_TYPES_IN_QUERIES } from "./connection-types.ts";

const PARAMETERS = [...PAGE_PARAMETERS, "connection_type", "domain", "organization_id", "search"];

/** WorkOS API reference, "Connection". */
export function connectionRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const answer = (connection: Connection, seen = state) =>
    connectionAnswer(connection, domainsOf(seen, connection.organizationId));

  routes.get("/", (context) => {
    const query = readQuery(context, PARAMETERS);
    const seen = asListed(state);
    return context.json(listAnswer(matching(seen, query), query, "conn", (each) => answer(each, seen)));
  });

  routes.get("/:id", (context) => context.json(answer(connectionById(state, context.req.param("id")))));

  routes.delete("/:id", (context) => {
    removeConnection(state, connectionById(state, context.req.param("id")));
    return context.body(null, 204);
  });

  return routes;
}

function matching(state: SandboxState, query: Query): Connection[] {
  const type = choice(query, "connection_type", CONNECTION_TYPES_IN_QUERIES)?.toLowerCase();
  const domain = single(query, "domain");
  const holders = holdersOf(state, domain === undefined ? [] : [domain]);
  const organizationId = single(query, "organization_id");
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.connections.values()].filter(
    (connection) =>
      // Case apart, because queries and answers spell GitHub differently.
      (type === undefined || connection.type.toLowerCase() === type) &&
      (organizationId === undefined || connection.organizationId === organizationId) &&
      (domain === undefined || holders.has(connection.organizationId)) &&
      (connection.name ?? "").toLowerCase().includes(search),
  );
}
