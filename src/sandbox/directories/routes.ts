import { Hono } from "hono";
import { asListed } from "../delayed-lists.ts";
import { listAnswer, PAGE_PARAMETERS } from "../http/pagination.ts";
import { type Query, readQuery, single } from "../http/query.ts";
import { domainsOf, holdersOf } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { directoryAnswer } from "./answer.ts";
import { type Directory, directoryById, removeDirectory } from "./directory.ts";

/** WorkOS API reference, "Directory". */
export function directoryRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const answer = (directory: Directory, seen = state) =>
    directoryAnswer(directory, domainsOf(seen, directory.organizationId));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "organization_id", "search", "domain"]);
    const seen = asListed(state);
    return context.json(listAnswer(matching(seen, query), query, "directory", (each) => answer(each, seen)));
  });

  routes.get("/:id", (context) => context.json(answer(directoryById(state, context.req.param("id")))));

  routes.delete("/:id", (context) => {
    removeDirectory(state, directoryById(state, context.req.param("id")));
    // 200 and 202 are both documented, without a body; WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function matching(state: SandboxState, query: Query): Directory[] {
  const domain = single(query, "domain");
  const holders = holdersOf(state, domain === undefined ? [] : [domain]);
  const organizationId = single(query, "organization_id");
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.directories.values()].filter(
    (directory) =>
      (organizationId === undefined || directory.organizationId === organizationId) &&
      (domain === undefined || holders.has(directory.organizationId)) &&
      (directory.name ?? "").toLowerCase().includes(search),
  );
}
