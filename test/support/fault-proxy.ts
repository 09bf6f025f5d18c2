import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** What happens to a request. Unless stated otherwise, the request does not reach the server. */
export type Misbehaviour =
  /** Sends this answer instead of the server's. With `work: "done"` the request reaches the server first. */
  | {
      readonly kind: "answer";
      readonly status: number;
      /** A string is sent unchanged, anything else as JSON. If undefined, the answer has no body. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly work?: "done";
    }
  /** The request reaches the server at once. The answer is delayed. */
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** `half` and `after`: the request reaches the server, and half of the answer or nothing comes back. */
  | { readonly kind: "close"; readonly when: "before" | "half" | "after" }
  /** An HTML page from a gateway or, with status 200, from a captive portal. */
  | { readonly kind: "html"; readonly status?: number }
  /** The request reaches the server. The answer is broken JSON. */
  | { readonly kind: "garbage" }
  /** The request does not reach the server, and there is no answer. */
  | { readonly kind: "hang" }
  /** Something else happens first. Then the request passes. */
  | { readonly kind: "meanwhile"; readonly happens: () => Promise<unknown> };

export interface FaultRequest {
  /** `*`, or a method and a path without a query. `:id` matches any segment. */
  readonly route: string;
  /** How often; `null` means forever. */
  readonly times: number | null;
  /** How many requests pass first. */
  readonly skip?: number;
  readonly fault: Misbehaviour;
}

export interface Fault extends FaultRequest {
  /** How many requests it has affected so far. */
  readonly used: number;
}

/** A request that reached the proxy, whatever happened to it. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON, or text if it is not JSON; `undefined` if there is no body. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly at: Date;
  /** Whether a complete answer was sent. */
  readonly answered: boolean;
}

export interface Delays {
  readonly there?: () => number;
  readonly back?: () => number;
}

