import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { createApp } from "../../src/sandbox/app.ts";
import type { AnsweredRequest } from "../../src/sandbox/http/request-log.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { createState } from "../../src/sandbox/state.ts";

let sandbox: Sandbox;
let log: AnsweredRequest[];

const isConsumerDomain = () => false;

beforeEach(async () => {
  log = [];
  sandbox = await startSandbox({ port: 0, isConsumerDomain, onRequest: (line) => log.push(line) });
});

afterEach(() => sandbox.close());

/** What came over the wire, and the code of the error that ended it early. */
interface Received {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  readonly error: string | undefined;
}

interface Sending {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly onStarted?: (abort: () => void) => void;
}

/** A client of its own, beneath fetch: it tells how far an answer came. */
function send(method: string, path: string, { body, headers, onStarted }: Sending = {}): Promise<Received> {
  return new Promise((resolve) => {
    const seen = { status: undefined as number | undefined, headers: {}, body: "" };
    const end = (error?: NodeJS.ErrnoException) => resolve({ ...seen, error: error?.code });
    const outgoing = request(sandbox.url + path, {
      method,
      agent: false,
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, ...headers },
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
    outgoing.end(body === undefined ? undefined : JSON.stringify(body), () =>
      onStarted?.(() => outgoing.destroy()),
    );
  });
}

const ask = (body: unknown) => send("POST", "/_sandbox/faults", { body });

/** Asks for a fault that the sandbox takes. */
async function arrange(route: string, fault: object, more: object = {}): Promise<void> {
  const { status, body } = await ask({ route, fault, ...more });
  expect([status, body]).toEqual([201, expect.any(String)]);
}

const left = async () => JSON.parse((await send("GET", "/_sandbox/faults")).body).data;
const create = (name = "Acme", headers: Record<string, string> = {}) =>
  send("POST", "/organizations", { body: { name }, headers });
const names = () => [...sandbox.state.organizations.values()].map(({ name }) => name);

describe("asking for faults", () => {
  it("answers with its id, and lists what is left with how often it was used", async () => {
    const fault = { kind: "answer", status: 503 };
    const { status, body } = await ask({ route: "GET /organizations/:id", fault, times: 2 });
    expect(status).toBe(201);
    const made = {
      object: "fault",
      id: expect.stringMatching(/^fault_[0-9A-Z]{26}$/),
      route: "GET /organizations/:id",
      times: 2,
      skip: 0,
      used: 0,
      fault,
    };
    expect(JSON.parse(body)).toEqual(made);
    await send("GET", "/organizations/org_1");
    expect(await left()).toEqual([{ ...made, used: 1 }]);
    await send("GET", "/organizations/org_1");
    expect(await left()).toEqual([]);
  });

  it("is for those with the key", async () => {
    for (const method of ["POST", "GET", "DELETE"]) {
      const { status } = await fetch(`${sandbox.url}/_sandbox/faults`, { method });
      expect(status).toBe(401);
    }
  });

  it("clears them", async () => {
    await arrange("*", { kind: "hang" }, { times: null });
    expect((await send("DELETE", "/_sandbox/faults")).status).toBe(204);
    expect(await left()).toEqual([]);
    expect((await create()).status).toBe(201);
  });

  const fault = { kind: "hang" };

  it.each<[string, unknown, [field: string, code: string][]]>([
    ["no route", { fault }, [["route", "required"]]],
    ["no fault", { route: "*" }, [["fault", "required"]]],
    ["a route that does not exist", { route: "POST /organisations", fault }, [["route", "unknown_route"]]],
    ["a page's route", { route: "GET /portal/:token", fault }, [["route", "unknown_route"]]],
    ["a control route", { route: "GET /_sandbox/faults", fault }, [["route", "unknown_route"]]],
    ["a route without a method", { route: "/organizations", fault }, [["route", "unknown_route"]]],
    ["a method in small letters", { route: "get /organizations", fault }, [["route", "unknown_route"]]],
    ["a route with a query", { route: "GET /organizations?limit=1", fault }, [["route", "unknown_route"]]],
    ["a hole for a word", { route: "POST /portal/:id", fault }, [["route", "unknown_route"]]],
    ["no times at all", { route: "*", fault, times: 0 }, [["times", "invalid_value"]]],
    ["half a time", { route: "*", fault, times: 1.5 }, [["times", "invalid_value"]]],
    ["a negative skip", { route: "*", fault, skip: -1 }, [["skip", "invalid_value"]]],
    ["a member too many", { route: "*", fault, time: 1 }, [["time", "unknown"]]],
    ["a word for a fault", { route: "*", fault: "hang" }, [["fault", "invalid_type"]]],
    [
      "no kind",
      { route: "*", fault: { status: 503 } },
      [
        ["fault.status", "unknown"],
        ["fault.kind", "required"],
      ],
    ],
    ["an unknown kind", { route: "*", fault: { kind: "hangs" } }, [["fault.kind", "invalid_value"]]],
    [
      "a kind of every object",
      { route: "*", fault: { kind: "toString" } },
      [["fault.kind", "invalid_value"]],
    ],
    [
      "another kind's member",
      { route: "*", fault: { kind: "garbage", when: "after" } },
      [["fault.when", "unknown"]],
    ],
    ["an answer without a status", { route: "*", fault: { kind: "answer" } }, [["fault.status", "required"]]],
    [
      "a status that is none",
      { route: "*", fault: { kind: "answer", status: 99 } },
      [["fault.status", "invalid_value"]],
    ],
    [
      "a body where none can be",
      { route: "*", fault: { kind: "answer", status: 204, body: {} } },
      [["fault.body", "invalid_value"]],
    ],
    [
      "work that is half done",
      { route: "*", fault: { kind: "answer", status: 504, work: "half" } },
      [["fault.work", "invalid_value"]],
    ],
    [
      "a header's value that is no text",
      { route: "*", fault: { kind: "answer", status: 429, headers: { "Retry-After": 3 } } },
      [["fault.headers", "invalid_value"]],
    ],
    [
      "a header that smuggles another",
      { route: "*", fault: { kind: "answer", status: 429, headers: { "X-A": "1\r\nX-B: 2" } } },
      [["fault.headers", "invalid_value"]],
    ],
    [
      "a header that is not the fault's",
      { route: "*", fault: { kind: "answer", status: 429, headers: { "Content-Length": "3" } } },
      [["fault.headers", "invalid_value"]],
    ],
    [
      "a page without a body",
      { route: "*", fault: { kind: "html", status: 204 } },
      [["fault.status", "invalid_value"]],
    ],
    [
      "a latency that is none",
      { route: "*", fault: { kind: "latency", milliseconds: "300" } },
      [["fault.milliseconds", "invalid_value"]],
    ],
    ["a cut at no moment", { route: "*", fault: { kind: "close" } }, [["fault.when", "required"]]],
    [
      "another moment",
      { route: "*", fault: { kind: "close", when: "later" } },
      [["fault.when", "invalid_value"]],
    ],
  ])("refuses %s", async (_what, body, problems) => {
    const { status, body: answer } = await ask(body);
    const { message, errors } = JSON.parse(answer);
    expect([status, message]).toEqual([422, "Validation failed"]);
    const found = errors.map(({ field }: { field: string }) => field);
    expect(found.toSorted()).toEqual(problems.map(([field]) => field).toSorted());
    expect(await left()).toEqual([]);
  });
});

describe("which request is hit", () => {
  const down = { kind: "answer", status: 503 };
  const statuses = async (requests: readonly (readonly [method: string, path: string])[]) => {
    const seen: (number | undefined)[] = [];
    for (const [method, path] of requests) {
      seen.push((await send(method, path, method === "POST" ? { body: {} } : {})).status);
    }
    return seen;
  };
  const LIST = ["GET", "/organizations"] as const;

  it("once, if nothing else is said", async () => {
    await arrange("GET /organizations", down);
    expect(await statuses([LIST, LIST])).toEqual([503, 200]);
  });

  it("as often as said", async () => {
    await arrange("GET /organizations", down, { times: 2 });
    expect(await statuses([LIST, LIST, LIST])).toEqual([503, 503, 200]);
  });

  it("for ever, with null", async () => {
    await arrange("GET /organizations", down, { times: null });
    expect(await statuses(Array(5).fill(LIST))).toEqual(Array(5).fill(503));
    expect(await left()).toMatchObject([{ times: null, used: 5 }]);
  });

  it("after so many have passed", async () => {
    await arrange("GET /organizations", down, { skip: 2 });
    expect(await statuses([LIST, LIST, LIST, LIST])).toEqual([200, 200, 503, 200]);
  });

  it("by method and path, whatever the query", async () => {
    await arrange("GET /organizations", down, { times: null });
    expect(
      await statuses([
        ["GET", "/connections"],
        ["POST", "/organizations"],
        ["GET", "/organizations/org_1"],
        ["GET", "/organizations?limit=1"],
      ]),
    ).toEqual([200, 422, 404, 503]);
  });

  it("by a path with holes, and by one without", async () => {
    await arrange("POST /organizations/:id/it_contacts/:id/invite", down);
    await arrange("GET /organizations/org_1", down);
    expect(
      await statuses([
        ["POST", "/organizations/org_1/it_contacts"],
        ["POST", "/organizations/org_1/it_contacts/it_contact_1/revoke"],
        ["POST", "/organizations/org_1/it_contacts/it_contact_1/invite"],
        ["GET", "/organizations/org_2"],
        ["GET", "/organizations/org_1"],
      ]),
    ).toEqual([404, 404, 503, 404, 503]);
  });

  it("on every route with *, the control routes apart", async () => {
    await arrange("*", down, { times: null });
    expect(await statuses([LIST, ["GET", "/connections"], ["POST", "/portal/generate_link"]])).toEqual([
      503, 503, 503,
    ]);
    expect((await send("GET", "/_sandbox/faults")).status).toBe(200);
  });

  it("not without the key, and not where nothing is", async () => {
    await arrange("*", down);
    expect((await fetch(`${sandbox.url}/organizations`)).status).toBe(401);
    expect((await send("GET", "/users")).status).toBe(501);
    expect(await left()).toMatchObject([{ used: 0 }]);
  });

  it("by the first that takes it; one that lets it pass leaves it to the next", async () => {
    await arrange("GET /organizations", { ...down, status: 500 }, { skip: 1 });
    await arrange("*", { ...down, status: 502 });
    await arrange("GET /organizations", down);
    expect(await statuses([LIST, LIST, LIST, LIST])).toEqual([502, 500, 503, 200]);
  });
});

describe("an answer in place of WorkOS's", () => {
  it("has the status, the body and the headers given, and nothing is done", async () => {
    const headers = { "Retry-After": "3" };
    await arrange("*", { kind: "answer", status: 429, body: { message: "Too many" }, headers });
    const answer = await create();
    expect(answer).toMatchObject({ status: 429, body: '{"message":"Too many"}' });
    expect(answer.headers).toMatchObject({ "retry-after": "3", "content-type": "application/json" });
    expect(answer.headers["x-request-id"]).toMatch(/^req_/);
    expect(names()).toEqual([]);
  });

  it.each([
    ["a string, as it is", "so sorry", "so sorry", "text/plain"],
    ["null", null, "null", "application/json"],
    ["nothing", undefined, "", undefined],
  ])("may say %s", async (_what, body, said, type) => {
    await arrange("*", { kind: "answer", status: 500, body });
    const answer = await create();
    expect(answer.body).toBe(said);
    expect(answer.headers["content-type"]?.toString().split(";")[0]).toBe(type);
  });

  it("may have no body by HTTP's rules, or lead elsewhere", async () => {
    await arrange("*", { kind: "answer", status: 204 });
    await arrange("*", { kind: "answer", status: 302, headers: { Location: "https://example.com" } });
    expect(await create()).toMatchObject({ status: 204, body: "" });
    expect(await create()).toMatchObject({ status: 302, headers: { location: "https://example.com" } });
  });

  it("may come after the work, as a gateway's that gave up too soon", async () => {
    await arrange("*", { kind: "answer", status: 504, body: "too late", work: "done" });
    expect(await create()).toMatchObject({ status: 504, body: "too late" });
    expect(names()).toEqual(["Acme"]);
  });
});

describe("latency", () => {
  it("answers late, with the work done at once", async () => {
    await arrange("*", { kind: "latency", milliseconds: 50 });
    const answer = create();
    await expect.poll(names).toEqual(["Acme"]);
    expect(await answer).toMatchObject({ status: 201, error: undefined });
  });

  it("on every route, for ever, is only slow", async () => {
    await arrange("*", { kind: "latency", milliseconds: 1 }, { times: null });
    expect((await create()).status).toBe(201);
    expect((await send("GET", "/organizations")).status).toBe(200);
    expect((await send("GET", "/connections")).status).toBe(200);
  });

  it("ends when the sandbox closes", async () => {
    await arrange("*", { kind: "latency", milliseconds: 86_400_000 });
    const answer = create();
    await expect.poll(names).toEqual(["Acme"]);
    await sandbox.close();
    expect(await answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
    await startAgain();
  });
});

describe("a connection that is cut", () => {
  it("before the work: no answer, and nothing was done", async () => {
    await arrange("*", { kind: "close", when: "before" });
    expect(await create()).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual([]);
    expect((await create()).status).toBe(201);
  });

  it("after the work: no answer, and it was done", async () => {
    await arrange("*", { kind: "close", when: "after" });
    expect(await create()).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual(["Acme"]);
  });

  it("halfway: the head and half of the body", async () => {
    await create("Whole");
    const whole = (await send("GET", "/organizations")).body;
    await arrange("*", { kind: "close", when: "half" });
    const answer = await send("GET", "/organizations");
    expect(answer).toMatchObject({ status: 200, error: "ECONNRESET" });
    expect(answer.headers["content-length"]).toBe(String(whole.length));
    expect(answer.body).toBe(whole.slice(0, whole.length / 2));
  });

  it("halfway through an answer without a body: half of its head, and the work was done", async () => {
    const { id } = JSON.parse((await create()).body);
    await arrange("DELETE /organizations/:id", { kind: "close", when: "half" });
    const answer = await send("DELETE", `/organizations/${id}`);
    expect(answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names()).toEqual([]);
  });

  it.each(["half", "after"])(
    "%s: the retry with the same key gets the answer that was lost",
    async (when) => {
      await arrange("POST /organizations", { kind: "close", when });
      const key = { "Idempotency-Key": "k1" };
      await create("Acme", key);
      const retry = await create("Acme", key);
      expect(retry.status).toBe(201);
      expect(JSON.parse(retry.body)).toMatchObject({ id: [...sandbox.state.organizations.keys()][0] });
      expect(names()).toEqual(["Acme"]);
    },
  );

  it("is seen by fetch as an error, and the sandbox's log has it as 444", async () => {
    await arrange("*", { kind: "close", when: "before" });
    const headers = { Authorization: `Bearer ${SANDBOX_API_KEY}` };
    await expect(fetch(`${sandbox.url}/organizations`, { headers })).rejects.toThrow("fetch failed");
    expect(log.at(-1)).toEqual({ method: "GET", path: "/organizations", status: 444 });
  });
});

describe("a gateway's page", () => {
  it.each([
    [undefined, 502, "502 Bad Gateway"],
    [504, 504, "504 Gateway Timeout"],
    [200, 200, "200 OK"],
  ])("with the status %s", async (status, answered, title) => {
    await arrange("*", { kind: "html", ...(status && { status }) });
    const answer = await create();
    expect(answer.status).toBe(answered);
    expect(answer.headers["content-type"]).toMatch(/^text\/html/);
    expect(answer.body).toContain(`<title>${title}</title>`);
    expect(names()).toEqual([]);
  });
});

describe("garbage", () => {
  it("is broken JSON with 200, the work done", async () => {
    await arrange("*", { kind: "garbage" });
    const answer = await create();
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(() => JSON.parse(answer.body)).toThrow(SyntaxError);
    expect(names()).toEqual(["Acme"]);
  });
});

describe("a request that hangs", () => {
  it("is never answered, does nothing, and is over when the client leaves", async () => {
    await arrange("*", { kind: "hang" });
    const answer = send("POST", "/organizations", {
      body: { name: "Acme" },
      onStarted: async (abort) => {
        await expect.poll(() => sandbox.state.faults[0]?.used).toBe(1);
        abort();
      },
    });
    expect(await answer).toMatchObject({ status: undefined, error: "ECONNRESET" });
    await expect.poll(() => log.at(-1)).toEqual({ method: "POST", path: "/organizations", status: 444 });
    expect(names()).toEqual([]);
  });

  it("ends when the sandbox closes", async () => {
    await arrange("*", { kind: "hang" }, { times: null });
    const answers = [create(), send("GET", "/organizations")];
    await expect.poll(() => sandbox.state.faults[0]?.used).toBe(2);
    await sandbox.close();
    expect(await Promise.all(answers)).toMatchObject([{ error: "ECONNRESET" }, { error: "ECONNRESET" }]);
    await expect.poll(() => log.slice(-2).map(({ status }) => status)).toEqual([444, 444]);
    await startAgain();
  });
});

it("needs a connection to cut", async () => {
  const state = createState({ isConsumerDomain });
  state.faults.push({
    id: "fault_1",
    route: "*",
    times: 1,
    skip: 0,
    misbehaviour: { kind: "close", when: "before" },
    passed: 0,
    used: 0,
  });
  const answer = await createApp(state).request("/organizations", {
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
  });
  expect(answer.status).toBe(500);
});

/** For the hook that closes it after each test. */
async function startAgain(): Promise<void> {
  sandbox = await startSandbox({ port: 0, isConsumerDomain });
}
