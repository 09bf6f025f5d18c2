import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Server {
  readonly url: URL;
  readonly received: readonly Received[];
  /** One for each connection that was opened, settled when it is closed. */
  readonly connections: readonly Promise<void>[];
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** What a server does with one request. */
export type Behaviour = (answer: ServerResponse) => void;

/** A server with a behaviour for each request in turn; the last one stays. */
export async function serve(...behaviours: readonly Behaviour[]): Promise<Server> {
  const received: Received[] = [];
  const server = createServer(async (request, answer) => {
    const body = await text(request);
    const { method = "", url = "", headers } = request;
    const behaviour = behaviours[received.length] ?? behaviours.at(-1);
    received.push({ method, url, headers, body });
    behaviour?.(answer);
  });
  const connections: Promise<void>[] = [];
  server.on("connection", (socket) => {
    connections.push(new Promise((resolve) => socket.on("close", () => resolve())));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    connections,
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The same, closed when the test has ended. */
export async function server(...behaviours: readonly Behaviour[]): Promise<Server> {
  const started = await serve(...behaviours);
  onTestFinished(started.close);
  return started;
}

export function answers(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (answer) => void answer.writeHead(status, headers).end(body);
}

/** Takes the request and never says a word. */
export const silent: Behaviour = () => {};

/** Begins an answer and never ends it. */
export const stalled: Behaviour = (answer) => {
  answer.writeHead(200, { "Content-Type": "application/json" }).write('{"data":');
};

/** Changes to a protocol that nobody asked for. */
export const switching: Behaviour = (answer) => {
  answer.socket?.write(
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  );
};

/** Closes the connection instead of answering. */
export const cut: Behaviour = (answer) => void answer.destroy();

/** Closes the connection in the middle of the answer. */
export const cutInTheMiddle: Behaviour = (answer) => {
  answer.writeHead(200, { "Content-Length": "100" }).write('{"data":', () => answer.destroy());
};
