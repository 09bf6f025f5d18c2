import type { Context, MiddlewareHandler } from "hono";
import type { IdempotentRequest, StoredResponse } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { badRequest } from "./errors.ts";

/**
 * `Idempotency-Key` (WorkOS API reference, "Idempotent requests"): a repeated POST gets the first response again, and
 * nothing runs twice.
 *
 * The same key with a different body is 400 (recorded, workos-ruby cassettes, 2020–2024). Not documented, decided here:
 * responses below 500 are stored, and never expire.
 */
export function idempotency({ world, idempotentRequests }: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    const key = context.req.header("Idempotency-Key");
    if (key === undefined || context.req.method !== "POST") return next();
    const keys = context.req.path === "/organizations" ? world.organizationKeys : world.otherKeys;
    if (keys === "ignored") return next();
    const scope = `${context.req.path} ${key}`;
    const body = await context.req.text();
    const earlier = idempotentRequests.get(scope);
    if (earlier) return replay(earlier, body);
    const response = next().then(() => copy(context));
    idempotentRequests.set(scope, { body, response });
    if ((await response).status >= 500) idempotentRequests.delete(scope);
  };
}

async function replay(earlier: IdempotentRequest, requestBody: string): Promise<Response> {
  if (earlier.body !== requestBody) {
    throw badRequest("This Idempotency-Key was already used with a different request body.");
  }
  const { status, headers, body } = await earlier.response;
  return new Response(body === "" ? null : body, { status, headers });
}

async function copy(context: Context): Promise<StoredResponse> {
  const { status, headers } = context.res;
  return {
    status,
    headers: new Headers(headers),
    body: await context.res.clone().text(),
  };
}
