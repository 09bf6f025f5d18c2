import { WorkOS } from "@workos-inc/node";
import { SANDBOX_API_KEY } from "../../../src/sandbox/address.ts";
import type { LoggedRequest } from "../../../src/sandbox/http/middleware.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import type { World } from "../../../src/sandbox/world.ts";
import { type Watch, watch } from "./watch.ts";

const MINUTE = 60_000;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever came; the document checks it.
  readonly body: any;
}

export interface Harness {
  readonly sandbox: Sandbox;
  readonly watch: Watch;
  readonly workos: WorkOS;
  readonly log: LoggedRequest[];
  /** Sends a request with the key. A string goes out as it is, everything else as JSON. */
  call(method: string, path: string, body?: unknown, headers?: object): Promise<Answer>;
  pass(minutes: number): void;
  /** Also checks every exchange against the OpenAPI document. */
  close(): Promise<void>;
}

/** A started sandbox with its own clock, behind a proxy that watches what is said. */
export async function startHarness(world: Partial<World> = {}): Promise<Harness> {
  let time = new Date("2026-11-23T12:00:00.000Z").getTime();
  const log: LoggedRequest[] = [];
  const sandbox = await startSandbox({
    port: 0,
    now: () => new Date(time),
    world,
    onRequest: (request) => log.push(request),
  });
  const watched = await watch(sandbox.url);
  return {
    sandbox,
    watch: watched,
    workos: connect(watched.url),
    log,
    call: (method, path, body, headers) => send(watched.url + path, method, body, headers),
    pass: (minutes) => {
      time += minutes * MINUTE;
    },
    close: async () => {
      await watched.close();
      await sandbox.close();
      watched.check();
    },
  };
}

function connect(url: string): WorkOS {
  const { hostname, port } = new URL(url);
  return new WorkOS(SANDBOX_API_KEY, {
    apiHostname: hostname,
    port: Number(port),
    https: false,
    maxRetries: 0,
  });
}

async function send(url: string, method: string, body: unknown, headers: object = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== "" ? JSON.parse(text) : text,
  };
}
