import { type Sentence, sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { connectErrorOf } from "./connect.ts";
import { trustHint } from "./extra-ca.ts";
import { type HttpAnswer, header, TOO_LARGE } from "./http-client.ts";
import type { HttpProxy } from "./proxy-settings.ts";

const WORKOS_HOST = "api.workos.com";
const NETWORK = "Check the network connection, the VPN and HTTPS_PROXY.";
const GATEWAY = "A proxy or gateway may have answered instead.";
const STATUS_PAGE = "See https://status.workos.com, then try again.";

/** Chooses the failure by HTTP status, never by WorkOS's text. `secondsToWait` is from `Retry-After`. */
export function answerFailure(
  url: URL,
  answer: HttpAnswer,
  attempts: number,
  secondsToWait?: number,
): Failure {
  const { status, body } = answer;
  const requestId = header(answer, "x-request-id");
  const { said, reason } = readError(body);
  const facts = { status, requestId, reason, retryAfter: secondsToWait };
  if (status === 401) {
    return new Failure("unauthorized", "WorkOS does not accept this key (401).", facts);
  }
  if (status === 403) {
    const message = `The key has no permission for this (403${said && `: ${said}`}).`;
    return new Failure("unauthorized", message, facts);
  }
  if (status === 409) return new Failure("conflict", `WorkOS reports a conflict: ${said || "409"}.`, facts);
  if (status === 400 || status === 422) {
    return new Failure("usage", `WorkOS refused the request: ${said || status}.`, facts);
  }
  if (status === 429) {
    const asks = secondsToWait === undefined ? "" : ` It asks to wait ${Math.ceil(secondsToWait)} s.`;
    const message = `WorkOS is limiting this key's requests (429, ${times(attempts)}).${asks}`;
    return new Failure("unavailable", message, facts);
  }
  if (status >= 500 || status === 408) {
    const hint = url.hostname === WORKOS_HOST ? STATUS_PAGE : undefined;
    const message = `${serverName(url)} answered ${status}${said && `: ${said}`} (${times(attempts)}).`;
    return new Failure("unavailable", message, { ...facts, hint });
  }
  return new Failure("unexpected", `WorkOS answered ${status}${said && `: ${said}`}.`, facts);
}

/** Redirects are not followed: the key would go to another server. */
export function redirectFailure(url: URL, answer: HttpAnswer): Failure {
  return new Failure("unavailable", `${serverName(url)} answered with a redirect, which is not followed.`, {
    status: answer.status,
    hint: "Check the address in WORKOS_API_URL or in the environment, and any proxy in between.",
  });
}

export function unreadableFailure(url: URL, answer: HttpAnswer): Failure {
  return new Failure("unavailable", `The answer of ${serverName(url)} is not JSON.`, {
    status: answer.status,
    requestId: header(answer, "x-request-id"),
    hint: GATEWAY,
  });
}

/** `timeout`: milliseconds. `error` shows what did not answer. */
export function timeoutFailure(url: URL, timeout: number, attempts: number, error?: unknown): Failure {
  const unconnected = connectErrorOf(error);
  const within = `in ${timeout / 1000} s (${times(attempts)}).`;
  if (unconnected?.proxy) {
    const { proxy } = unconnected;
    const message = `${named(proxy)} did not answer ${within}`;
    return new Failure("unavailable", message, { hint: proxyHint(proxy), cause: error });
  }
  if (unconnected && !unconnected.isReached) {
    const message = `No connection to ${serverName(url)} ${within}`;
    return new Failure("unavailable", message, { hint: NETWORK, cause: error });
  }
  return new Failure("unavailable", `${serverName(url)} did not answer ${within}`, {
    hint: url.hostname === WORKOS_HOST ? STATUS_PAGE : undefined,
    cause: error,
  });
}

/** @param extraCa value of `NODE_EXTRA_CA_CERTS` */
export function connectionFailure(url: URL, error: unknown, attempts: number, extraCa?: string): Failure {
  const code = codeOf(error);
  const unconnected = connectErrorOf(error);
  const { proxy, status, isReached } = unconnected ?? {};
  const failure = (message: string, hint?: Sentence) =>
    new Failure("unavailable", message, { hint, cause: error });
  if (isTlsCode(code)) return tlsFailure(proxy ? named(proxy, "the") : url.host, code, error, extraCa);
  if (proxy) return proxyFailure(url, { proxy, status, cause: error }, attempts);
  if (isUnreadable(code)) {
    const what = code === TOO_LARGE ? "is too large" : `cannot be read (${code})`;
    return failure(`The answer of ${serverName(url)} ${what}.`, GATEWAY);
  }
  if (code === "ECONNREFUSED") {
    const isLocal = url.protocol === "http:";
    return failure(
      `Nothing is listening at ${url.origin}.`,
      isLocal ? sentence`Is the sandbox running? Start it: ${ssoctl("sandbox")}` : undefined,
    );
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return failure(`Cannot find ${url.hostname} (${code}).`, NETWORK);
  const why = `(${code}, ${times(attempts)})`;
  if (unconnected && !isReached) return failure(`No connection to ${url.host} is possible ${why}.`, NETWORK);
  return failure(`The connection to ${url.host} broke before an answer came ${why}.`);
}

/** Whether another attempt would end in the same way. */
export function isFinal(error: unknown): boolean {
  const { status = 0 } = connectErrorOf(error) ?? {};
  return isTlsCode(codeOf(error)) || isUnreadable(codeOf(error)) || (status >= 300 && status < 500);
}

/** True only if the request surely was not sent: no connection, no trusted certificate or no tunnel. */
export function isNotSent(error: unknown): boolean {
  return connectErrorOf(error) !== undefined;
}

function isTlsCode(code: string): boolean {
  return isTrustCode(code) || /CERT|TLS|SSL/u.test(code);
}

/** Not HTTP, or not the coding that its header names. */
function isUnreadable(code: string): boolean {
  return code === TOO_LARGE || /^(?:HPE_|Z_|ERR__ERROR_|ERR_BROTLI)/u.test(code);
}

/** The certificate chain ends in an unknown certificate, as behind a company proxy. */
function isTrustCode(code: string): boolean {
  return /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/u.test(code);
}

function tlsFailure(host: string, code: string, cause: unknown, extraCa: string | undefined): Failure {
  if (!isTrustCode(code)) {
    const isAboutTime = code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID";
    return new Failure("unavailable", `No secure connection to ${host} is possible (TLS: ${code}).`, {
      hint: isAboutTime ? "Check that this machine's clock is right." : undefined,
      cause,
    });
  }
  return new Failure("unavailable", `The TLS certificate of ${host} is not trusted (${code}).`, {
    hint: trustHint(extraCa),
    cause,
  });
}

function proxyFailure(
  url: URL,
  { proxy, status, cause: error }: { proxy: HttpProxy; status: number | undefined; cause: unknown },
  attempts: number,
): Failure {
  const failure = (message: string, hint: string) =>
    new Failure("unavailable", message, { status, hint, cause: error });
  if (status === 407) return passwordFailure(proxy, failure);
  if (status !== undefined && status >= 500) {
    const message = `${named(proxy)} could not reach ${url.host} (${status}, ${times(attempts)}).`;
    return failure(message, proxyHint(proxy));
  }
  if (status !== undefined) {
    const hint = `Ask its administrator to allow ${url.hostname}, or add that host to NO_PROXY.`;
    return failure(`${named(proxy)} does not let ssoctl through to ${url.host} (${status}).`, hint);
  }
  const code = codeOf(error);
  if (code === "ECONNREFUSED")
    return failure(`Nothing is listening at ${named(proxy, "the")}.`, proxyHint(proxy));
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return failure(`${named(proxy)} cannot be found (${code}).`, proxyHint(proxy));
  }
  const message = `The connection to ${named(proxy, "the")} broke (${code}, ${times(attempts)}).`;
  return failure(message, proxyHint(proxy));
}

function passwordFailure(proxy: HttpProxy, failure: (message: string, hint: string) => Failure): Failure {
  const { variable, url, authorization } = proxy;
  if (authorization !== undefined) {
    const message = `${named(proxy)} does not accept the user name and password in ${variable} (407).`;
    return failure(message, "ssoctl can give them in the Basic scheme only, not in NTLM or Kerberos.");
  }
  const message = `${named(proxy)} asks for a user name and a password (407).`;
  return failure(message, `Write them into ${variable}: ${url.protocol}//USER:PASSWORD@${url.host}`);
}

function named({ url }: HttpProxy, article = "The"): string {
  return `${article} proxy ${url.host}`;
}

function proxyHint({ variable }: HttpProxy): string {
  return `It is set in ${variable}. Hosts in NO_PROXY are reached without it.`;
}

/** Proxy errors and dual-stack failures wrap the code one level down. */
export function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && at.code !== "") return at.code;
    const first = at instanceof AggregateError ? at.errors[0] : undefined;
    if (first) return codeOf(first);
  }
  return "no reason given";
}

