import { createServer, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Certificate } from "./certificate.ts";

interface Listening {
  readonly port: number;
  /** Also closes open connections. */
  close(): Promise<void>;
}

/** A TLS server in front of a sandbox, because WorkOS uses TLS. */
export interface SecuredSandbox extends Listening {
  /** Method and path of each request, oldest first. */
  readonly requests: readonly string[];
}

export async function secure(sandboxUrl: string, { key, cert }: Certificate): Promise<SecuredSandbox> {
  const { host, hostname, port } = new URL(sandboxUrl);
  const requests: string[] = [];
  const server = createTlsServer({ key, cert }, (incoming, outgoing) => {
    const { method = "", url = "" } = incoming;
    requests.push(`${method} ${new URL(url, sandboxUrl).pathname}`);
    const headers = { ...incoming.headers, host };
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  return { requests, ...(await listening(server)) };
}

/** A request to open a tunnel. */
interface Asked {
  readonly target: string;
  readonly authorization: string | undefined;
}

/** How a proxy handles a CONNECT request. */
type Policy = (asked: Asked, client: Duplex) => void;

/** A company's proxy that supports only CONNECT (RFC 9110 §9.3.6). */
export interface CompanyProxy extends Listening {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** @param certificate makes the proxy itself use TLS */
export async function startProxy(policy: Policy, certificate?: Certificate): Promise<CompanyProxy> {
  const asked: Asked[] = [];
  const server = certificate ? createTlsServer(certificate) : createServer();
  server.on("request", (_, answer) => answer.writeHead(405).end());
  server.on("connect", ({ url: target = "", headers }, client: Duplex) => {
    client.on("error", () => {});
    asked.push({ target, authorization: headers["proxy-authorization"] });
    policy({ target, authorization: headers["proxy-authorization"] }, client);
  });
  const { port, close } = await listening(server);
  const url = certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return { url, port, asked, close };
}

/** Always connects to this machine, because the test host names do not exist elsewhere. */
export function tunnels(onlyFor?: string): Policy {
  return ({ target, authorization }, client) => {
    if (onlyFor !== undefined && authorization !== onlyFor)
      return answersWith(407)({ target, authorization }, client);
    const onward = connect(Number(target.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(onward).pipe(client);
    });
    onward.on("error", () => client.destroy());
    client.on("close", () => onward.destroy());
  };
}

export function answersWith(status: number): Policy {
  return (_, client) => void client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
}

/** Accepts the request and never answers. */
export const saysNothing: Policy = () => {};

/** Opens the tunnel, but nothing answers through it. */
export const opensOntoNothing: Policy = (_, client) => {
  client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
};

/** Closes the connection without an answer. */
export const hangsUp: Policy = (_, client) => void client.destroy();

/** A port on this machine where nothing listens. */
export async function deadPort(): Promise<number> {
  const { port, close } = await listening(createServer());
  await close();
  return port;
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
