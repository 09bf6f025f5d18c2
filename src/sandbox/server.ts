import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import type { OnRequest } from "./http/middleware.ts";
import { plant, type Seed } from "./seed.ts";
import { createState, type SandboxState, type StateOptions } from "./state.ts";

const LOOPBACK = "127.0.0.1";

export interface SandboxOptions extends StateOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly onRequest?: OnRequest;
  readonly seed?: Seed | undefined;
}

export interface Sandbox {
  readonly url: string;
  readonly state: SandboxState;
  /** Also closes open connections. */
  close(): Promise<void>;
}

/**
 * Starts a WorkOS stand-in on 127.0.0.1.
 *
 * @throws Node's error if it can't listen (`EADDRINUSE`, `EACCES`)
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = createState(options);
  if (options.seed) plant(state, options.seed);
  const server = createAdaptorServer({
    fetch: createApp(state, options).fetch,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${port}`,
    state,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        // Keep-alive connections would delay the close by seconds.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
