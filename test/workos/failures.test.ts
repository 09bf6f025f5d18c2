import { describe, expect, test } from "vitest";
import type { Failure, FailureCode } from "../../src/failure.ts";
import { ConnectError } from "../../src/workos/connect.ts";
import {
  answerFailure,
  codeOf,
  connectionFailure,
  isNotSent,
  timeoutFailure,
} from "../../src/workos/failures.ts";
import { proxyFor } from "../../src/workos/proxy-settings.ts";
import { plain } from "../support/plain.ts";

const WORKOS = new URL("https://api.workos.com/organizations");
const LOCAL = new URL("http://127.0.0.1:4747/organizations");

describe("an answer becomes a failure by its status", () => {
  test.each<[number, FailureCode, string]>([
    [400, "usage", "WorkOS refused the request: Words."],
    [401, "unauthorized", "WorkOS does not accept this key (401)."],
    [403, "unauthorized", "The key has no permission for this (403: Words)."],
    [404, "unexpected", "WorkOS answered 404: Words."],
    [408, "unavailable", "WorkOS answered 408: Words (1 attempt)."],
    [409, "conflict", "WorkOS reports a conflict: Words."],
    [422, "usage", "WorkOS refused the request: Words."],
    [429, "unavailable", "WorkOS is limiting this key's requests (429, 1 attempt)."],
    [500, "unavailable", "WorkOS answered 500: Words (1 attempt)."],
    [501, "unavailable", "WorkOS answered 501: Words (1 attempt)."],
  ])("%i", (status, code, message) => {
    const answer = { status, headers: { "x-request-id": "req_1" }, body: '{"message":"Words"}' };
    const failure = answerFailure(WORKOS, answer, 1);
    expect(failure).toMatchObject({ code, message, facts: { status, requestId: "req_1" } });
  });
});

describe("what WorkOS said is found", () => {
  test.each([
    ["in message", '{"message":"a","error":"b"}', "a"],
    ["in error_description", '{"error_description":"a","error":"b"}', "a"],
    ["in error", '{"error":"b"}', "b"],
    ["in a list of words", '{"errors":["a","b"]}', "a; b"],
    [
      "in a list of objects",
      '{"message":"m","errors":[{"code":"c","message":"a"},{"message":"b"}]}',
      "m; a; b",
    ],
    ["in the code of an object without a message", '{"errors":[{"code":"c"}]}', "c"],
    ["nowhere in an unknown list", '{"errors":[null,1,{"code":2}]}', "422"],
    ["in a list of messages", '{"message":["a","b"],"error":"Unprocessable Entity"}', "a; b"],
    ["in an error of its own", '{"error":{"code":"c","message":"a"}}', "a"],
    ["in the code of an error of its own", '{"error":{"code":"c"}}', "c"],
    ["in a string of errors", '{"message":"a","errors":"b"}', "a; b"],
    ["in errors by field", '{"errors":{"email":["a"],"name":["b"]}}', "a; b"],
    ["in a code alone", '{"code":"c"}', "c"],
    ["in plain text", "Forbidden: this address", "Forbidden: this address"],
    ["in a JSON string", '"Forbidden"', "Forbidden"],
    ["in a JSON list", '[{"message":"a"},"b"]', "a; b"],
    ["in a gateway's detail", '{"type":"about:blank","title":"t","status":422,"detail":"a"}', "a"],
    ["in a gateway's title", '{"title":"t","status":422}', "t"],
    ["after an empty description", '{"error":"invalid_grant","error_description":" "}', "invalid_grant"],
    ["in errors by field, as objects", '{"errors":{"email":{"code":"c"},"name":[{"message":"a"}]}}', "c; a"],
    ["in a message of objects", '{"message":[{"constraints":{"isEmail":"a"}}]}', "a"],
    [
      "in members with names of ours",
      '{"constructor":"a","toString":"b","__proto__":{"message":"d"}}',
      "422",
    ],
    ["nowhere in a code that is no word", '{"code":{"a":1},"error":{},"errors":[{}]}', "422"],
    ["nowhere in what is too deep", `{"errors":${"[".repeat(50_000)}"a"${"]".repeat(50_000)}}`, "422"],
    ["nowhere in an unknown form", '{"message":{"a":1}}', "422"],
    ["nowhere in a page", "<h1>Unprocessable</h1>", "422"],
    ["nowhere in null", "null", "422"],
    ["nowhere in nothing", "", "422"],
  ])("%s", (_where, body, said) => {
    const failure = answerFailure(WORKOS, { status: 422, headers: {}, body }, 1);
    expect(failure.message).toBe(`WorkOS refused the request: ${said}.`);
  });
});

describe("WorkOS's own code goes on with the failure", () => {
  test.each([
    ["of the answer", 409, '{"code":"it_contact_already_exists","message":"a"}', "it_contact_already_exists"],
    [
      "of its first error",
      422,
      '{"errors":[{"code":"consumer_domain_forbidden"},{"code":"b"}]}',
      "consumer_domain_forbidden",
    ],
    ["before that of its first error", 422, '{"code":"a","errors":[{"code":"b"}]}', "a"],
    ["none where there is none", 403, '{"message":"Forbidden"}', undefined],
    ["none where it is no word", 400, '{"code":1}', undefined],
    ["none where nothing is said", 500, "", undefined],
  ])("%s", (_where, status, body, reason) => {
    expect(answerFailure(WORKOS, { status, headers: {}, body }, 1).facts.reason).toBe(reason);
  });

  test("and how long it asked to wait", () => {
    expect(answerFailure(WORKOS, { status: 429, headers: {}, body: "" }, 1, 30).facts.retryAfter).toBe(30);
  });
});

