import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { METHOD_NAME_ALL } from "hono/router";
import { ApiError } from "./errors.ts";
import { pathWithoutToken } from "./request-log.ts";

/**
 * Answers 501 where no route would. It runs before the key is looked at, so that a client that
 * has outgrown the sandbox learns that, and not that its key is wrong.
 */
export const implementedOnly: MiddlewareHandler = async (context, next) => {
  const isImplemented = matchedRoutes(context).some((route) => route.method !== METHOD_NAME_ALL);
  if (!isImplemented) {
    const { method, path } = context.req;
    throw new ApiError(501, {
      message: `The sandbox does not implement ${method} ${pathWithoutToken(path)}`,
    });
  }
  await next();
};
