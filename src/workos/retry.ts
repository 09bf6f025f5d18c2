import { randomUUID } from "node:crypto";
import { type Delivery, Failure } from "../failure.ts";
import {
  answerFailure,
  connectionFailure,
  isFinal,
  isNotSent,
  redirectFailure,
  timeoutFailure,
  unreadableFailure,
} from "./failures.ts";
import {
  dateOf,
  type HttpAnswer,
  type HttpRequest,
  header,
  type Send,
  type Transport,
} from "./http-client.ts";

/** For `--verbose`: no key, no body, no query. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** 0 without an answer. */
  readonly status: number;
  readonly milliseconds: number;
  readonly requestId: string | undefined;
  /** The server's time, to the second (RFC 9110 §6.6.1). */
  readonly date: Date | undefined;
}

export interface RetryOptions {
  /** Milliseconds for one attempt, including its body. */
  readonly timeout: number;
  readonly send: Send;
  /** Value of `NODE_EXTRA_CA_CERTS`. */
  readonly extraCa?: string | undefined;
  readonly now: () => Date;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Waits for the whole seconds of `Retry-After` and shows the countdown. */
  readonly countDown: (seconds: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onExchange: (exchange: Exchange) => void;
}

type Outcome =
  | { readonly answer: HttpAnswer }
  | { readonly failure: Failure; readonly retry: Retry; readonly delivery: Delivery };

type Retry = "no" | "backoff" | { readonly afterSeconds: number };

interface Attempt {
  readonly request: HttpRequest;
  readonly number: number;
}

const ATTEMPTS = 3;
const BACKOFF = 250;
const LONGEST_RETRY_AFTER = 20;

/**
 * Takes at most `timeout` × 3 plus the pauses. Every attempt of a POST has the same idempotency key. Replaces the SDK's
 * retries, which cannot be bounded, shown or canceled. The SDK's errors also drop WorkOS's text for 401 and 422.
 * @returns rejects with a `Failure`; `delivery` covers all attempts, as an answer proves nothing about a lost one
 */
export function withRetries(options: RetryOptions): Transport {
  return async (asked) => {
    const request = withIdempotencyKey(asked);
    let delivery: Delivery = "not_sent";
    try {
      for (let number = 1; ; number += 1) {
        options.signal.throwIfAborted();
        const outcome = await attempt({ request, number }, options);
        if ("answer" in outcome) return outcome.answer;
        delivery = leastCertain(delivery, outcome.delivery);
        if (number === ATTEMPTS || outcome.retry === "no") throw outcome.failure;
        await pause(outcome.retry, number, options);
      }
    } catch (error) {
      throw error instanceof Failure ? error.with({ delivery }) : error;
    }
  };
}

function leastCertain(a: Delivery, b: Delivery): Delivery {
  if (a === "unanswered" || b === "unanswered") return "unanswered";
  return a === "refused" ? a : b;
}

function withIdempotencyKey(request: HttpRequest): HttpRequest {
  const given = Object.keys(request.headers).some((name) => name.toLowerCase() === "idempotency-key");
  if (request.method !== "POST" || given) return request;
  return { ...request, headers: { ...request.headers, "Idempotency-Key": randomUUID() } };
}

function pause(retry: Exclude<Retry, "no">, number: number, options: RetryOptions): Promise<void> {
  if (retry === "backoff") return options.sleep(BACKOFF * 2 ** (number - 1));
  return options.countDown(retry.afterSeconds);
}

async function attempt({ request, number }: Attempt, options: RetryOptions): Promise<Outcome> {
  const { method, url } = request;
  const began = options.elapsed();
  const report = (answer: HttpAnswer | undefined) =>
    options.onExchange({
      method,
      path: url.pathname,
      status: answer?.status ?? 0,
      milliseconds: Math.round(options.elapsed() - began),
      requestId: answer && header(answer, "x-request-id"),
      date: answer && dateOf(answer),
    });
  const limit = limited(options);
  try {
    const answer = await options.send(request, limit.signal);
    report(answer);
    return judge(url, number, answer, dateOf(answer) ?? options.now());
  } catch (error) {
    report(undefined);
    return { ...broken(url, number, error, limit.signal.aborted, options), delivery: deliveryOf(error) };
  } finally {
    limit.release();
  }
}

function broken(
  url: URL,
  number: number,
  error: unknown,
  isOver: boolean,
  { signal, timeout, extraCa }: RetryOptions,
): { failure: Failure; retry: Retry } {
  if (signal.aborted) return { failure: reasonOf(signal), retry: "no" };
  if (isOver) return { failure: timeoutFailure(url, timeout, number, error), retry: "backoff" };
  return {
    failure: connectionFailure(url, error, number, extraCa),
    retry: isFinal(error) ? "no" : "backoff",
  };
}

function deliveryOf(error: unknown): Delivery {
  return isNotSent(error) ? "not_sent" : "unanswered";
}

function reasonOf({ reason }: AbortSignal): Failure {
  return reason instanceof Failure ? reason : new Failure("interrupted", "Interrupted.", { cause: reason });
}

/** `AbortSignal.any` and `.timeout` would be shorter, but Node 20 may garbage-collect them before they fire. */
function limited({ timeout, signal }: RetryOptions): { signal: AbortSignal; release: () => void } {
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
  if (status >= 300 && status < 400)
    return { failure: redirectFailure(url, answer), retry: "no", delivery: "unanswered" };
  if (status < 200 || status >= 300) {
    return {
      failure: answerFailure(url, answer, number, secondsToWait(answer, now)),
      retry: retryOf(answer, now),
      // A 5xx or 408 may come from a gateway after WorkOS did the work.
      delivery: status >= 400 && status < 500 && status !== 408 ? "refused" : "unanswered",
    };
  }
  if (body !== "" && !isJson(body))
    return { failure: unreadableFailure(url, answer), retry: "no", delivery: "unanswered" };
  return { answer };
}

function retryOf(answer: HttpAnswer, now: Date): Retry {
  if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return "no";
  if (answer.status === 501) return "no";
  const seconds = secondsToWait(answer, now);
  if (seconds === undefined) return "backoff";
  return seconds <= LONGEST_RETRY_AFTER ? { afterSeconds: Math.ceil(seconds) } : "no";
}

/** Seconds from `Retry-After`, given as a number or a date (RFC 9110 §10.2.3). `now` is the server's time. */
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
