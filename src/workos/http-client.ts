import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Follows no redirects. Rejects with an error code of Node's network stack, on the error or its cause. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** One request with all its retries. Rejects with the failure to report. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** @param name lower case */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "object" ? value.join(", ") : value;
}

/** Milliseconds. An older connection may be dead, after sleep or behind a router, and would delay the next request. */
const IDLE = 4000;

/** Node's HTTP client loads faster than its `fetch`. `idle`: milliseconds. Idle connections do not block the exit. */
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
      // For an unexpected protocol change (101), Node emits only `close`.
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
