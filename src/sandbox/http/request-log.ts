import type { MiddlewareHandler } from "hono";

export interface AnsweredRequest {
  readonly method: string;
  /** Without the query, and with `:token` where the secret part of an address stood. */
  readonly path: string;
  readonly status: number;
}

export type OnRequest = (request: AnsweredRequest) => void;

export function requestLog(onRequest: OnRequest): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { method, path } = context.req;
    onRequest({
      method,
      path: pathWithoutToken(path),
      status: context.res.status,
    });
  };
}

/** Links and the sessions they open are credentials: whatever is said about a path must not repeat their secret. */
export function pathWithoutToken(path: string): string {
  return path.replace(/^(\/+(?:portal|setup|session)\/+)(?!generate_link$)[^/]+/, "$1:token");
}
