import type { MiddlewareHandler } from "hono";
import type { SandboxState } from "../state.ts";

/** Every answer of WorkOS carries an `X-Request-ID`; the SDK puts it into its errors. */
export function requestId(state: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    await next();
    context.header("X-Request-ID", state.nextId("req"));
  };
}
