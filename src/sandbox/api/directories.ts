import { Hono } from "hono";
import { notFound } from "../http/errors.ts";
import { listedState, listResponse, PAGE_PARAMETERS, type Query, readQuery, single } from "../http/lists.ts";
import type { Directory, DirectoryState, DirectoryType, OrganizationDomain } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { emit } from "./events.ts";
import { domainsOf, organizationIdsWith } from "./organization-domains.ts";

/** Not possible with WorkOS's API, only in the Admin Portal or the dashboard. */
export function addDirectory(
  state: SandboxState,
  organizationId: string,
  fields: { id?: string; type: DirectoryType; name: string | null; state: DirectoryState },
): Directory {
  const now = state.now();
  const directory: Directory = {
    id: state.nextId("directory"),
    ...fields,
    organizationId,
    externalKey: state.nextId("key"),
    createdAt: now,
    updatedAt: now,
  };
  state.directories.set(directory.id, directory);
  if (directory.state === "linked") emitEvent(state, "activated", directory);
  return directory;
}

export function setDirectoryState(state: SandboxState, directory: Directory, next: DirectoryState): void {
  const previous = directory.state;
  if (previous === next) return;
  directory.state = next;
  directory.updatedAt = state.now();
  if (next === "linked") emitEvent(state, "activated", directory);
  else if (previous === "linked") emitEvent(state, "deactivated", directory);
}

export function directoriesOf(state: SandboxState, organizationId: string): Directory[] {
  return [...state.directories.values()].filter((directory) => directory.organizationId === organizationId);
}

/** @throws ApiError 404 */
export function directoryById(state: SandboxState, id: string): Directory {
  const directory = state.directories.get(id);
  if (directory === undefined) throw notFound("Directory", id);
  return directory;
}

export function removeDirectory(state: SandboxState, directory: Directory): void {
  state.directories.delete(directory.id);
  emitEvent(state, "deleted", directory);
}

function emitEvent(
  state: SandboxState,
  change: "activated" | "deactivated" | "deleted",
  directory: Directory,
): void {
  const domains = domainsOf(state, directory.organizationId);
  const data = directoryEventData(directory, domains);
  emit(state, `dsync.${change}`, directory.organizationId, data);
}

/** WorkOS API reference, "Directory". */
export function directoryResponse(directory: Directory, domains: readonly OrganizationDomain[]) {
  const domain = domains[0]?.domain;
  return {
    ...sharedFields(directory),
    state: directory.state,
    ...(domain !== undefined && { domain }),
  };
}

/** Events list all domains, and name states differently. */
function directoryEventData(directory: Directory, domains: readonly OrganizationDomain[]) {
  return {
    ...sharedFields(directory),
    state: stateInEvents(directory.state),
    domains: domains.map(({ id, domain }) => ({
      object: "organization_domain" as const,
      id,
      domain,
    })),
  };
}

function sharedFields(directory: Directory) {
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

export function directoryRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const response = (directory: Directory, from = state) =>
    directoryResponse(directory, domainsOf(from, directory.organizationId));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "organization_id", "search", "domain"]);
    const listed = listedState(state);
    return context.json(
      listResponse(filtered(listed, query), query, "directory", (each) => response(each, listed)),
    );
  });

  routes.get("/:id", (context) => context.json(response(directoryById(state, context.req.param("id")))));

  routes.delete("/:id", (context) => {
    removeDirectory(state, directoryById(state, context.req.param("id")));
    // Documented: 200 and 202, without a body. WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function filtered(state: SandboxState, query: Query): Directory[] {
  const domain = single(query, "domain");
  const owners = organizationIdsWith(state, domain === undefined ? [] : [domain]);
  const organizationId = single(query, "organization_id");
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.directories.values()].filter(
    (directory) =>
      (organizationId === undefined || directory.organizationId === organizationId) &&
      (domain === undefined || owners.has(directory.organizationId)) &&
      (directory.name ?? "").toLowerCase().includes(search),
  );
}
