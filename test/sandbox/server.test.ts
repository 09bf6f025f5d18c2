import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SANDBOX_PORT, SANDBOX_URL } from "../../src/sandbox/address.ts";
import { createApp } from "../../src/sandbox/app.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { createState } from "../../src/sandbox/state.ts";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

describe("the key", () => {
  it.each([
    ["none", {}],
    ["a wrong one", { Authorization: "Bearer sk_test_other" }],
    ["another scheme", { Authorization: "Basic sk_test_sandbox" }],
  ])("refuses %s", async (_what, headers) => {
    const response = await fetch(`${harness.watch.url}/organizations`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "Unauthorized" });
    expect(response.headers.get("X-Request-ID")).toMatch(/^req_/);
  });

  it("guards the control routes too", async () => {
    const response = await fetch(`${harness.watch.url}/_sandbox/connections`, { method: "POST" });
    expect(response.status).toBe(401);
  });
});

it("says that it is well, without a key", async () => {
  const response = await fetch(`${harness.watch.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});

describe("the rate limit", () => {
  const ask = async () => {
    const { status, headers } = await harness.call("GET", "/organizations");
    const of = (name: string) => headers.get(`X-RateLimit-${name}`);
    return [status, of("Limit"), of("Remaining"), of("Reset"), headers.get("Retry-After")];
  };
  const NOON = Date.parse("2026-11-23T12:00:00Z") / 1000;

  it("is sent with each answer of the API, and counted by the minute", async () => {
    expect(await ask()).toEqual([200, "6000", "5999", String(NOON + 60), null]);
    harness.pass(0.5);
    expect(await ask()).toEqual([200, "6000", "5998", String(NOON + 60), null]);
    harness.pass(0.5);
    expect(await ask()).toEqual([200, "6000", "5999", String(NOON + 120), null]);
  });

  it("is 429 beyond 6,000 requests, until the minute is over", async () => {
    await ask();
    harness.sandbox.state.rateWindow.count = 5999;
    harness.pass(0.25);
    expect(await ask()).toEqual([200, "6000", "0", String(NOON + 60), null]);
    expect(await ask()).toEqual([429, "6000", "0", String(NOON + 60), "45"]);
    harness.pass(0.75);
    expect(await ask()).toEqual([200, "6000", "5999", String(NOON + 120), null]);
  });
});

describe("what it does not have", () => {
  it.each([
    ["GET", "/user_management/users"],
    ["PATCH", "/organizations"],
    ["DELETE", "/events"],
    ["POST", "/"],
  ])("answers 501 for %s %s, with and without the key", async (method, path) => {
    const message = `The sandbox does not implement ${method} ${path}`;
    const known = await harness.call(method, path);
    expect([known.status, known.body]).toEqual([501, { message }]);
    const unknown = await fetch(harness.watch.url + path, { method });
    expect([unknown.status, await unknown.json()]).toEqual([501, { message }]);
  });
});

describe("an address that the sandbox does not have", () => {
  const look = async (path: string, accept: string, method = "GET") => {
    const answer = await fetch(harness.sandbox.url + path, { method, headers: { Accept: accept } });
    return { answer, type: answer.headers.get("Content-Type"), text: await answer.text() };
  };

  it.each([
    ["/nowhere", "text/html,*/*;q=0.8"],
    ["/user_management/users", "text/html"],
    ["/inbox/mail_x/more", "*/*"],
    ["/session/x/more/and/more", "*/*"],
    ["/setup", "*/*"],
    ["/portal/x/more", "*/*"],
  ])("is a page with a way back: %s for %s", async (path, accept) => {
    const { answer, type, text } = await look(path, accept);
    expect([answer.status, type]).toEqual([404, "text/html; charset=UTF-8"]);
    expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(text).toContain('href="/inbox"');
    expect(text).toContain("This is a sandbox.");
  });

  it.each([
    ["/nowhere", "*/*", "GET", 501],
    ["/nowhere", "application/json", "GET", 501],
    ["/organizations", "text/html", "GET", 401],
    ["/organizations/org_x", "text/html", "GET", 401],
  ])("is JSON for programs, and on the API's own routes: %s for %s", async (path, accept, method, status) => {
    const { answer, type } = await look(path, accept, method);
    expect([answer.status, type]).toEqual([status, "application/json"]);
  });
});

describe("the host", () => {
  const statusFor = (host: string) =>
    new Promise((resolve, reject) => {
      request(`${harness.sandbox.url}/connections`, { headers: { Host: host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it.each(["127.0.0.1", "localhost:4747", "[::1]:4747"])("may be %s", async (host) => {
    expect(await statusFor(host)).toBe(401);
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1"])(
    "may not be %s",
    async (host) => {
      expect(await statusFor(host)).toBe(403);
    },
  );
});

describe("the server", () => {
  it("has its address in one place", () => {
    expect(SANDBOX_URL).toBe(`http://127.0.0.1:${SANDBOX_PORT}`);
  });

  it("says when the port is taken", async () => {
    const port = Number(new URL(harness.sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("ends connections that are kept alive when it closes", async () => {
    const sandbox = await startSandbox({ port: 0 });
    // Node's fetch keeps this connection open.
    await (await fetch(`${sandbox.url}/connections`)).text();
    await sandbox.close();
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  it.each([
    ["an API request", "/organizations"],
    ["a form of a page", "/session/any/sso"],
    ["a control request", "/_sandbox/connections"],
  ])("refuses a body of more than 1 MiB, with its length or without: %s", async (_what, path) => {
    const headers = { Authorization: "Bearer sk_test_sandbox" };
    const large = JSON.stringify({ name: "x".repeat(1024 * 1024) });
    for (const body of [large, new Blob([large]).stream()]) {
      const request = { method: "POST", headers, body, duplex: "half" } as const;
      const response = await fetch(harness.sandbox.url + path, request);
      expect(response.status).toBe(413);
      expect(await response.text()).toContain("The request body is larger than 1 MiB.");
    }
  });

  it("reports each request, without its query", async () => {
    await harness.call("GET", "/organizations?domains=acme.com");
    expect(harness.log).toEqual([{ method: "GET", path: "/organizations", status: 200 }]);
  });

  it("keeps two sandboxes apart", async () => {
    const app = createApp(createState());
    await harness.call("POST", "/organizations", { name: "Acme" });
    const response = await app.request("/organizations", {
      headers: { Authorization: "Bearer sk_test_sandbox" },
    });
    expect(await response.json()).toMatchObject({ data: [] });
  });
});
