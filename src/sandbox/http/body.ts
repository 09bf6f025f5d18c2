import type { Context } from "hono";
import { badRequest, invalid, type Problem } from "./errors.ts";
import type { Rule } from "./rules.ts";

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