interface WorkosError {
  /** For people, without a final period. Empty if WorkOS gave no reason. */
  readonly said: string;
  readonly reason: string | undefined;
}

const LONGEST_REASON = 300;

/** Observed: `message`, `error` with `error_description`, `errors` (strings, lists or objects), `code`, plain text. Gateways: RFC 9457. */
function readError(body: string): WorkosError {
  const parsed = parseJson(body);
  if (parsed === undefined)
    return { said: /^\s*</u.test(body) ? "" : shorten(body.trim()), reason: undefined };
  const { message, error_description, error, errors, code, detail, title } = members(parsed);
  const reasons = textsIn(errors);
  const whole = Array.isArray(parsed) || typeof parsed === "string" ? parsed : undefined;
  const candidates = [message, error_description, error, detail, title, whole];
  const first = candidates.map((one) => textsIn(one)).find(({ length }) => length > 0);
  const inner = members(error).code;
  const reason = [code, inner].find((one) => typeof one === "string") as string | undefined;
  const texts = [...new Set([...(first ?? []), ...reasons])];
  return {
    said: shorten((texts.length > 0 ? texts : [reason ?? ""]).join("; ").replace(/\.$/u, "")),
    reason: reason ?? reasons[0],
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return;
  }
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const DEEPEST_TEXT = 8;

/** All texts in a value. Of an object: its message, else its code, else the texts of its members. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (typeof value !== "object" || value === null || depth > DEEPEST_TEXT) return [];
  const inner = (one: unknown) => textsIn(one, depth + 1);
  if (Array.isArray(value)) return value.flatMap(inner);
  const { message, code } = members(value);
  const known = [message, code].map(inner).find(({ length }) => length > 0);
  return known ?? Object.values(value).flatMap(inner);
}

function shorten(text: string): string {
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
}

function serverName(url: URL): string {
  return url.hostname === WORKOS_HOST ? "WorkOS" : url.host;
}

function times(attempts: number): string {
  return attempts === 1 ? "1 attempt" : `${attempts} attempts`;
}
