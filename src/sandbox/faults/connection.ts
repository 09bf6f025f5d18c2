import { ServerResponse, STATUS_CODES } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "hono";

/**
 * The client's connection, beneath Hono. A fetch handler can only answer; to cut a connection, or to learn that the
 * client has gone, takes Node's own response, which `@hono/node-server` hands through as `context.env.outgoing`.
 * Nothing else in the sandbox looks there.
 */
function outgoingOf(context: Context): ServerResponse {
  const outgoing: unknown = context.env?.outgoing;
  if (outgoing instanceof ServerResponse) return outgoing;
  throw new Error("this fault needs a connection, and there is none");
}

/** Ends the connection, after the given beginning of an answer has been handed to the network. */
export async function cut(context: Context, beginning: Uint8Array = new Uint8Array()): Promise<void> {
  const { socket } = outgoingOf(context);
  if (socket === null || socket.destroyed) return;
  // Past the response and straight to the socket: what has gone through the response can't be taken back, and
  // the server would finish it.
  if (beginning.length > 0) await new Promise<void>((sent) => socket.write(beginning, () => sent()));
  socket.destroy();
}

/** Resolves after this time, or when the connection ends: the client left, or the sandbox is closing. */
export async function hold(context: Context, milliseconds: number): Promise<void> {
  const outgoing = outgoingOf(context);
  if (outgoing.destroyed) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  outgoing.once("close", leave);
  await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => {});
  outgoing.off("close", leave);
}

/** Resolves when the connection ends. */
export async function untilGone(context: Context): Promise<void> {
  const outgoing = outgoingOf(context);
  if (outgoing.destroyed) return;
  await new Promise<void>((resolve) => outgoing.once("close", () => resolve()));
}

/** The first half of an answer's bytes: the head and half of the body or, where it has none, half of the head. */
export async function firstHalf(answer: Response): Promise<Uint8Array> {
  const body = Buffer.from(await answer.arrayBuffer());
  const head = Buffer.from(headOf(answer, body.length));
  if (body.length === 0) return head.subarray(0, head.length / 2);
  return Buffer.concat([head, body.subarray(0, body.length / 2)]);
}

function headOf({ status, headers }: Response, length: number): string {
  const fields = new Headers(headers);
  if (length > 0) fields.set("Content-Length", String(length));
  const lines = [...fields].map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", ""].join("\r\n");
}
