import type { Context, MiddlewareHandler } from "hono";
import type { SandboxState } from "../state.ts";
import { badRequest } from "./errors.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

interface KeptAnswer {
  readonly requestBody: string;
  /** A promise, so that a twin that arrives in the same moment waits instead of working twice. */
  readonly answer: Promise<Answer>;
}

/** By path and key. */
export type KeptAnswers = Map<string, KeptAnswer>;

/**
 * `Idempotency-Key` (WorkOS API reference, "Idempotent requests"): where it is honored, a repeated POST gets the
 * first answer again, whatever has happened since, and nothing is done twice.
 *
 * A key used again with another body is 400 (recorded, workos-ruby cassettes, 2020–2024). Not documented, and decided
 * here: answers below 500 are kept, for as long as the sandbox runs.
 */
export function idempotency({ world, keptAnswers: kept }: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    const key = context.req.header("Idempotency-Key");
    if (key === undefined || context.req.method !== "POST") return next();
    const keys = context.req.path === "/organizations" ? world.organizationKeys : world.otherKeys;
    if (keys === "ignored") return next();
    const scope = `${context.req.path} ${key}`;
    const requestBody = await context.req.text();
    const earlier = kept.get(scope);
    if (earlier) return replay(earlier, requestBody);
    const answer = next().then(() => copy(context));
    kept.set(scope, { requestBody, answer });
    if ((await answer).status >= 500) kept.delete(scope);
  };
}

async function replay(earlier: KeptAnswer, requestBody: string): Promise<Response> {
  if (earlier.requestBody !== requestBody) {
    throw badRequest("This Idempotency-Key was used with another request body.");
  }
  const { status, headers, body } = await earlier.answer;
  return new Response(body === "" ? null : body, { status, headers });
}

async function copy(context: Context): Promise<Answer> {
  const { status, headers } = context.res;
  return {
    status,
    headers: new Headers(headers),
    body: await context.res.clone().text(),
  };
}
