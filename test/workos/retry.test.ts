import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { sentence, ssoctl } from "../../src/command-line.ts";
import { type Delivery, Failure } from "../../src/failure.ts";
import { ConnectError } from "../../src/workos/connect.ts";
import { type HttpRequest, openHttpClient, type Send } from "../../src/workos/http-client.ts";
import { type Exchange, type RetryOptions, withRetries } from "../../src/workos/retry.ts";
import { certificateFor } from "../support/certificate.ts";
import { failureOf } from "./support/failure-of.ts";
import {
  answers,
  type Behaviour,
  cut,
  cutInTheMiddle,
  type Server,
  serve,
  server,
  silent,
  stalled,
  switching,
} from "./support/server.ts";

const ok = answers(200, '{"data":[]}');
const KEY = "sk_test_never_shown_0123456789";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A transport by the straight way that writes down how it waits; no wait takes any time. */
function transport(options: Partial<RetryOptions> = {}) {
  const slept: number[] = [];
  const countedDown: number[] = [];
  const exchanges: Exchange[] = [];
  let time = 0;
  let way: Promise<Send> | undefined;
  const transport = withRetries({
    timeout: 20_000,
    send: async (request, signal) => {
      way ??= openHttpClient(request.url);
      return (await way)(request, signal);
    },
    now: () => new Date("2026-11-23T14:30:12.000Z"),
    elapsed: () => {
      time += 7.2;
      return time;
    },
    sleep: async (milliseconds) => void slept.push(milliseconds),
    countDown: async (seconds) => void countedDown.push(seconds),
    signal: new AbortController().signal,
    onExchange: (exchange) => exchanges.push(exchange),
    ...options,
  });
  const send = (url: URL, request: Partial<HttpRequest> = {}) =>
    transport({ method: "GET", url, headers: {}, body: undefined, ...request });
  return { send, slept, countedDown, exchanges };
}

describe("an answer", () => {
  test("is handed on with its status, its headers and its body", async () => {
    const { url } = await server(answers(201, '{"id":"org_1"}', { "X-Request-ID": "req_1" }));
    const answer = await transport().send(url);
    expect(answer.status).toBe(201);
    expect(answer.headers["x-request-id"]).toBe("req_1");
    expect(answer.body).toBe('{"id":"org_1"}');
  });

  test("may be empty", async () => {
    const { url } = await server(answers(204, ""));
    expect((await transport().send(url)).status).toBe(204);
  });

  test.each([
    ["a gateway's page", "<!doctype html><title>Sign in</title>"],
    ["half an answer", '{"data":[{"id":'],
  ])("that is %s is unreadable, and not asked for again", async (_what, body) => {
    const { url, received } = await server(answers(200, body, { "X-Request-ID": "req_1" }));
    const failure = await failureOf(transport().send(url));
    expect(failure).toMatchObject({
      code: "unavailable",
      message: `The answer of ${url.host} is not JSON.`,
      facts: {
        status: 200,
        requestId: "req_1",
        delivery: "unanswered",
        hint: "A proxy or gateway may have answered instead.",
      },
    });
    expect(received).toHaveLength(1);
  });
});

describe("tried again", () => {
  const passing: [string, Behaviour][] = [408, 429, 500, 502, 503, 504].map((status) => [
    String(status),
    answers(status, "{}"),
  ]);

  test.each<[string, Behaviour]>([
    ...passing,
    ["a cut connection", cut],
    ["an answer cut in the middle", cutInTheMiddle],
    ["a change of protocol", switching],
  ])("%s, and answered at the third attempt", async (_what, behaviour) => {
    const { url, received } = await server(behaviour, behaviour, ok);
    const { send, slept, countedDown } = transport();
    expect((await send(url)).body).toBe('{"data":[]}');
    expect(received).toHaveLength(3);
    expect(slept).toEqual([250, 500]);
    expect(countedDown).toEqual([]);
  });

  test.each<[string, Behaviour, (host: string) => string]>([
    ["408", answers(408, "{}"), (host) => `${host} answered 408 (3 attempts).`],
    ["429", answers(429, "{}"), () => "WorkOS is limiting this key's requests (429, 3 attempts)."],
    ["503", answers(503, '{"message":"Down."}'), (host) => `${host} answered 503: Down (3 attempts).`],
    [
      "a cut connection",
      cut,
      (host) => `The connection to ${host} broke before an answer came (ECONNRESET, 3 attempts).`,
    ],
    [
      "a change of protocol",
      switching,
      (host) => `The connection to ${host} broke before an answer came (ECONNRESET, 3 attempts).`,
    ],
    [
      "an answer cut in the middle",
      cutInTheMiddle,
      (host) => `The connection to ${host} broke before an answer came (ECONNRESET, 3 attempts).`,
    ],
  ])("%s, and given up after the third attempt", async (_what, behaviour, words) => {
    const { url, received } = await server(behaviour);
    const { send, slept } = transport();
    const failure = await failureOf(send(url));
    expect(failure).toMatchObject({ code: "unavailable", message: words(url.host) });
    expect(received).toHaveLength(3);
    expect(slept).toEqual([250, 500]);
  });

  test("a port where nothing listens, and the failure says what may be missing", async () => {
    const { url, close } = await serve(ok);
    await close();
    const { send, slept } = transport();
    expect(await failureOf(send(url))).toMatchObject({
      code: "unavailable",
      message: `Nothing is listening at ${url.origin}.`,
      facts: { hint: sentence`Is the sandbox running? Start it: ${ssoctl("sandbox")}`, delivery: "not_sent" },
    });
    expect(slept).toEqual([250, 500]);
  });
});

