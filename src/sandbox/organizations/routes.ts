import { Hono } from "hono";
import { asListed } from "../delayed-lists.ts";
import { readBody } from "../http/body.ts";
import { notFound } from "../http/errors.ts";
import { listAnswer, PAGE_PARAMETERS } from "../http/pagination.ts";
import { type Query, readQuery, several, single } from "../http/query.ts";
import { domainsOf, holdersOf } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { organizationAnswer } from "./answer.ts";
import { createOrganizationBody, readChanges, updateOrganizationBody } from "./body.ts";
import {
  createOrganization,
  deleteOrganization,
  type Organization,
  organizationByExternalId,
  organizationById,
  updateOrganization,
} from "./organization.ts";

/** WorkOS API reference, "Organization". */
export function organizationRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const answer = (organization: Organization, seen = state) =>
    organizationAnswer(organization, domainsOf(seen, organization.id));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "domains", "search"]);
    const seen = asListed(state);
    return context.json(listAnswer(matching(seen, query), query, "org", (each) => answer(each, seen)));
  });

  routes.post("/", async (context) => {
    const body = await readBody(context, createOrganizationBody);
    const changes = readChanges(state, body);
    return context.json(answer(createOrganization(state, { ...changes, name: body.name })), 201);
  });

  routes.get("/external_id/:externalId", (context) => {
    const externalId = context.req.param("externalId");
    const organization = organizationByExternalId(state, externalId);
    if (organization === undefined) throw notFound("Organization", externalId);
    return context.json(answer(organization));
  });

  routes.get("/:id", (context) => context.json(answer(organizationById(state, context.req.param("id")))));

  routes.put("/:id", async (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const body = await readBody(context, updateOrganizationBody);
    updateOrganization(state, organization, readChanges(state, body, organization.id));
    return context.json(answer(organization));
  });

  routes.delete("/:id", (context) => {
    deleteOrganization(state, organizationById(state, context.req.param("id")));
    // 200 and 202 are both documented, without a body; WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function matching(state: SandboxState, query: Query): Organization[] {
  const domains = several(query, "domains");
  const holders = holdersOf(state, domains);
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.organizations.values()].filter(
    ({ id, name }) => name.toLowerCase().includes(search) && (domains.length === 0 || holders.has(id)),
  );
}
