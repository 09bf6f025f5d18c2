import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { matchedRoutes } from "hono/route";
import { METHOD_NAME_ALL } from "hono/router";
import { SANDBOX_API_KEY } from "../address.ts";
import type { SandboxState } from "../state.ts";
import { ApiError } from "./errors.ts";

/** WorkOS API reference, "API keys": a missing or wrong key is 401. */
export const authorization: MiddlewareHandler = async (context, next) => {
  if (context.req.header("Authorization") !== `Bearer ${SANDBOX_API_KEY}`) {
    throw new ApiError(401, { message: "Unauthorized" });
  }
  await next();
};

/** Unknown routes are 501, also without a key: a 401 would hide that the sandbox lacks the route. */
export const implementedOnly: MiddlewareHandler = async (context, next) => {
  const isImplemented = matchedRoutes(context).some((route) => route.method !== METHOD_NAME_ALL);
  if (!isImplemented) {
    const { method, path } = context.req;
    throw new ApiError(501, {
      message: `The sandbox does not implement ${method} ${redactedPath(path)}`,
    });
  }
  await next();
};

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Rejects other hostnames: a web page could make its own hostname resolve to 127.0.0.1 (DNS rebinding). */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  const { hostname } = new URL(context.req.url);
  if (!isLoopback(hostname)) {
    throw new ApiError(403, {
      message: "The sandbox accepts requests to localhost only.",
    });
  }
  await next();
};

/** Not documented. Real requests have less than 10 kB. */
const LARGEST_BODY = 1024 * 1024;

export const smallBodies: MiddlewareHandler = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => {
    throw new ApiError(413, { message: "The request body is larger than 1 MiB." });
  },
});

/** Documented: 6,000 requests per 60 seconds per key. */
const LIMIT = 6000;
const WINDOW_MILLISECONDS = 60_000;

/** Fixed windows. Not documented: that the reset is in Unix seconds, as in other APIs. */
export function rateLimit({ now, rateWindow }: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    const time = now().getTime();
    if (time - rateWindow.start >= WINDOW_MILLISECONDS) Object.assign(rateWindow, { start: time, count: 0 });
    rateWindow.count += 1;
    const { count, start } = rateWindow;
    const reset = start + WINDOW_MILLISECONDS;
    const headers = {
      "X-RateLimit-Limit": String(LIMIT),
      "X-RateLimit-Remaining": String(Math.max(0, LIMIT - count)),
      "X-RateLimit-Reset": String(Math.ceil(reset / 1000)),
      ...(count > LIMIT && { "Retry-After": String(Math.ceil((reset - time) / 1000)) }),
    };
    if (count <= LIMIT) await next();
    else context.res = context.json({ message: "Too many requests" }, 429);
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  };
}

/** Every WorkOS response has an `X-Request-ID`; the SDK adds it to its errors. */
export function requestId(state: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    await next();
    context.header("X-Request-ID", state.nextId("req"));
  };
}

export interface LoggedRequest {
  readonly method: string;
  /** Without the query, and with `:token` in place of a secret. */
  readonly path: string;
  readonly status: number;
}

export type OnRequest = (request: LoggedRequest) => void;

export function requestLog(onRequest: OnRequest): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { method, path } = context.req;
    onRequest({
      method,
      path: redactedPath(path),
      status: context.res.status,
    });
  };
}

/** The tokens of links and sessions are credentials, and must not appear in logs or messages. */
function redactedPath(path: string): string {
  return path.replace(/^(\/+(?:portal|setup|session)\/+)(?!generate_link$)[^/]+/, "$1:token");
}
