import type { MiddlewareHandler } from "hono";

export interface AnsweredRequest {
  readonly method: string;
  /** Without the query, and with `:token` where a portal token stood. */
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

/** A portal URL is a credential: whatever is said about a path must not repeat its token. */
export function pathWithoutToken(path: string): string {
  return path.replace(/^\/portal\/(?!generate_link$)[^/]+/, "/portal/:token");
}
