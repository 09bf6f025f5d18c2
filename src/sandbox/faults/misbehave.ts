import { STATUS_CODES } from "node:http";
import type { Context, MiddlewareHandler, Next } from "hono";
import type { SandboxState } from "../state.ts";
import { cut, firstHalf, hold, untilGone } from "./connection.ts";
import { type Misbehaviour, takeFault } from "./fault.ts";

/** A connection that ended without an answer, as nginx writes it down. Only the sandbox's own log sees it. */
const NO_ANSWER = 444;

const BROKEN_JSON = '{"object":"list","data":[{"id":';

/**
 * Does to a request what it was asked to do. It stands before the idempotency keys, as a network does: what is done
 * behind it is done, and a retry with the same key gets the answer that was lost.
 */
export function misbehave(state: SandboxState): MiddlewareHandler {
  return async (context, next) => {
    const fault = takeFault(state, context.req.method, context.req.path);
    if (fault === undefined) return next();
    const answer = await answerWith(fault, context, next);
    if (answer === undefined) return;
    // Without this Hono would mix the headers of the answer that is replaced into the new one.
    context.res = undefined;
    context.res = answer;
  };
}

/** The answer in place of the right one, which is there already where the work was done. */
async function answerWith(fault: Misbehaviour, context: Context, work: Next): Promise<Response | undefined> {
  switch (fault.kind) {
    case "answer":
      if (fault.work === "done") await work();
      return givenAnswer(fault);
    case "latency":
      await work();
      await hold(context, fault.milliseconds);
      return undefined;
    case "close":
      if (fault.when !== "before") await work();
      await cut(context, fault.when === "half" ? await firstHalf(context.res.clone()) : undefined);
      return new Response(null, { status: NO_ANSWER });
    case "html":
      return gatewayPage(fault.status ?? 502);
    case "garbage":
      await work();
      return new Response(BROKEN_JSON, { headers: { "Content-Type": "application/json" } });
    case "hang":
      await untilGone(context);
      return new Response(null, { status: NO_ANSWER });
  }
}

function givenAnswer({ status, body, headers }: Misbehaviour & { kind: "answer" }): Response {
  const given = new Headers(headers);
  if (body === undefined) return new Response(null, { status, headers: given });
  const isText = typeof body === "string";
  if (!given.has("Content-Type")) given.set("Content-Type", isText ? "text/plain" : "application/json");
  return new Response(isText ? body : JSON.stringify(body), { status, headers: given });
}

function gatewayPage(status: number): Response {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  const page = `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>gateway</center>
</body>
</html>
`;
  return new Response(page, { status, headers: { "Content-Type": "text/html" } });
}
