import type { Context } from "hono";
import { invalid } from "./errors.ts";

/** The query of a list request, each parameter by name with the values it was given. */
export type Query = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a query, refusing names that the route doesn't have: `?domain=` in place of `?domains=`
 * would otherwise list every organization, and look like a match.
 */
export function readQuery(context: Context, names: readonly string[]): Query {
  const query = new Map(Object.entries(context.req.queries()));
  const unknown = [...query.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw invalid(unknown.map((field) => ({ field, code: `${field} is not a parameter of this list` })));
  }
  return query;
}

/** One value at most; an empty one counts as not given. */
export function single(query: Query, name: string): string | undefined {
  const values = query.get(name) ?? [];
  if (values.length > 1) {
    throw invalid([{ field: name, code: `${name} is given twice` }]);
  }
  return values[0] === "" ? undefined : values[0];
}

/** Several values: comma separated as documented, or the parameter repeated as SDKs do. */
export function several(query: Query, name: string): string[] {
  return (query.get(name) ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

/** One of the values known, else 422. */
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
