import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";

/** A request as it goes over the wire. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/**
 * Sends one request, and follows no redirect. When the signal is aborted nothing is left of it.
 *
 * @returns rejects with an error whose code, or whose cause's, is that of Node's network stack
 */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** One request and what it ended with, after however many attempts; rejects with what a command is to fail with. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** @param name in small letters */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "object" ? value.join(", ") : value;
}

/** Milliseconds. Longer, and one that died unnoticed, in a sleep or behind a router, would cost the next request its time. */
const IDLE = 4000;

/**
 * The straight way, by Node's own HTTP client. Its `fetch` would do as well, but takes longer to load than all the rest
 * of a start. A connection is kept for the next request, for a while, and holds no exit.
 *
 * @param url of any request to come: with https, TLS is loaded, and nobody pays for it otherwise
 * @param idle how long a connection is kept, in milliseconds
 */
export async function openHttpClient({ protocol }: URL, idle = IDLE): Promise<Send> {
  const client = protocol === "https:" ? await import("node:https") : { Agent, request };
  const agent = new client.Agent({ keepAlive: true, timeout: idle });
  return async ({ url, method, headers, body }: HttpRequest, signal) => {
    const answer = await sent(client.request(url, { agent, method, headers, signal }), body);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await read(answer) };
  };
}

function sent(asking: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asking
      .on("response", resolve)
      .on("error", reject)
      // Of an answer that changes the protocol (101), which nobody asked for, Node tells no more than this.
      .on("close", () => reject(closedEarly()))
      .end(body);
  });
}

function read(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = "";
    answer
      .setEncoding("utf8")
      .on("data", (part: string) => {
        body += part;
      })
      .on("end", () => resolve(body))
      .on("error", reject)
      .on("close", () => reject(closedEarly()));
  });
}

function closedEarly(): Error {
  return Object.assign(new Error("The connection was closed before the end of an answer"), {
    code: "ECONNRESET",
  });
}
