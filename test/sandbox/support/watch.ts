import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { checkExchange, type Exchange } from "./openapi.ts";

export interface Watch {
  /** To be used in place of the sandbox's own. */
  readonly url: string;
  /** The API requests that have passed through, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Throws unless every exchange so far was as WorkOS's OpenAPI document says. */
  check(): void;
  close(): Promise<void>;
}

/**
 * A proxy before a sandbox that writes down what goes over the wire, so that requests of another
 * process (the built program, the SDK) can be counted and held to the OpenAPI document.
 *
 * @param waves the sizes of the round trips to come: no request of a wave is passed on before all of it are here,
 * so a client that asks for one thing after the other never gets an answer
 */
export async function watch(sandboxUrl: string, waves: readonly number[] = []): Promise<Watch> {
  const { hostname, port } = new URL(sandboxUrl);
  const exchanges: Exchange[] = [];
  const turn = inWaves(waves);
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const requestBody = await buffer(incoming);
    await turn();
    const onward = request({ hostname, port, method, path: url, headers, agent: false });
    onward.on("error", () => outgoing.destroy());
    onward.on("response", async (answer: IncomingMessage) => {
      const status = answer.statusCode ?? 0;
      const responseBody = await buffer(answer);
      const { pathname, search } = new URL(url, sandboxUrl);
      if (isApi(method, pathname, status)) {
        exchanges.push({
          method,
          path: pathname,
          query: search,
          requestBody: parsed(requestBody),
          status,
          responseBody: parsed(responseBody),
        });
      }
      outgoing.writeHead(status, answer.headers).end(responseBody);
    });
    onward.end(requestBody);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    check: () => exchanges.forEach(checkExchange),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Pages, the sandbox's own control routes and what it says it lacks are not WorkOS's API. */
function isApi(method: string, path: string, status: number): boolean {
  const isPage =
    path === "/" ||
    /^\/(inbox|setup|session)(\/|$)/.test(path) ||
    (path.startsWith("/portal/") && method !== "POST");
  return !isPage && !path.startsWith("/_sandbox/") && status !== 501;
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

function inWaves(waves: readonly number[]): () => Promise<void> {
  const sizes = [...waves];
  let arrived: (() => void)[] = [];
  return () => {
    const size = sizes[0];
    if (size === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      arrived.push(resolve);
      if (arrived.length < size) return;
      sizes.shift();
      for (const pass of arrived) pass();
      arrived = [];
    });
  };
}