describe("whether a request was sent at all", () => {
  const failed = (code: string) => Object.assign(new Error(), { code });
  const proxy = proxyFor(WORKOS, { HTTPS_PROXY: "http://proxy.example:3128" });

  test.each([
    ["no connection", new ConnectError({ cause: failed("ECONNRESET") })],
    ["no TLS", new ConnectError({ cause: failed("CERT_HAS_EXPIRED"), isReached: true })],
    ["no tunnel", new ConnectError({ proxy, status: 502 })],
  ])("%s: it was not", (_what, error) => {
    expect(isNotSent(error)).toBe(true);
    expect(isNotSent(new Error("?", { cause: error }))).toBe(true);
  });

  test.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH"])(
    "%s on a connection: it may have been",
    (code) => {
      expect(isNotSent(failed(code))).toBe(false);
    },
  );
});

describe("no connection is not called a broken one", () => {
  const failed = new ConnectError({ cause: Object.assign(new Error(), { code: "ETIMEDOUT" }) });

  test("where it failed", () => {
    expect(connectionFailure(WORKOS, failed, 3)).toMatchObject({
      message: "No connection to api.workos.com is possible (ETIMEDOUT, 3 attempts).",
      facts: { hint: "Check the network connection, the VPN and HTTPS_PROXY." },
    });
  });

  test("where it took too long", () => {
    expect(timeoutFailure(WORKOS, 10_000, 3, failed)).toMatchObject({
      message: "No connection to WorkOS in 10 s (3 attempts).",
      facts: { hint: "Check the network connection, the VPN and HTTPS_PROXY." },
    });
  });
});

test.each<[string, () => Failure]>([
  ["does not answer", () => timeoutFailure(WORKOS, 10_000, 3)],
  ["answers 5xx", () => answerFailure(WORKOS, { status: 503, headers: {}, body: "" }, 3)],
])("where WorkOS itself %s, the hint names its status page", (_what, failure) => {
  expect(failure().facts.hint).toBe("See https://status.workos.com, then try again.");
});

test.each<[string, () => Failure]>([
  ["does not answer", () => timeoutFailure(LOCAL, 10_000, 3)],
  ["answers 5xx", () => answerFailure(LOCAL, { status: 503, headers: {}, body: "" }, 3)],
])("where another host %s, it does not", (_what, failure) => {
  expect(failure().facts.hint).toBeUndefined();
});

test("a timeout says whom it waited for, how long and how often", () => {
  expect(timeoutFailure(WORKOS, 10_000, 3).message).toBe("WorkOS did not answer in 10 s (3 attempts).");
  expect(timeoutFailure(LOCAL, 1500, 1).message).toBe("127.0.0.1:4747 did not answer in 1.5 s (1 attempt).");
});

describe("a broken connection is described by its code", () => {
  const untrusted = (code: string) => `The TLS certificate of api.workos.com is not trusted (${code}).`;

  test.each([
    ["ECONNREFUSED", "Nothing is listening at https://api.workos.com."],
    ["ENOTFOUND", "Cannot find api.workos.com (ENOTFOUND)."],
    ["EAI_AGAIN", "Cannot find api.workos.com (EAI_AGAIN)."],
    ["SELF_SIGNED_CERT_IN_CHAIN", untrusted("SELF_SIGNED_CERT_IN_CHAIN")],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", untrusted("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", untrusted("UNABLE_TO_VERIFY_LEAF_SIGNATURE")],
    ["CERT_HAS_EXPIRED", "No secure connection to api.workos.com is possible (TLS: CERT_HAS_EXPIRED)."],
    [
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "No secure connection to api.workos.com is possible (TLS: ERR_SSL_WRONG_VERSION_NUMBER).",
    ],
    ["ECONNRESET", "The connection to api.workos.com broke before an answer came (ECONNRESET, 2 attempts)."],
  ])("%s", (code, message) => {
    const error = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });
    const failure = connectionFailure(WORKOS, error, 2);
    expect(failure).toMatchObject({ code: "unavailable", message });
    expect(failure.cause).toBe(error);
  });

  test("the sandbox is named only where it could be", () => {
    const error = Object.assign(new Error(), { code: "ECONNREFUSED" });
    expect(plain(connectionFailure(LOCAL, error, 3).facts.hint)).toContain("ssoctl sandbox");
    expect(connectionFailure(WORKOS, error, 3).facts.hint).toBeUndefined();
  });
});

describe("the code of an error", () => {
  const refused = Object.assign(new Error(), { code: "ECONNREFUSED" });

  test.each<[string, unknown, string]>([
    ["its own", refused, "ECONNREFUSED"],
    ["its cause's", new TypeError("fetch failed", { cause: refused }), "ECONNREFUSED"],
    [
      "of both stacks",
      new TypeError("fetch failed", { cause: new AggregateError([refused]) }),
      "ECONNREFUSED",
    ],
    ["of nothing", new Error("?"), "no reason given"],
    ["of no error", "?", "no reason given"],
  ])("%s", (_where, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});
