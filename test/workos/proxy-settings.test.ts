import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Delivery, Failure } from "../../src/failure.ts";
import { openHttpClient } from "../../src/workos/http-client.ts";
import { proxyFor } from "../../src/workos/proxy-settings.ts";
import { withRetries } from "../../src/workos/retry.ts";
import {
  answersWith,
  hangsUp,
  opensOntoNothing,
  saysNothing,
  startProxy,
  tunnels,
} from "../support/company-network.ts";
import { failureOf } from "./support/failure-of.ts";
import { answers, type Behaviour, serve, silent } from "./support/server.ts";

const WORKOS = new URL("https://api.workos.com");

type Policy = Parameters<typeof startProxy>[0];

describe("the proxy is", () => {
  test.each<[string, Record<string, string>, string | undefined, string | undefined]>([
    ["https://api.workos.com", {}, undefined, undefined],
    ["https://api.workos.com", { HTTPS_PROXY: "http://a:1" }, "HTTPS_PROXY", "http://a:1/"],
    ["https://api.workos.com", { https_proxy: "http://a:1" }, "https_proxy", "http://a:1/"],
    ["https://api.workos.com", { https_proxy: "a:1", HTTPS_PROXY: "b:2" }, "https_proxy", "http://a:1/"],
    ["https://api.workos.com", { https_proxy: "", HTTPS_PROXY: "b:2" }, "HTTPS_PROXY", "http://b:2/"],
    ["https://api.workos.com", { HTTPS_PROXY: "  proxy.example \n" }, "HTTPS_PROXY", "http://proxy.example/"],
    ["https://api.workos.com", { HTTPS_PROXY: "https://[::1]:3128/" }, "HTTPS_PROXY", "https://[::1]:3128/"],
    ["https://api.workos.com", { HTTP_PROXY: "http://a:1" }, undefined, undefined],
    ["https://api.workos.com", { HTTP_PROXY: "a:1", ALL_PROXY: "b:2" }, "ALL_PROXY", "http://b:2/"],
    [
      "https://api.workos.com",
      { HTTPS_PROXY: " ", all_proxy: "b:2", ALL_PROXY: "c:3" },
      "all_proxy",
      "http://b:2/",
    ],
    ["https://api.workos.com", { HTTPS_PROXY: "a:1", all_proxy: "b:2" }, "HTTPS_PROXY", "http://a:1/"],
    ["http://workos.example", { ALL_PROXY: "https://b:2" }, "ALL_PROXY", "https://b:2/"],
    ["http://workos.example", { HTTP_PROXY: "a:1", HTTPS_PROXY: "b:2" }, "HTTP_PROXY", "http://a:1/"],
    ["http://127.0.0.1:4747", { HTTP_PROXY: "a:1", http_proxy: "nonsense://" }, undefined, undefined],
    ["https://localhost", { HTTPS_PROXY: "a:1" }, undefined, undefined],
    ["https://[::1]:1", { HTTPS_PROXY: "a:1" }, undefined, undefined],
  ])("for %s and %o: %s, %s", (url, env, variable, address) => {
    const proxy = proxyFor(new URL(url), env);
    expect({ variable: proxy?.variable, address: proxy?.url.href }).toEqual({ variable, address });
  });

  const FOR_ALL = [undefined, "", ",", "workos.co", "orkos.com", "api.workos.com:80", "other.com", "api.*"];
  const FOR_NONE = [
    ...[
      "*",
      " * ",
      "a *",
      "api.workos.com",
      "API.WorkOS.com",
      "workos.com",
      ".workos.com",
      "*.workos.com",
      "com",
    ],
    ...[
      "a,api.workos.com",
      "a api.workos.com",
      "a, workos.com",
      "api.workos.com:443",
      ".workos.com:443",
      "\tworkos.com\n",
    ],
  ];

  test.each(FOR_ALL)("taken where NO_PROXY is %j", (exceptions) => {
    expect(proxyFor(WORKOS, { NO_PROXY: exceptions, HTTPS_PROXY: "a:1" })?.variable).toBe("HTTPS_PROXY");
  });

  test.each(FOR_NONE)("left aside where NO_PROXY is %j, even if it could not be used", (exceptions) => {
    expect(proxyFor(WORKOS, { NO_PROXY: exceptions, HTTPS_PROXY: "a:1" })).toBeUndefined();
    expect(proxyFor(WORKOS, { NO_PROXY: exceptions, HTTPS_PROXY: "socks5://a:1" })).toBeUndefined();
    expect(proxyFor(WORKOS, { NO_PROXY: exceptions, ALL_PROXY: "nonsense://" })).toBeUndefined();
  });

  test.each(["[2001:db8::1]", "2001:db8::1", "[2001:db8::1]:8443", "2001:DB8::1"])(
    "left aside for an IPv6 address that NO_PROXY names as %s",
    (exceptions) => {
      const url = new URL("https://[2001:db8::1]:8443");
      expect(proxyFor(url, { NO_PROXY: exceptions, HTTPS_PROXY: "a:1" })).toBeUndefined();
      expect(proxyFor(WORKOS, { NO_PROXY: exceptions, HTTPS_PROXY: "a:1" })).toBeDefined();
    },
  );

  test("excepted by no_proxy before NO_PROXY, unless it is empty", () => {
    const asked = (env: Record<string, string>) =>
      proxyFor(WORKOS, { ...env, HTTPS_PROXY: "a:1" }) !== undefined;
    expect(asked({ no_proxy: "a", NO_PROXY: "*" })).toBe(true);
    expect(asked({ no_proxy: "", NO_PROXY: "*" })).toBe(false);
  });

  test.each(["HTTPS_PROXY", "ALL_PROXY"])(
    "named where %s has a scheme that ssoctl cannot use",
    (variable) => {
      const outcome = tried(() => proxyFor(WORKOS, { [variable]: "socks5://rep:s3cret@a:1" }));
      expect(outcome).toMatchObject({
        code: "usage",
        message: `${variable} names no http or https proxy, and ssoctl can use no other.`,
      });
    },
  );
});

