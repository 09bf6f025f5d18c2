import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { portOf } from "../urls.ts";
import type { HttpProxy } from "./proxy-settings.ts";

interface ConnectFacts {
  /** The proxy that failed. */
  readonly proxy?: HttpProxy | undefined;
  /** The proxy's answer to CONNECT. */
  readonly status?: number;
  /** The server was reached, but TLS failed. */
  readonly isReached?: boolean;
  readonly cause?: unknown;
}

/** There was no connection, so the request was not sent. */
export class ConnectError extends Error {
  readonly facts: ConnectFacts;

  constructor(facts: ConnectFacts) {
    super("No connection", { cause: facts.cause });
    this.facts = facts;
  }
}

export function connectErrorOf(error: unknown): ConnectFacts | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ConnectError) return at.facts;
  return;
}

/** @returns a connection to the server, without TLS. @throws ConnectError */
export async function connectTo(
  url: URL,
  proxy: HttpProxy | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  try {
    return proxy ? await openTunnel(url, proxy, signal) : await dial(url, signal);
  } catch (cause) {
    throw cause instanceof ConnectError ? cause : new ConnectError({ proxy, cause });
  }
}

/** CONNECT (RFC 9110 §9.3.6). */
async function openTunnel(target: URL, proxy: HttpProxy, signal: AbortSignal): Promise<Socket> {
  const socket = await dialProxy(proxy, signal);
  const path = `${target.hostname}:${portOf(target)}`;
  const asking = request({
    method: "CONNECT",
    path,
    headers: { Host: path, ...(proxy.authorization && { "Proxy-Authorization": proxy.authorization }) },
    createConnection: () => socket,
  });
  // The one after a canceled attempt says nothing new.
  asking.on("error", () => {}).end();
  const [{ statusCode: status = 0 }, , first] = await orDestroyed(
    socket,
    once(asking, "connect", { signal }) as Promise<[IncomingMessage, Socket, Buffer]>,
  );
  if (first.length > 0) socket.unshift(first);
  if (status >= 200 && status < 300) return socket;
  socket.destroy();
  throw new ConnectError({ proxy, status });
}

async function dialProxy({ url }: HttpProxy, signal: AbortSignal): Promise<Socket> {
  const socket = await dial(url, signal);
  if (url.protocol === "http:") return socket;
  const [{ connect }, { isIP }] = await Promise.all([import("node:tls"), import("node:net")]);
  const host = bare(url);
  const name = isIP(host) === 0 ? { servername: host } : {};
  return secured(connect({ socket, host, ALPNProtocols: ["http/1.1"], ...name }), signal);
}

/** Waits until TLS is established. */
export function secured(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return orDestroyed(
    socket,
    once(socket, "secureConnect", { signal }).then(() => socket),
  );
}

async function orDestroyed<T>(socket: Socket, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Milliseconds (RFC 8305 §8). */
const NEXT_ADDRESS = 250;

/**
 * As long as no address has answered, the next one is tried too (RFC 8305). Node itself gives up on all but the last
 * after 250 ms each, and would fail on a slow network.
 */
async function dial(url: URL, signal: AbortSignal): Promise<Socket> {
  const { connect } = await import("node:net");
  const addresses = await lookUp(bare(url), signal);
  const attempts: Socket[] = [];
  const errors: Error[] = [];
  let timer: NodeJS.Timeout | undefined;
  let winner: Socket | undefined;
  try {
    winner = await new Promise<Socket>((resolve, reject) => {
      const tryNext = () => {
        clearTimeout(timer);
        const host = addresses[attempts.length];
        if (host === undefined) return;
        const socket = connect({ host, port: portOf(url) });
        attempts.push(socket);
        socket
          .once("connect", () => resolve(socket))
          .on("error", (error) => {
            if (errors.push(error) === addresses.length) reject(mostTelling(errors));
            else tryNext();
          });
        timer = setTimeout(tryNext, NEXT_ADDRESS);
      };
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(signal.reason));
      tryNext();
    });
    return winner;
  } finally {
    clearTimeout(timer);
    for (const socket of attempts) if (socket !== winner) socket.destroy();
  }
}

/** An address without a route says less than one that refused. */
function mostTelling(errors: readonly Error[]): Error | undefined {
  const isRouted = (error: Error) => "code" in error && !/UNREACH|EADDRNOTAVAIL/u.test(String(error.code));
  return errors.find(isRouted) ?? errors[0];
}

async function lookUp(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const { lookup } = await import("node:dns");
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    lookup(host, { all: true }, (error, found) =>
      error ? reject(error) : resolve(found.map(({ address }) => address)),
    );
  });
}

/** Without the brackets around an IPv6 address. */
function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/gu, "");
}
