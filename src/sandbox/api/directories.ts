import { Hono } from "hono";
import { notFound } from "../http/errors.ts";
import { listedState, listResponse, PAGE_PARAMETERS, type Query, readQuery, single } from "../http/lists.ts";
import type { Directory, DirectoryState, DirectoryType, OrganizationDomain } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { emit } from "./events.ts";
import { domainsOf, organizationIdsWith } from "./organization-domains.ts";

/** Adds a directory. WorkOS's API can't: it comes to be in the Admin Portal or the dashboard. */
export function addDirectory(
  state: SandboxState,
  organizationId: string,
  members: { type: DirectoryType; name: string | null; state: DirectoryState },
): Directory {
  const now = state.now();
  const directory: Directory = {
    ...members,
    id: state.nextId("directory"),
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

/** The directory, or the 404 that WorkOS answers. */
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
  what: "activated" | "deactivated" | "deleted",
  directory: Directory,
): void {
  const domains = domainsOf(state, directory.organizationId);
  const data = directoryEventData(directory, domains);
  emit(state, `dsync.${what}`, directory.organizationId, data);
}

/** WorkOS API reference, "Directory". */
export function directoryResponse(directory: Directory, domains: readonly OrganizationDomain[]) {
  const domain = domains[0]?.domain;
  return {
    ...shared(directory),
    state: directory.state,
    ...(domain !== undefined && { domain }),
  };
}

/** In events a directory has its domains in a list, and its state has other names. */
function directoryEventData(directory: Directory, domains: readonly OrganizationDomain[]) {
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

/** WorkOS API reference, "Directory". */
export function directoryRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const answer = (directory: Directory, seen = state) =>
    directoryResponse(directory, domainsOf(seen, directory.organizationId));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "organization_id", "search", "domain"]);
    const seen = listedState(state);
    return context.json(
      listResponse(filtered(seen, query), query, "directory", (each) => answer(each, seen)),
    );
  });

  routes.get("/:id", (context) => context.json(answer(directoryById(state, context.req.param("id")))));

  routes.delete("/:id", (context) => {
    removeDirectory(state, directoryById(state, context.req.param("id")));
    // 200 and 202 are both documented, without a body; WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function filtered(state: SandboxState, query: Query): Directory[] {
  const domain = single(query, "domain");
  const holders = organizationIdsWith(state, domain === undefined ? [] : [domain]);
  const organizationId = single(query, "organization_id");
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.directories.values()].filter(
    (directory) =>
      (organizationId === undefined || directory.organizationId === organizationId) &&
      (domain === undefined || holders.has(directory.organizationId)) &&
      (directory.name ?? "").toLowerCase().includes(search),
  );
}
