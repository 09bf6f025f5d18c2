import type { MiddlewareHandler } from "hono";
import { SANDBOX_API_KEY } from "../address.ts";
import { ApiError } from "./errors.ts";

/** WorkOS API reference, "API keys": no key or a wrong one is answered 401. */
export const authorization: MiddlewareHandler = async (context, next) => {
  if (context.req.header("Authorization") !== `Bearer ${SANDBOX_API_KEY}`) {
    throw new ApiError(401, { message: "Unauthorized" });
  }
  await next();
};
