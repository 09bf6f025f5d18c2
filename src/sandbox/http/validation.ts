import type { Context } from "hono";
import { badRequest, invalid, type Problem } from "./errors.ts";

type Report = (problem: Problem) => void;

/** Says whether a value is a `T`, and reports each thing that is wrong with it. */
export type Rule<T> = (value: unknown, field: string, report: Report) => value is T;

type Rules<Shape> = { readonly [Name in keyof Shape]: Rule<Shape[Name]> };

/** A rule about one value: `sentence` goes on after the field's name. */
export function rule<T>(sentence: string, holds: (value: unknown) => boolean) {
  return (value: unknown, field: string, report: Report): value is T => {
    if (holds(value)) return true;
    report({ field, code: `${field} ${sentence}` });
    return false;
  };
}

export const text = rule<string>("must be a string", isText);

export const nonEmptyString = rule<string>(
  "must be a string that is not empty",
  (value) => isText(value) && value.trim() !== "",
);

export const flag = rule<boolean>("must be true or false", (value) => typeof value === "boolean");

const MAX_EMAIL_LENGTH = 254;

/** Good enough to tell an address from something else; only a mail server knows the rest. */
export const emailAddress = rule<string>(
  "must be an email",
  (value) =>
    typeof value === "string" &&
    value.length <= MAX_EMAIL_LENGTH &&
    /^[^\s@<>(),;:"\\]+@[^\s@.<>(),;:"\\]+(\.[^\s@.<>(),;:"\\]+)+$/.test(value),
);

/** For members whose faults have an answer of their own. */
export function anything(_value: unknown): _value is unknown {
  return true;
}

export function oneOf<const T extends string>(values: readonly T[]): Rule<T> {
  return rule<T>(`must be one of ${values.join(", ")}`, (value) => values.some((known) => known === value));
}

export function nullable<T>(inner: Rule<T>): Rule<T | null> {
  return (value, field, report): value is T | null => value === null || inner(value, field, report);
}

export function arrayOf<T>(inner: Rule<T>, most = Number.POSITIVE_INFINITY): Rule<T[]> {
  const list = rule<unknown[]>("must be a list", Array.isArray);
  const short = rule<unknown[]>(
    `must have at most ${most} entries`,
    (value) => Array.isArray(value) && value.length <= most,
  );
  return (value, field, report): value is T[] =>
    list(value, field, report) &&
    short(value, field, report) &&
    value.map((entry: unknown, index) => inner(entry, `${field}.${index}`, report)).every((holds) => holds);
}

/** An object with these members and no others: a client that sends a wrong name must learn it. */
export function object<Required, Optional>(
  required: Rules<Required>,
  optional: Rules<Optional>,
): Rule<Required & Partial<Optional>> {
  const known = new Map<string, Rule<unknown>>(Object.entries({ ...required, ...optional }));
  return (value, field, report): value is Required & Partial<Optional> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      report({ field, code: `${field || "the body"} must be an object` });
      return false;
    }
    const at = (name: string) => (field === "" ? name : `${field}.${name}`);
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    for (const name of missing) {
      report({ field: at(name), code: `${at(name)} is required` });
    }
    const hold = Object.entries(value).map(([name, member]) => {
      const memberRule = known.get(name) ?? unknownMember;
      return memberRule(member, at(name), report);
    });
    return missing.length === 0 && hold.every((holds) => holds);
  };
}

const unknownMember = rule<never>("is not a member of this request", () => false);

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Reads a JSON body: 400 where it is not JSON, 422 with every fault where it breaks the rule. */
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