describe("user name and password", () => {
  const word = fc.string({ unit: "grapheme" });

  test("are sent to the proxy as they are, and are no part of its address", () => {
    fc.assert(
      fc.property(word, word, (user, password) => {
        const typed = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy.example:3128`;
        const proxy = proxyFor(WORKOS, { HTTPS_PROXY: typed });
        expect(proxy?.url.href).toBe("http://proxy.example:3128/");
        const told = Buffer.from(proxy?.authorization?.replace("Basic ", "") ?? "", "base64").toString();
        expect(told).toBe(user || password ? `${user}:${password}` : "");
      }),
    );
  });

  test("are not repeated, however they were typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (typed) => {
        const outcome = tried(() => proxyFor(WORKOS, { HTTPS_PROXY: `http://rep:s3cret${typed}@a.example` }));
        if (outcome instanceof Failure) {
          expect(outcome.code).toBe("usage");
          expect(`${outcome.message} ${outcome.facts.hint}`).not.toContain("s3cret");
        } else {
          expect(outcome?.url.href).not.toContain("s3cret");
        }
      }),
    );
  });
});

describe("whatever is typed", () => {
  test("is the address of a proxy or wrong input", () => {
    const address = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withQueryParameters: true }));
    fc.assert(
      fc.property(address, (typed) => {
        const outcome = tried(() => proxyFor(WORKOS, { HTTPS_PROXY: typed }));
        if (outcome instanceof Failure) expect(outcome.code).toBe("usage");
        else if (outcome) expect(outcome.url.pathname + outcome.url.search + outcome.url.hash).toBe("/");
      }),
    );
  });
});

describe("a tunnel", () => {
  const closing: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  test("is opened for http too, and brings the answer as the straight way does", async () => {
    const server = await serve(answers(201, '{"id":"org_1"}', { "X-Request-ID": "req_1" }));
    const proxy = await startProxy(tunnels());
    closing.push(server.close, proxy.close);
    const ending = new AbortController();
    const url = new URL(`http://workos.test:${server.url.port}/organizations`);
    const named = proxyFor(url, { HTTP_PROXY: proxy.url });
    if (!named) throw new Error("no proxy is named");
    const send = await openHttpClient(url, { proxy: named });
    const headers = { Authorization: "Bearer key" };
    const answer = await send({ method: "POST", url, headers, body: "{}" }, ending.signal);
    expect(answer).toMatchObject({
      status: 201,
      headers: { "x-request-id": "req_1" },
      body: '{"id":"org_1"}',
    });
    expect(proxy.asked).toEqual([{ target: url.host, authorization: undefined }]);
    expect(server.received).toMatchObject([{ method: "POST", url: "/organizations", body: "{}" }]);
    expect(server.received[0]?.headers["authorization"]).toBe("Bearer key");
    ending.abort();
  });
});

describe("what became of a request through a proxy", () => {
  const closing: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** Requests to a server behind the proxy, by one transport. */
  async function through(policy: Policy, behaviour: Behaviour) {
    const [server, company] = [await serve(behaviour), await startProxy(policy)];
    const url = new URL(`http://workos.test:${server.url.port}/organizations`);
    const proxy = proxyFor(url, { HTTP_PROXY: company.url });
    if (!proxy) throw new TypeError("no proxy is named");
    const ending = new AbortController();
    closing.push(async () => ending.abort(), server.close, company.close);
    const transport = withRetries({
      timeout: 300,
      send: await openHttpClient(url, { proxy }),
      now: () => new Date(0),
      elapsed: () => 0,
      sleep: async () => {},
      countDown: async () => {},
      signal: ending.signal,
      onExchange: () => {},
    });
    const ask = (method: string) =>
      failureOf(transport({ method, url, headers: {}, body: method === "POST" ? "{}" : undefined }));
    return { server, ask };
  }

  test.each<[string, Policy, Delivery]>([
    ["no tunnel: a password is missing", answersWith(407), "not_sent"],
    ["no tunnel: nobody is behind it", answersWith(502), "not_sent"],
    ["no tunnel: it hangs up", hangsUp, "not_sent"],
    ["no tunnel: it says nothing", saysNothing, "not_sent"],
    ["a tunnel, and nobody at its other end", opensOntoNothing, "unanswered"],
    ["a tunnel, and no answer", tunnels(), "unanswered"],
  ])("%s", async (_what, policy, delivery) => {
    const { ask } = await through(policy, silent);
    expect((await ask("POST")).facts.delivery).toBe(delivery);
  });

  test("a tunnel and no answer, while another request waits for a tunnel of its own", async () => {
    let opened = 0;
    const open = tunnels();
    const onlyTheFirst: Policy = (asked, client) => {
      opened += 1;
      if (opened === 1) open(asked, client);
    };
    const { server, ask } = await through(onlyTheFirst, silent);
    const sending = ask("POST");
    await vi.waitFor(() => expect(server.received).toMatchObject([{ method: "POST" }]));
    const [sent, waiting] = await Promise.all([sending, ask("GET")]);
    expect(sent.facts.delivery).toBe("unanswered");
    expect(waiting.facts.delivery).toBe("not_sent");
  });
});

function tried<T>(work: () => T): T | Failure {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
