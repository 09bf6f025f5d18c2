import { isId } from "../ids.ts";
import { invalid } from "./errors.ts";
import { choice, type Query, single } from "./query.ts";

export const PAGE_PARAMETERS = ["limit", "before", "after", "order"] as const;

interface PageRequest {
  readonly limit: number;
  readonly newestFirst: boolean;
  /** `order=normal` is newest first with the cursors swapped, says the OpenAPI document. */
  readonly swapped: boolean;
  /** The page begins right after this id, or ends right before that one. */
  readonly after: string | undefined;
  readonly before: string | undefined;
}

const DEFAULT_LIMIT = 10;
const MAXIMUM_LIMIT = 100;

/**
 * One page of objects that come oldest first (WorkOS API reference, "Pagination").
 *
 * A cursor is a place in the order of ids, so it holds even when its object was deleted between
 * two pages. What has not the form of an id is 422, and so are both cursors at once (undocumented).
 */
function paginate<T extends { readonly id: string }>(objects: readonly T[], query: Query, prefix: string) {
  const { limit, newestFirst, swapped, after, before } = pageRequest(query, prefix);
  const ordered = newestFirst ? objects.toReversed() : objects;
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

/** The page as WorkOS answers it. */
export function listAnswer<T extends { readonly id: string }>(
  objects: readonly T[],
  query: Query,
  prefix: string,
  answer: (object: T) => object,
) {
  const { data, list_metadata } = paginate(objects, query, prefix);
  return { object: "list" as const, data: data.map(answer), list_metadata };
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
  if (value >= 1 && value <= MAXIMUM_LIMIT) return value;
  throw invalid([{ field: "limit", code: `limit must be a whole number from 1 to ${MAXIMUM_LIMIT}` }]);
}

function cursor(query: Query, name: string, prefix: string): string | undefined {
  const given = single(query, name);
  if (given === undefined || isId(given, prefix)) return given;
  throw invalid([{ field: name, code: `${name} must be an id that begins with ${prefix}_` }]);
}

function countWhile<T>(list: readonly T[], holds: (entry: T) => boolean): number {
  const index = list.findIndex((entry) => !holds(entry));
  return index === -1 ? list.length : index;
}
