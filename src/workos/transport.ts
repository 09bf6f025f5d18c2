import { randomUUID } from "node:crypto";
import type { Failure } from "../failure.ts";
import {
  answerFailure,
  connectionFailure,
  isFinal,
  redirectFailure,
  timeoutFailure,
  unreadableFailure,
} from "./failures.ts";

/** One HTTP exchange, for `--verbose`: no key, no body, no query. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly milliseconds: number;
  readonly requestId: string | undefined;
}

export interface TransportOptions {
  /** Milliseconds that one attempt may take, its body included. */
  readonly timeout: number;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Waits as long as WorkOS asked for by `Retry-After`, in whole seconds, in sight of the person. */
  readonly countDown: (seconds: number) => Promise<void>;
  /** Ends everything, with its reason: the person pressed Ctrl-C. */
  readonly signal: AbortSignal;
  readonly onExchange: (exchange: Exchange) => void;
}

type Outcome = { readonly answer: Response } | { readonly failure: Failure; readonly retry: Retry };

/** How to wait before the next attempt; `no` where another one is no use. */
type Retry = "no" | "backoff" | { readonly afterSeconds: number };

interface Attempt {
  readonly url: URL;
  readonly init: RequestInit;
  readonly number: number;
}

const ATTEMPTS = 3;
const BACKOFF = 250;
const LONGEST_RETRY_AFTER = 20;

/**
 * The `fetch` that the SDK is given. It ends within `timeout` × 3 and the waits between, follows no redirect
 * (the key would go along), and gives a POST the same idempotency key on every attempt.
 *
 * The SDK's own retries are switched off in its favour: they can be neither bounded, shown nor cancelled, and
 * the SDK's error classes drop what WorkOS said in a 401 or a 422. Failures travel through the SDK as `cause`.
 */
export function createTransport(options: TransportOptions): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const request = withIdempotencyKey(init);
    for (let number = 1; ; number += 1) {
      options.signal.throwIfAborted();
      const outcome = await attempt({ url, init: request, number }, options);
      if ("answer" in outcome) return outcome.answer;
      if (number === ATTEMPTS || outcome.retry === "no") throw outcome.failure;
      await pause(outcome.retry, number, options);
    }
  };
}

function withIdempotencyKey(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  if (init.method === "POST" && !headers.has("Idempotency-Key")) {
    headers.set("Idempotency-Key", randomUUID());
  }
  return { ...init, headers, redirect: "manual" };
}

function pause(retry: Exclude<Retry, "no">, number: number, options: TransportOptions): Promise<void> {
  if (retry === "backoff") return options.sleep(BACKOFF * 2 ** (number - 1));
  return options.countDown(retry.afterSeconds);
}

async function attempt(attempt: Attempt, options: TransportOptions): Promise<Outcome> {
  const began = options.now().getTime();
  const report = (answer: Response | undefined) =>
    options.onExchange({
      method: attempt.init.method ?? "GET",
      path: attempt.url.pathname,
      status: answer?.status ?? 0,
      milliseconds: options.now().getTime() - began,
      requestId: answer?.headers.get("X-Request-ID") ?? undefined,
    });
  const limit = limited(options);
  try {
    const answer = await options.fetch(attempt.url, { ...attempt.init, signal: limit.signal });
    const body = await answer.text();
    report(answer);
    return judge(attempt, answer, body, options.now());
  } catch (error) {
    report(undefined);
    options.signal.throwIfAborted();
    if (limit.signal.aborted) {
      const failure = timeoutFailure(attempt.url, options.timeout, attempt.number, error);
      return { failure, retry: "backoff" };
    }
    const failure = connectionFailure(attempt.url, error, attempt.number);
    return { failure, retry: isFinal(error) ? "no" : "backoff" };
  } finally {
    limit.release();
  }
}

/** `AbortSignal.any` and `.timeout` would say this shorter, but Node 20 may collect them before they fire. */
function limited({ timeout, signal }: TransportOptions): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeout);
  signal.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}

function judge({ url, number }: Attempt, answer: Response, body: string, now: Date): Outcome {
  if (answer.status >= 300 && answer.status < 400) {
    return { failure: redirectFailure(url, answer), retry: "no" };
  }
  if (!answer.ok) {
    return {
      failure: answerFailure(url, answer, body, number, secondsToWait(answer, now)),
      retry: retryOf(answer, now),
    };
  }
  if (body !== "" && !isJson(body)) return { failure: unreadableFailure(url, answer), retry: "no" };
  return { answer: readAgain(answer, body) };
}

function retryOf(answer: Response, now: Date): Retry {
  if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return "no";
  if (answer.status === 501) return "no";
  const seconds = secondsToWait(answer, now);
  if (seconds === undefined) return "backoff";
  return seconds <= LONGEST_RETRY_AFTER ? { afterSeconds: Math.ceil(seconds) } : "no";
}

/** `Retry-After` in seconds, from its number or its date (RFC 9110 §10.2.3). */
function secondsToWait(answer: Response, now: Date): number | undefined {
  const value = answer.headers.get("Retry-After")?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/u.test(value)) return Number(value);
  const date = Date.parse(value);
  return /[a-z]/iu.test(value) && !Number.isNaN(date)
    ? Math.max(0, (date - now.getTime()) / 1000)
    : undefined;
}

/** The answer with its body unread, for the SDK. */
function readAgain(answer: Response, body: string): Response {
  const headers = new Headers(answer.headers);
  if (body !== "") headers.set("Content-Type", "application/json");
  return new Response(body === "" ? null : body, { status: answer.status, headers });
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
