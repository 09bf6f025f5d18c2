import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { METHOD_NAME_ALL } from "hono/router";
import { SANDBOX_API_KEY } from "../address.ts";
import type { SandboxState } from "../state.ts";
import { ApiError } from "./errors.ts";

/** WorkOS API reference, "API keys": no key or a wrong one is answered 401. */
export const authorization: MiddlewareHandler = async (context, next) => {
  if (context.req.header("Authorization") !== `Bearer ${SANDBOX_API_KEY}`) {
    throw new ApiError(401, { message: "Unauthorized" });
  }
  await next();
};

/**
 * Answers 501 where no route would. It runs before the key is looked at, so that a client that
 * has outgrown the sandbox learns that, and not that its key is wrong.
 */
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

/** Whether a URL's host part names this machine and no other. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Refuses requests that reached 127.0.0.1 under another name. A web page can have its own name
 * resolve to 127.0.0.1 (DNS rebinding) and would then read the sandbox from a visitor's browser.
 */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  const { hostname } = new URL(context.req.url);
  if (!isLoopback(hostname)) {
    throw new ApiError(403, {
      message: "The sandbox answers only as localhost.",
    });
  }
  await next();
};

/** Documented: 6,000 requests per 60 seconds and key. The sandbox has one key. */
const LIMIT = 6000;
const WINDOW_MILLISECONDS = 60_000;

/** Counts requests in fixed windows. That the reset is in Unix seconds is not documented: it is what others do. */
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

/** Every answer of WorkOS carries an `X-Request-ID`; the SDK puts it into its errors. */
export function requestId(state: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    await next();
    context.header("X-Request-ID", state.nextId("req"));
  };
}

export interface LoggedRequest {
  readonly method: string;
  /** Without the query, and with `:token` where the secret part of an address stood. */
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

/** Links and the sessions they open are credentials: whatever is said about a path must not repeat their secret. */
function redactedPath(path: string): string {
  return path.replace(/^(\/+(?:portal|setup|session)\/+)(?!generate_link$)[^/]+/, "$1:token");
}
