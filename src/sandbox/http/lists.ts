import type { Context, MiddlewareHandler } from "hono";
import { isId } from "../ids.ts";
import type { ListedObjects } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { invalid } from "./errors.ts";

export type Query = ReadonlyMap<string, readonly string[]>;

/** Unknown parameters are 422: `?domain=` instead of `?domains=` would otherwise match every organization. */
export function readQuery(context: Context, names: readonly string[]): Query {
  const query = new Map(Object.entries(context.req.queries()));
  const unknown = [...query.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw invalid(unknown.map((field) => ({ field, code: `${field} is not a parameter of this endpoint` })));
  }
  return query;
}

export function single(query: Query, name: string): string | undefined {
  const values = query.get(name) ?? [];
  if (values.length > 1) {
    throw invalid([{ field: name, code: `${name} must be given only once` }]);
  }
  return values[0] === "" ? undefined : values[0];
}

/** The parameter's values: comma-separated as documented, or repeated as SDKs do. */
export function several(query: Query, name: string): string[] {
  return (query.get(name) ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

export function choice<const T extends string>(
  query: Query,
  name: string,
  values: readonly T[],
): T | undefined {
  const given = single(query, name);
  if (given === undefined) return undefined;
  const known = values.find((value) => value === given);
  if (known !== undefined) return known;
  throw invalid([{ field: name, code: `${name} must be one of ${values.join(", ")}` }]);
}

export const PAGE_PARAMETERS = ["limit", "before", "after", "order"] as const;

interface PageRequest {
  readonly limit: number;
  readonly newestFirst: boolean;
  /** `order=normal` is newest first with swapped cursors (OpenAPI document). */
  readonly swapped: boolean;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/**
 * One page of `objects`, in the order of their ids (WorkOS API reference, "Pagination").
 *
 * A cursor stays valid after its object was deleted, because ids are compared. Not documented: an invalid cursor is 422,
 * and so are both cursors together.
 */
function paginate<T extends { readonly id: string }>(objects: readonly T[], query: Query, prefix: string) {
  const { limit, newestFirst, swapped, after, before } = pageRequest(query, prefix);
  // Ids that a seed file pins may be in any order.
  const sorted = objects.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const ordered = newestFirst ? sorted.toReversed() : sorted;
  const follows = (id: string, cursor: string) => (newestFirst ? id < cursor : id > cursor);
  const start =
    before === undefined
      ? countWhile(ordered, ({ id }) => after !== undefined && !follows(id, after))
      : Math.max(0, countWhile(ordered, ({ id }) => follows(before, id)) - limit);
  const end = before === undefined ? start + limit : countWhile(ordered, ({ id }) => follows(before, id));
  const data = ordered.slice(start, end);
  const previous = start > 0 ? (data.at(0)?.id ?? null) : null;
  const next = end < ordered.length ? (data.at(-1)?.id ?? null) : null;
  const list_metadata = swapped ? { before: next, after: previous } : { before: previous, after: next };
  return { data, list_metadata };
}

export function listResponse<T extends { readonly id: string }>(
  objects: readonly T[],
  query: Query,
  prefix: string,
  toResponse: (object: T) => object,
) {
  const { data, list_metadata } = paginate(objects, query, prefix);
  return { object: "list" as const, data: data.map(toResponse), list_metadata };
}

function pageRequest(query: Query, prefix: string): PageRequest {
  const order = choice(query, "order", ["asc", "desc", "normal"]) ?? "desc";
  const before = cursor(query, "before", prefix);
  const after = cursor(query, "after", prefix);
  if (before !== undefined && after !== undefined) {
    throw invalid([{ field: "before", code: "before and after can't be used together" }]);
  }
  const swapped = order === "normal";
  return {
    limit: limit(query),
    newestFirst: order !== "asc",
    swapped,
    after: swapped ? before : after,
    before: swapped ? after : before,
  };
}

function limit(query: Query): number {
  const given = single(query, "limit");
  if (given === undefined) return DEFAULT_LIMIT;
  const value = /^\d+$/.test(given) ? Number(given) : 0;
  if (value >= 1 && value <= MAX_LIMIT) return value;
  throw invalid([{ field: "limit", code: `limit must be an integer from 1 to ${MAX_LIMIT}` }]);
}

function cursor(query: Query, name: string, prefix: string): string | undefined {
  const given = single(query, name);
  if (given === undefined || isId(given, prefix)) return given;
  throw invalid([{ field: name, code: `${name} must be an id that starts with ${prefix}_` }]);
}

function countWhile<T>(list: readonly T[], holds: (entry: T) => boolean): number {
  const index = list.findIndex((entry) => !holds(entry));
  return index === -1 ? list.length : index;
}

/** Takes a snapshot after each request. Direct changes to the state, as in tests, count from the next request. */
export function recordListSnapshots(state: SandboxState): MiddlewareHandler {
  return async (_context, next) => {
    await next();
    if (state.world.listDelay === 0) return;
    const { organizations, organizationDomains, connections, directories, itContacts, listSnapshots } = state;
    const listed = { organizations, organizationDomains, connections, directories, itContacts };
    const outdated = listSnapshots.findLastIndex(({ at }) => at <= visibleUntil(state));
    if (outdated > 0) listSnapshots.splice(0, outdated);
    listSnapshots.push({ at: state.now().getTime(), ...structuredClone(listed) });
  };
}

export function listedState(state: SandboxState): SandboxState {
  if (state.world.listDelay === 0) return state;
  const snapshot = state.listSnapshots.findLast(({ at }) => at <= visibleUntil(state));
  return { ...state, ...(snapshot ?? noObjects()) };
}

function visibleUntil({ now, world }: SandboxState): number {
  return now().getTime() - world.listDelay;
}

function noObjects(): ListedObjects {
  return {
    organizations: new Map(),
    organizationDomains: new Map(),
    connections: new Map(),
    directories: new Map(),
    itContacts: new Map(),
  };
}
