import {
  Agent,
  type ClientRequest,
  type ClientRequestArgs,
  type IncomingMessage,
  type RequestOptions,
  request,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { ConnectError, connectTo, secured } from "./connect.ts";
import type { HttpProxy } from "./proxy-settings.ts";

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

/**
 * Follows no redirects. Rejects with a `ConnectError` if the request was not sent; else with an error that has a code of
 * Node's network stack, or `TOO_LARGE`.
 */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** One request with all its retries. Rejects with the failure to report. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** @param name lower case */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "object" ? value.join(", ") : value;
}

/** Server time, to the second (RFC 9110 §6.6.1). */
export function dateOf(answer: HttpAnswer): Date | undefined {
  const date = new Date(header(answer, "date") ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Milliseconds. An older connection may be dead, after sleep or behind a router, and would delay the next request. */
const IDLE = 4000;

interface ClientOptions {
  readonly proxy?: HttpProxy | undefined;
  /** Milliseconds. */
  readonly idle?: number;
}

/** The request's limit, which also ends the connecting. Node would keep `signal` for itself. */
interface Limited {
  readonly limit: AbortSignal;
}

/** Node's HTTP client loads faster than its `fetch`. Idle connections do not block the exit. */
export async function openHttpClient(server: URL, { proxy, idle = IDLE }: ClientOptions = {}): Promise<Send> {
  const isSecure = server.protocol === "https:";
  const client = isSecure ? await import("node:https") : { Agent, request };
  const agent = new client.Agent({ keepAlive: true, timeout: idle });
  const addTls = agent.createConnection.bind(agent);
  const connect = async (options: ClientRequestArgs & Limited): Promise<Duplex> => {
    const socket = await connectTo(server, proxy, options.limit);
    if (!isSecure) return socket;
    return secured(addTls(Object.assign(options, { socket })) as Socket, options.limit).catch((cause) => {
      throw new ConnectError({ cause, isReached: true });
    });
  };
  agent.createConnection = (options, done) => {
    connect(options as typeof options & Limited).then(
      (socket) => done?.(null, socket),
      done as (error: unknown) => void,
    );
    return undefined;
  };
  return async ({ url, method, headers, body }: HttpRequest, limit) => {
    const options: RequestOptions & Limited = { agent, method, headers, limit };
    const answer = await sent(client.request(url, options), body, limit);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await read(answer) };
  };
}

function sent(asking: ClientRequest, body: string | undefined, limit: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asking
      // Before that, `connectTo` heeds the limit.
      .on("socket", () => {
        const abort = () => asking.destroy(limit.reason);
        limit.addEventListener("abort", abort);
        asking.on("close", () => limit.removeEventListener("abort", abort));
      })
      .on("response", resolve)
      .on("error", reject)
      // For an unexpected protocol change (101), Node emits only `close`.
      .on("close", () => reject(closedEarly()))
      .end(body);
  });
}

/** Bytes, before and after decoding. WorkOS's largest answers have some 100 kB. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** As Node's decoders say it. */
export const TOO_LARGE = "ERR_BUFFER_TOO_LARGE";

async function read(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  // Leaving the loop early closes the connection.
  for await (const part of answer) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw tooLarge();
    parts.push(part);
  }
  const body = await decoded(Buffer.concat(parts), answer.headers["content-encoding"]);
  if (hasTooManyValues(body)) throw tooLarge();
  return body.toString();
}

/** A list of 4 MiB of `{},` would take 300 MB when it is parsed. */
const MOST_VALUES = 100_000;

function hasTooManyValues(body: Buffer): boolean {
  if (body.length <= MOST_VALUES) return false;
  let values = 0;
  for (const byte of body) if (byte === COMMA || byte === BRACKET || byte === BRACE) values += 1;
  return values > MOST_VALUES;
}

const [COMMA, BRACKET, BRACE] = Buffer.from(",[{");

function tooLarge(): Error {
  return Object.assign(new Error("The answer is too large"), { code: TOO_LARGE });
}

/** ssoctl asks for no coding, but a gateway may use one anyway (RFC 9110 §12.5.3). */
async function decoded(body: Buffer, coding = ""): Promise<Buffer> {
  if (body.length === 0 || !/^(?:(?:x-)?gzip|deflate|br)$/iu.test(coding)) return body;
  const { brotliDecompress, unzip } = await import("node:zlib");
  const limit = { maxOutputLength: LARGEST_ANSWER };
  return /br/iu.test(coding) ? promisify(brotliDecompress)(body, limit) : promisify(unzip)(body, limit);
}

function closedEarly(): Error {
  return Object.assign(new Error("The connection was closed before the end of an answer"), {
    code: "ECONNRESET",
  });
}
