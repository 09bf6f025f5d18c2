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
import { type HttpAnswer, type HttpRequest, header, type Send, type Transport } from "./http.ts";

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
  readonly send: Send;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Waits as long as WorkOS asked for by `Retry-After`, in whole seconds, in sight of the person. */
  readonly countDown: (seconds: number) => Promise<void>;
  /** Ends everything, with its reason: the person pressed Ctrl-C. */
  readonly signal: AbortSignal;
  readonly onExchange: (exchange: Exchange) => void;
}

type Outcome = { readonly answer: HttpAnswer } | { readonly failure: Failure; readonly retry: Retry };

/** How to wait before the next attempt; `no` where another one is no use. */
type Retry = "no" | "backoff" | { readonly afterSeconds: number };

interface Attempt {
  readonly request: HttpRequest;
  readonly number: number;
}

const ATTEMPTS = 3;
const BACKOFF = 250;
const LONGEST_RETRY_AFTER = 20;

/**
 * A request that is tried again where that may help. It ends within `timeout` × 3 and the waits between, and gives a
 * POST the same idempotency key on every attempt.
 *
 * The SDK's own retries are switched off in its favour: they can be neither bounded, shown nor cancelled, and
 * the SDK's error classes drop what WorkOS said in a 401 or a 422.
 *
 * @returns rejects with a `Failure`, or with the signal's reason
 */
export function createTransport(options: TransportOptions): Transport {
  return async (asked) => {
    const request = withIdempotencyKey(asked);
    for (let number = 1; ; number += 1) {
      options.signal.throwIfAborted();
      const outcome = await attempt({ request, number }, options);
      if ("answer" in outcome) return outcome.answer;
      if (number === ATTEMPTS || outcome.retry === "no") throw outcome.failure;
      await pause(outcome.retry, number, options);
    }
  };
}

function withIdempotencyKey(request: HttpRequest): HttpRequest {
  const given = Object.keys(request.headers).some((name) => name.toLowerCase() === "idempotency-key");
  if (request.method !== "POST" || given) return request;
  return { ...request, headers: { ...request.headers, "Idempotency-Key": randomUUID() } };
}

function pause(retry: Exclude<Retry, "no">, number: number, options: TransportOptions): Promise<void> {
  if (retry === "backoff") return options.sleep(BACKOFF * 2 ** (number - 1));
  return options.countDown(retry.afterSeconds);
}

async function attempt({ request, number }: Attempt, options: TransportOptions): Promise<Outcome> {
  const { method, url } = request;
  const began = options.now().getTime();
  const report = (answer: HttpAnswer | undefined) =>
    options.onExchange({
      method,
      path: url.pathname,
      status: answer?.status ?? 0,
      milliseconds: options.now().getTime() - began,
      requestId: answer && header(answer, "x-request-id"),
    });
  const limit = limited(options);
  try {
    const answer = await options.send(request, limit.signal);
    report(answer);
    return judge(url, number, answer, options.now());
  } catch (error) {
    report(undefined);
    options.signal.throwIfAborted();
    if (limit.signal.aborted) {
      return { failure: timeoutFailure(url, options.timeout, number, error), retry: "backoff" };
    }
    return { failure: connectionFailure(url, error, number), retry: isFinal(error) ? "no" : "backoff" };
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

function judge(url: URL, number: number, answer: HttpAnswer, now: Date): Outcome {
  const { status, body } = answer;
  if (status >= 300 && status < 400) return { failure: redirectFailure(url, answer), retry: "no" };
  if (status < 200 || status >= 300) {
    return {
      failure: answerFailure(url, answer, number, secondsToWait(answer, now)),
      retry: retryOf(answer, now),
    };
  }
  if (body !== "" && !isJson(body)) return { failure: unreadableFailure(url, answer), retry: "no" };
  return { answer };
}

function retryOf(answer: HttpAnswer, now: Date): Retry {
  if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return "no";
  if (answer.status === 501) return "no";
  const seconds = secondsToWait(answer, now);
  if (seconds === undefined) return "backoff";
  return seconds <= LONGEST_RETRY_AFTER ? { afterSeconds: Math.ceil(seconds) } : "no";
}

/** `Retry-After` in seconds, from its number or its date (RFC 9110 §10.2.3). */
function secondsToWait(answer: HttpAnswer, now: Date): number | undefined {
  const value = header(answer, "retry-after")?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/u.test(value)) return Number(value);
  const date = Date.parse(value);
  return /[a-z]/iu.test(value) && !Number.isNaN(date)
    ? Math.max(0, (date - now.getTime()) / 1000)
    : undefined;
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