export interface FaultProxy {
  readonly url: string;
  /** Oldest first. */
  readonly requests: readonly ProxiedRequest[];
  /** The first fault for a route applies. If it lets the request pass, the next fault applies. */
  add(fault: FaultRequest): Fault;
  /** Removes all faults and keeps `requests`. */
  clear(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type ActiveFault = FaultRequest & { used: number; passed: number };

const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding"];

const BROKEN_JSON = '{"object":"list","data":[{"id":';

/** A proxy in front of a WorkOS-like server, with faults on demand. `delays`: milliseconds for requests and answers. */
export async function startFaultProxy(
  targetUrl: string,
  { there = () => 0, back = () => 0 }: Delays = {},
): Promise<FaultProxy> {
  const faults: ActiveFault[] = [];
  const requests: { -readonly [Name in keyof ProxiedRequest]: ProxiedRequest[Name] }[] = [];
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await buffer(incoming);
    const proxied = { ...proxiedRequest(incoming, body), answered: false };
    requests.push(proxied);
    outgoing.once("finish", () => {
      proxied.answered = true;
    });
    await pause(outgoing, there());
    const fault = takeFault(faults, proxied.method, proxied.path);
    const work = async () => {
      const answer = await forward(targetUrl, incoming, body);
      await pause(outgoing, back());
      return answer;
    };
    await respond(fault, work, outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    // One side is closed, so close the other one too.
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    add: (request) => {
      checkRoute(request.route);
      const fault = { ...request, used: 0, passed: 0 };
      faults.push(fault);
      return fault;
    },
    clear: () => {
      faults.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function proxiedRequest({ method = "", url = "", headers }: IncomingMessage, body: Buffer) {
  const { pathname, searchParams } = new URL(url, "http://proxy.invalid");
  return { method, path: pathname, query: searchParams, body: parsed(body), headers, at: new Date() };
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

function checkRoute(route: string): void {
  if (route === "*" || /^[A-Z]+ \/[^\s?]*$/u.test(route)) return;
  throw new Error(`A route is * or a method and a path, such as "GET /organizations/:id", not "${route}".`);
}

function takeFault(faults: readonly ActiveFault[], method: string, path: string): Misbehaviour | undefined {
  for (const fault of faults) {
    const isUsedUp = fault.times !== null && fault.used >= fault.times;
    if (isUsedUp || !covers(fault.route, method, path)) continue;
    if (fault.passed === (fault.skip ?? 0)) {
      fault.used += 1;
      return fault.fault;
    }
    fault.passed += 1;
  }
  return undefined;
}

function covers(route: string, method: string, path: string): boolean {
  if (route === "*") return true;
  const expected = route.split(/[ /]/u);
  const given = `${method} ${path}`.split(/[ /]/u);
  return (
    expected.length === given.length &&
    expected.every((part, index) => (part.startsWith(":") ? given[index] !== "" : part === given[index]))
  );
}

async function forward(
  targetUrl: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  // Keep the client's Host header, so that links in answers also go through the proxy.
  const onward = request(new URL(url ?? "", targetUrl), { method, headers, agent: false });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve).once("error", reject).end(body);
  });
  return wholeAnswer(answer, await buffer(answer));
}

/** Removes hop-by-hop headers. */
function wholeAnswer({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Answer {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const length = body.length > 0 ? { "content-length": String(body.length) } : {};
  return { status: statusCode, headers: { ...Object.fromEntries(kept), ...length }, body };
}

async function respond(
  fault: Misbehaviour | undefined,
  work: () => Promise<Answer>,
  outgoing: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return send(outgoing, await work());
    case "answer":
      if (fault.work === "done") await work();
      return send(outgoing, givenAnswer(fault));
    case "latency": {
      const answer = await work();
      await pause(outgoing, fault.milliseconds);
      return send(outgoing, answer);
    }
    case "close":
      return cut(outgoing, fault.when === "before" ? undefined : await work(), fault.when);
    case "html":
      return send(outgoing, gatewayPage(fault.status ?? 502));
    case "garbage":
      await work();
      return send(outgoing, answerWith(200, "application/json", BROKEN_JSON));
    case "hang":
      return;
    case "meanwhile":
      await fault.happens();
      return send(outgoing, await work());
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}

/** Waits; rejects when the connection ends first. */
async function pause(outgoing: ServerResponse, milliseconds: number): Promise<void> {
  if (milliseconds === 0) return;
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  if (outgoing.destroyed) gone.abort();
  await sleep(milliseconds, undefined, { signal: gone.signal });
}

/** Ends the connection, after half of the answer if requested. */
async function cut(
  { socket }: ServerResponse,
  answer: Answer | undefined,
  when: "before" | "half" | "after",
): Promise<void> {
  if (socket === null) return;
  if (answer && when === "half") {
    // Write to the socket directly, because the response object would add its own headers.
    await new Promise<void>((sent) => socket.write(firstHalf(answer), () => sent()));
  }
  socket.destroy();
}

/** The head and half of the body. Without a body, half of the head. */
function firstHalf({ status, headers, body }: Answer): Uint8Array {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = Buffer.from(
    [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", ""].join("\r\n"),
  );
  if (body.length === 0) return head.subarray(0, head.length / 2);
  return Buffer.concat([head, body.subarray(0, body.length / 2)]);
}

function givenAnswer({ status, body, headers }: Misbehaviour & { kind: "answer" }): Answer {
  if (body === undefined) return { status, headers: { ...headers }, body: Buffer.alloc(0) };
  const isText = typeof body === "string";
  const answer = answerWith(
    status,
    isText ? "text/plain" : "application/json",
    isText ? body : JSON.stringify(body),
  );
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function gatewayPage(status: number): Answer {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  return answerWith(
    status,
    "text/html",
    `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>gateway</center>
</body>
</html>
`,
  );
}

function answerWith(status: number, type: string, body: string): Answer {
  return { status, headers: { "content-type": type }, body: Buffer.from(body) };
}
