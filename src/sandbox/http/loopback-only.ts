import type { MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

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
