import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { type FaultProxy, type Misbehaviour, startFaultProxy } from "./fault-proxy.ts";

let sandbox: Sandbox;
let proxy: FaultProxy;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  proxy = await startFaultProxy(sandbox.url);
});

afterEach(async () => {
  await proxy.close();
  await sandbox.close();
});

/** The response, and the code of the error that cut it off, if any. */
interface Received {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  readonly error: string | undefined;
}

interface Sending {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** A client that, unlike fetch, shows how much of a response arrived. */
function send(method: string, path: string, { body, headers, signal }: Sending = {}): Promise<Received> {
  return new Promise((resolve) => {
    const seen = { status: undefined as number | undefined, headers: {}, body: "" };
    const end = (error?: NodeJS.ErrnoException) => resolve({ ...seen, error: error?.code });
    const outgoing = request(proxy.url + path, {
      method,
      agent: false,
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, ...headers },
      ...(signal && { signal }),
    });
    outgoing.on("error", end);
    outgoing.on("response", (answer) => {
      Object.assign(seen, { status: answer.statusCode, headers: answer.headers });
      answer.on("data", (chunk: Buffer) => {
        seen.body += chunk.toString();
      });
      answer.on("end", () => end());
      answer.on("error", end);
    });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const create = (name = "Acme", headers: Record<string, string> = {}) =>
  send("POST", "/organizations", { body: { name }, headers });
const names = () => [...sandbox.state.organizations.values()].map(({ name }) => name);
const addOnce = (fault: Misbehaviour, route = "*") => proxy.add({ route, times: 1, fault });

describe("without a fault", () => {
  it("passes requests and answers on, and links lead through it", async () => {
    const created = await create();
    expect(created).toMatchObject({ status: 201, error: undefined });
    expect(created.headers["x-request-id"]).toMatch(/^req_/);
    const { id } = JSON.parse(created.body);
    expect(await send("DELETE", `/organizations/${id}`)).toMatchObject({ status: 202, body: "" });
    const other = JSON.parse((await create("Other")).body);
    const answer = await send("POST", "/portal/generate_link", { body: { organization: other.id } });
    expect(JSON.parse(answer.body).link.startsWith(`${proxy.url}/portal/`)).toBe(true);
  });

  it("ends the connection where the server is gone", async () => {
    await sandbox.close();
    expect(await create()).toMatchObject({ status: undefined, error: "ECONNRESET" });
    sandbox = await startSandbox({ port: 0 });
  });
});

describe("requests", () => {
  it("are all there, in order, with what was sent and whether it was answered", async () => {
    addOnce({ kind: "close", when: "before" }, "POST /organizations");
    await send("GET", "/organizations?domains=acme.com&limit=1");
    await create("Acme", { "Idempotency-Key": "k1" });
    expect(proxy.requests).toMatchObject([
      { method: "GET", path: "/organizations", body: undefined, answered: true },
      { method: "POST", path: "/organizations", body: { name: "Acme" }, answered: false },
    ]);
    const [read, write] = proxy.requests;
    expect(Object.fromEntries(read?.query ?? [])).toEqual({ domains: "acme.com", limit: "1" });
    expect(write?.headers["idempotency-key"]).toBe("k1");
    expect(write?.at.getTime()).toBeGreaterThanOrEqual(read?.at.getTime() ?? Number.NaN);
  });
});

describe("which request is hit", () => {
  const down: Misbehaviour = { kind: "answer", status: 503 };
  const statuses = async (...requests: readonly string[]) => {
    const seen: (number | undefined)[] = [];
    for (const line of requests) {
      const [method = "", path = ""] = line.split(" ");
      seen.push((await send(method, path, method === "POST" ? { body: {} } : {})).status);
    }
    return seen;
  };
  const LIST = "GET /organizations";

  it("as often as said, and counts", async () => {
    const fault = proxy.add({ route: LIST, times: 2, fault: down });
    expect(fault.used).toBe(0);
    expect(await statuses(LIST, LIST, LIST)).toEqual([503, 503, 200]);
    expect(fault.used).toBe(2);
  });

  it("for ever, with null, until cleared", async () => {
    const fault = proxy.add({ route: LIST, times: null, fault: down });
    expect(await statuses(LIST, LIST, LIST, LIST)).toEqual([503, 503, 503, 503]);
    proxy.clear();
    expect(await statuses(LIST)).toEqual([200]);
    expect(fault.used).toBe(4);
  });

  it("after so many have passed", async () => {
    proxy.add({ route: LIST, times: 1, skip: 2, fault: down });
    expect(await statuses(LIST, LIST, LIST, LIST)).toEqual([200, 200, 503, 200]);
  });

  it("by method and path, whatever the query, with :id for any segment", async () => {
    proxy.add({ route: "GET /organizations/:id/it_contacts", times: null, fault: down });
    proxy.add({ route: LIST, times: null, fault: down });
    const contacts = "GET /organizations/org_1/it_contacts";
    expect(
      await statuses(LIST, `${LIST}?limit=1`, contacts, "GET /organizations/org_1", "POST /organizations"),
    ).toEqual([503, 503, 503, 404, 422]);
  });

  it("by the first that takes it; one that lets it pass leaves it to the next", async () => {
    proxy.add({ route: LIST, times: 1, skip: 1, fault: { ...down, status: 500 } });
    proxy.add({ route: "*", times: 1, fault: { ...down, status: 502 } });
    expect(await statuses(LIST, LIST, LIST)).toEqual([502, 500, 200]);
  });

  it.each(["/organizations", "get /organizations", "GET organizations", "GET /organizations?limit=1", ""])(
    "never by the route %j, which is an error",
    (route) => {
      expect(() => proxy.add({ route, times: 1, fault: down })).toThrow(route);
    },
  );
});

describe("an answer instead of the server's", () => {
  it("has the status, the body and the headers given, and nothing is done", async () => {
    const headers = { "Retry-After": "3" };
    addOnce({ kind: "answer", status: 429, body: { message: "Too many" }, headers });
    const answer = await create();
    expect(answer).toMatchObject({ status: 429, body: '{"message":"Too many"}' });
    expect(answer.headers).toMatchObject({ "retry-after": "3", "content-type": "application/json" });
    expect(names()).toEqual([]);
  });

  it("may come after the work, and be text or nothing", async () => {
    addOnce({ kind: "answer", status: 504, body: "too late", work: "done" });
    expect(await create()).toMatchObject({ status: 504, body: "too late" });
    addOnce({ kind: "answer", status: 500 });
    expect(await create("Other")).toMatchObject({ status: 500, body: "" });
    expect(names()).toEqual(["Acme"]);
  });
});

describe("latency", () => {
  const LONG = 86_400_000;

  it("answers late, with the work done at once", async () => {
    addOnce({ kind: "latency", milliseconds: LONG });
    const aborted = new AbortController();
    const answer = send("POST", "/organizations", { body: { name: "Acme" }, signal: aborted.signal });
    await expect.poll(names).toEqual(["Acme"]);
    expect(proxy.requests).toMatchObject([{ answered: false }]);
    aborted.abort();
    expect(await answer).toMatchObject({ status: undefined });
    addOnce({ kind: "latency", milliseconds: 1 });
    expect(await create("Other")).toMatchObject({ status: 201, error: undefined });
  });

  it("ends when the proxy closes", async () => {
    addOnce({ kind: "latency", milliseconds: LONG });
    const answer = create();
    await expect.poll(names).toEqual(["Acme"]);
    await proxy.close();
    expect(await answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
    proxy = await startFaultProxy(sandbox.url);
  });

  it("of every request is an option of the proxy", async () => {
    const slow = await startFaultProxy(sandbox.url, { there: () => LONG });
    const answer = fetch(`${slow.url}/health`).catch(() => "ended");
    await expect.poll(() => slow.requests).toMatchObject([{ path: "/health", answered: false }]);
    await slow.close();
    expect(await answer).toBe("ended");
    const quick = await startFaultProxy(sandbox.url, { there: () => 1, back: () => 1 });
    expect((await fetch(`${quick.url}/health`)).status).toBe(200);
    await quick.close();
  });
});

describe("a connection that is cut", () => {
  it("before the work: no answer, and nothing was done", async () => {
    addOnce({ kind: "close", when: "before" });
    expect(await create()).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual([]);
  });

  it("after the work: no answer, and it was done; a retry with the same key gets the answer", async () => {
    addOnce({ kind: "close", when: "after" });
    const key = { "Idempotency-Key": "k1" };
    expect(await create("Acme", key)).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual(["Acme"]);
    expect((await create("Acme", key)).status).toBe(201);
    expect(names()).toEqual(["Acme"]);
  });

  it("halfway: the head and half of the body", async () => {
    await create("Whole");
    const whole = (await send("GET", "/organizations")).body;
    addOnce({ kind: "close", when: "half" });
    const answer = await send("GET", "/organizations");
    expect(answer).toMatchObject({ status: 200, error: "ECONNRESET" });
    expect(answer.headers["content-length"]).toBe(String(whole.length));
    expect(answer.body).toBe(whole.slice(0, whole.length / 2));
    expect(proxy.requests.at(-1)?.answered).toBe(false);
  });

  it("halfway through an answer without a body: half of its head", async () => {
    const { id } = JSON.parse((await create()).body);
    addOnce({ kind: "close", when: "half" });
    const answer = await send("DELETE", `/organizations/${id}`);
    expect(answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual([]);
  });
});

it.each([
  [undefined, 502, "502 Bad Gateway"],
  [200, 200, "200 OK"],
])("a gateway's page with the status %s", async (status, answered, title) => {
  addOnce({ kind: "html", ...(status && { status }) });
  const answer = await create();
  expect(answer.status).toBe(answered);
  expect(answer.headers["content-type"]).toMatch(/^text\/html/);
  expect(answer.body).toContain(`<title>${title}</title>`);
  expect(names()).toEqual([]);
});

it("garbage is broken JSON with 200, the work done", async () => {
  addOnce({ kind: "garbage" });
  const answer = await create();
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  expect(() => JSON.parse(answer.body)).toThrow(SyntaxError);
  expect(names()).toEqual(["Acme"]);
});

it("a request that hangs is never answered, does nothing, and ends when the proxy closes", async () => {
  const fault = addOnce({ kind: "hang" });
  const answer = create();
  await expect.poll(() => fault.used).toBe(1);
  await proxy.close();
  expect(await answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
  expect(names()).toEqual([]);
  proxy = await startFaultProxy(sandbox.url);
});