describe("not tried again", () => {
  test.each([400, 401, 403, 404, 409, 410, 422, 501])("%i", async (status) => {
    const { url, received } = await server(answers(status, "{}"), ok);
    const { send, slept } = transport();
    expect((await failureOf(send(url))).facts.status).toBe(status);
    expect(received).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])("%i, and the key is not taken to where it points", async (status) => {
    const elsewhere = await server(ok);
    const { url, received } = await server(answers(status, "{}", { Location: elsewhere.url.href }));
    const failure = await failureOf(transport().send(url, { headers: { Authorization: `Bearer ${KEY}` } }));
    expect(failure).toMatchObject({
      code: "unavailable",
      message: `${url.host} answered with a redirect, which is not followed.`,
      facts: { status, delivery: "unanswered" },
    });
    expect(received).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  });

  test("a certificate that is not trusted, and the hint names NODE_EXTRA_CA_CERTS", async () => {
    const certificate = await certificateFor("IP:127.0.0.1");
    closing.push(certificate.close);
    let connections = 0;
    let requests = 0;
    const secured = createServer(certificate, (_, answer) => {
      requests += 1;
      answer.end("{}");
    });
    secured.on("connection", () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => secured.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => secured.close(resolve)));
    const host = `127.0.0.1:${(secured.address() as AddressInfo).port}`;
    const { send, slept } = transport();
    expect(await failureOf(send(new URL(`https://${host}/organizations`)))).toMatchObject({
      code: "unavailable",
      message: `The TLS certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      facts: { hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"), delivery: "not_sent" },
    });
    expect({ connections, requests, slept }).toEqual({ connections: 1, requests: 0, slept: [] });
  });
});

describe("an idempotency key", () => {
  const busy = answers(503, "{}");
  const keysOf = ({ received }: Server) => received.map(({ headers }) => headers["idempotency-key"]);

  test("is the same at every attempt of a POST, as is the body, and another for the next POST", async () => {
    const seen = await server(busy, busy, ok);
    const { send } = transport();
    await send(seen.url, { method: "POST", body: "first" });
    await send(seen.url, { method: "POST", body: "second" });
    const [first, again, third, next] = keysOf(seen);
    expect(first).toMatch(/^[0-9a-f-]{36}$/u);
    expect([again, third]).toEqual([first, first]);
    expect(next).toMatch(/^[0-9a-f-]{36}$/u);
    expect(next).not.toBe(first);
    expect(seen.received.map(({ body }) => body)).toEqual(["first", "first", "first", "second"]);
  });

  test("is the caller's own where there is one", async () => {
    const seen = await server(busy, busy, ok);
    await transport().send(seen.url, { method: "POST", headers: { "Idempotency-Key": "acme.com" } });
    expect(keysOf(seen)).toEqual(["acme.com", "acme.com", "acme.com"]);
  });

  test("is not sent with a GET", async () => {
    const seen = await server(ok);
    await transport().send(seen.url);
    expect(keysOf(seen)).toEqual([undefined]);
  });
});

describe("Retry-After", () => {
  test.each<[string, { countedDown: number[]; slept: number[]; requests: number }]>([
    ["0", { countedDown: [0, 0], slept: [], requests: 3 }],
    ["1.2", { countedDown: [2, 2], slept: [], requests: 3 }],
    ["20", { countedDown: [20, 20], slept: [], requests: 3 }],
    ["21", { countedDown: [], slept: [], requests: 1 }],
    ["3600", { countedDown: [], slept: [], requests: 1 }],
    ["-1", { countedDown: [], slept: [250, 500], requests: 3 }],
    ["soon", { countedDown: [], slept: [250, 500], requests: 3 }],
  ])("of %s", async (wait, expected) => {
    const { url, received } = await server(answers(429, "{}", { "Retry-After": wait }));
    const { send, countedDown, slept } = transport();
    expect((await failureOf(send(url))).code).toBe("unavailable");
    expect({ countedDown, slept, requests: received.length }).toEqual(expected);
  });

  test.each([
    ["Mon, 23 Nov 2026 14:30:12 GMT", "Mon, 23 Nov 2026 14:30:15 GMT"],
    ["Mon, 23 Nov 2026 12:30:12 GMT", "Mon, 23 Nov 2026 12:30:15 GMT"],
    ["", "Mon, 23 Nov 2026 14:30:15 GMT"],
  ])("as a date is counted from the server's time, if that is known: %s", async (date, until) => {
    const { url } = await server(answers(429, "{}", { "Retry-After": until, Date: date }), ok);
    const { send, countedDown } = transport();
    expect((await send(url)).status).toBe(200);
    expect(countedDown).toEqual([3]);
  });

  test.each([
    ["90", 90],
    ["Mon, 23 Nov 2026 14:31:42 GMT", 90],
    ["Mon, 23 Nov 2026 14:00:00 GMT", 0],
    ["soon", undefined],
  ])("of %s goes on with the failure, in seconds", async (wait, retryAfter) => {
    const date = "Mon, 23 Nov 2026 14:30:12 GMT";
    const { url } = await server(answers(429, "{}", { "Retry-After": wait, Date: date }));
    expect((await failureOf(transport().send(url))).facts.retryAfter).toBe(retryAfter);
  });

  test("is honoured in a 503 too", async () => {
    const { url } = await server(answers(503, "{}", { "Retry-After": "3" }), ok);
    const { send, countedDown } = transport();
    expect((await send(url)).status).toBe(200);
    expect(countedDown).toEqual([3]);
  });

  test("above the longest wait is reported to the person", async () => {
    const { url } = await server(answers(429, "{}", { "Retry-After": "21" }));
    expect((await failureOf(transport().send(url))).message).toBe(
      "WorkOS is limiting this key's requests (429, 1 attempt). It asks to wait 21 s.",
    );
  });
});

describe("the time limit", () => {
  test.each<[string, Behaviour]>([
    ["a server that never answers", silent],
    ["a server that stalls in the middle of its answer", stalled],
  ])("ends each attempt at %s", async (_what, behaviour) => {
    const { url } = await server(behaviour);
    const { send, slept, exchanges } = transport({ timeout: 50 });
    expect(await failureOf(send(url))).toMatchObject({
      code: "unavailable",
      message: `${url.host} did not answer in 0.05 s (3 attempts).`,
    });
    expect(exchanges.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(slept).toEqual([250, 500]);
  });
});

describe("what became of a request is said", () => {
  const refused = answers(429, "{}");
  const busy = answers(503, "{}");

  test.each<[string, Behaviour[], Delivery]>([
    ["one that was refused", [answers(422, "{}")], "refused"],
    ["one that was refused three times", [refused], "refused"],
    ["a 408, behind which the work may be done", [answers(408, "{}")], "unanswered"],
    ["a 5xx, behind which the work may be done", [busy], "unanswered"],
    ["a cut connection", [cut], "unanswered"],
    ["an answer cut in the middle", [cutInTheMiddle], "unanswered"],
    ["one that was refused after an unanswered attempt", [cut, answers(409, "{}")], "unanswered"],
    ["one that was refused after a 5xx", [busy, answers(409, "{}")], "unanswered"],
    ["one that was refused after it had to wait", [refused, answers(409, "{}")], "refused"],
    ["an unanswered attempt after one that was refused", [refused, cut, refused], "unanswered"],
  ])("%s", async (_what, behaviours, delivery) => {
    const { url } = await server(...behaviours);
    expect((await failureOf(transport().send(url, { method: "POST" }))).facts.delivery).toBe(delivery);
  });

  test("one that the time limit ended", async () => {
    const { url } = await server(silent);
    const failure = await failureOf(transport({ timeout: 50 }).send(url, { method: "POST" }));
    expect(failure.facts.delivery).toBe("unanswered");
  });

  const failed = (code: string) => Object.assign(new Error(), { code });

  test.each<[string, Error, Delivery]>([
    ["never left", new ConnectError({ cause: failed("ECONNREFUSED") }), "not_sent"],
    ["never left", new ConnectError({ cause: failed("CERT_HAS_EXPIRED"), isReached: true }), "not_sent"],
    ["may have arrived", failed("ECONNRESET"), "unanswered"],
    ["may have arrived", failed("EPIPE"), "unanswered"],
    ["may have arrived", failed("ETIMEDOUT"), "unanswered"],
  ])("one that %s: %o", async (_what, error, delivery) => {
    const send: Send = () => Promise.reject(error);
    const failure = await failureOf(transport({ send }).send(new URL("https://api.workos.com")));
    expect(failure.facts.delivery).toBe(delivery);
  });

  test("one that had arrived when the connection's TLS broke", async () => {
    const certificate = await certificateFor("IP:127.0.0.1");
    closing.push(certificate.close);
    const sockets: Duplex[] = [];
    let arrived = 0;
    const secured = createServer(certificate, () => {
      arrived += 1;
      // As where something in between answers in the clear, in the middle of it.
      sockets[0]?.write("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    secured.on("connection", (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => secured.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => secured.close(resolve)));
    const trusting: Send = ({ url, method, body }) =>
      new Promise((_, reject) => {
        request(url, { method, ca: certificate.cert }).on("error", reject).end(body);
      });
    const url = new URL(`https://127.0.0.1:${(secured.address() as AddressInfo).port}`);
    const failure = await failureOf(transport({ send: trusting }).send(url, { method: "POST", body: "{}" }));
    expect(arrived).toBe(1);
    expect(failure.message).toContain("(TLS: ERR_SSL_");
    expect(failure.facts.delivery).toBe("unanswered");
  });

  test("one that left after nothing had answered", async () => {
    const refused = { code: "ECONNREFUSED", syscall: "connect" };
    const errors = [refused, { code: "ECONNRESET", syscall: "read" }, refused];
    const send: Send = async () => {
      throw Object.assign(new Error(), errors.shift());
    };
    const failure = await failureOf(transport({ send }).send(new URL("https://api.workos.com")));
    expect(failure).toMatchObject({
      message: "Nothing is listening at https://api.workos.com.",
      facts: { delivery: "unanswered" },
    });
  });
});

describe("aborting the signal ends it with the signal's reason, and nothing more is sent", () => {
  const reason = new Failure("interrupted", "Interrupted.");
  const interruption = (delivery: Delivery) => ({
    code: "interrupted",
    message: "Interrupted.",
    facts: { delivery },
  });

  test.each<[string, Behaviour]>([
    ["before an answer", silent],
    ["in the middle of an answer", stalled],
  ])("%s", async (_when, behaviour) => {
    const ending = new AbortController();
    const { url, received } = await server((answer) => {
      behaviour(answer);
      ending.abort(reason);
    });
    const { send, slept } = transport({ signal: ending.signal });
    expect(await failureOf(send(url))).toMatchObject(interruption("unanswered"));
    expect(received).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  test("whatever the reason, it is an interruption", async () => {
    const ending = new AbortController();
    const { url } = await server(() => ending.abort(new Error("Ctrl-C")));
    expect(await failureOf(transport({ signal: ending.signal }).send(url))).toMatchObject(
      interruption("unanswered"),
    );
  });

  test("between two attempts", async () => {
    const ending = new AbortController();
    const { url, received } = await server(answers(429, "{}"));
    const { send } = transport({
      signal: ending.signal,
      sleep: async () => {
        ending.abort(reason);
        ending.signal.throwIfAborted();
      },
    });
    expect(await failureOf(send(url))).toMatchObject(interruption("refused"));
    expect(received).toHaveLength(1);
  });

  test("before the first attempt", async () => {
    const ending = new AbortController();
    ending.abort(reason);
    const { url, received } = await server(ok);
    expect(await failureOf(transport({ signal: ending.signal }).send(url))).toMatchObject(
      interruption("not_sent"),
    );
    expect(received).toEqual([]);
  });
});

describe("what is reported about an exchange", () => {
  test("is method, path, status, time and request id: no key, no query, no body", async () => {
    const { url } = await server(
      answers(200, '{"link":"secret-answer"}', {
        "X-Request-ID": "req_1",
        Date: "Mon, 23 Nov 2026 14:30:12 GMT",
      }),
    );
    const { send, exchanges } = transport();
    await send(new URL("/portal/generate_link?token=secret-query", url), {
      method: "POST",
      headers: { Authorization: `Bearer ${KEY}` },
      body: '{"secret":"secret-body"}',
    });
    expect(exchanges).toStrictEqual([
      {
        method: "POST",
        path: "/portal/generate_link",
        status: 200,
        milliseconds: 7,
        requestId: "req_1",
        date: new Date("2026-11-23T14:30:12.000Z"),
      },
    ]);
  });

  test("comes for each attempt, and a status of 0 where no answer came", async () => {
    const { url } = await server(cut, answers(503, "{}"), ok);
    const { send, exchanges } = transport();
    await send(url);
    expect(exchanges.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "GET 0",
      "GET 503",
      "GET 200",
    ]);
  });
});
