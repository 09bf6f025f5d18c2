import type { Context } from "hono";
import { badRequest, invalid, type Problem } from "./errors.ts";

type Report = (problem: Problem) => void;

export type Rule<T> = (value: unknown, field: string, report: Report) => value is T;

type Rules<Shape> = { readonly [Name in keyof Shape]: Rule<Shape[Name]> };

/** `message` follows the field's name. */
export function rule<T>(message: string, holds: (value: unknown) => boolean) {
  return (value: unknown, field: string, report: Report): value is T => {
    if (holds(value)) return true;
    report({ field, code: `${field} ${message}` });
    return false;
  };
}

export const string = rule<string>("must be a string", isString);

export const nonEmptyString = rule<string>(
  "must be a non-empty string",
  (value) => isString(value) && value.trim() !== "",
);

export const boolean = rule<boolean>("must be a boolean", (value) => typeof value === "boolean");

const MAX_EMAIL_LENGTH = 254;

export const emailAddress = rule<string>(
  "must be an email address",
  (value) =>
    typeof value === "string" &&
    value.length <= MAX_EMAIL_LENGTH &&
    /^[^\s@<>(),;:"\\]+@[^\s@.<>(),;:"\\]+(\.[^\s@.<>(),;:"\\]+)+$/.test(value),
);

/** For fields with an error format of their own. */
export function anything(_value: unknown): _value is unknown {
  return true;
}

export function oneOf<const T extends string>(values: readonly T[]): Rule<T> {
  return rule<T>(`must be one of ${values.join(", ")}`, (value) => values.some((known) => known === value));
}

export function nullable<T>(inner: Rule<T>): Rule<T | null> {
  return (value, field, report): value is T | null => value === null || inner(value, field, report);
}

export function arrayOf<T>(inner: Rule<T>, max = Number.POSITIVE_INFINITY): Rule<T[]> {
  const array = rule<unknown[]>("must be an array", Array.isArray);
  const short = rule<unknown[]>(
    `must have at most ${max} items`,
    (value) => Array.isArray(value) && value.length <= max,
  );
  return (value, field, report): value is T[] =>
    array(value, field, report) &&
    short(value, field, report) &&
    value.map((entry: unknown, index) => inner(entry, `${field}.${index}`, report)).every((holds) => holds);
}

/** An object with these fields and no others: a misspelled name must be an error. */
export function object<Required, Optional>(
  required: Rules<Required>,
  optional: Rules<Optional>,
): Rule<Required & Partial<Optional>> {
  const known = new Map<string, Rule<unknown>>(Object.entries({ ...required, ...optional }));
  return (value, field, report): value is Required & Partial<Optional> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      report({ field, code: `${field || "the request body"} must be an object` });
      return false;
    }
    const at = (name: string) => (field === "" ? name : `${field}.${name}`);
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    for (const name of missing) {
      report({ field: at(name), code: `${at(name)} is required` });
    }
    const hold = Object.entries(value).map(([name, entry]) => {
      const fieldRule = known.get(name) ?? unknownField;
      return fieldRule(entry, at(name), report);
    });
    return missing.length === 0 && hold.every((holds) => holds);
  };
}

const unknownField = rule<never>("is not a known field", () => false);

function isString(value: unknown): value is string {
  return typeof value === "string";
}

export async function readBody<T>(context: Context, rule: Rule<T>): Promise<T> {
  const body = parse(await context.req.text());
  const problems: Problem[] = [];
  if (rule(body, "", (problem) => problems.push(problem))) return body;
  throw invalid(problems);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("The request body is not valid JSON.");
  }
}
