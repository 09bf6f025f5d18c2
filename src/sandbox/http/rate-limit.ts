import type { MiddlewareHandler } from "hono";
import type { SandboxState } from "../state.ts";

/** Documented: 6,000 requests per 60 seconds and key. The sandbox has one key. */
const LIMIT = 6000;
const WINDOW_MILLISECONDS = 60_000;

/** The requests since `start`. */
export interface RateWindow {
  start: number;
  count: number;
}

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
