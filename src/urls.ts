import { Failure, refuse, shorten } from "./failure.ts";

/** Whether a URL stays on this machine (RFC 6761 §6.3; RFC 1122 §3.2.1.3; RFC 4291 §2.5.3). */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/u.test(hostname);
}

declare const parsed: unique symbol;

/** Where the Admin Portal sends the visitor: https, or plain http on this machine. */
export type RedirectUrl = string & { readonly [parsed]: true };

/**
 * WorkOS takes HTTPS URLs only (docs, "Admin Portal"); loopback may be http, for an app under development.
 *
 * @param flag where it was typed, for the error
 * @throws Failure `usage`
 */
export function parseRedirectUrl(typed: string, flag: string): RedirectUrl {
  const url = URL.canParse(typed) ? new URL(typed) : refuse(`${flag}: "${shorten(typed)}" is not a URL.`);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  return allowed ? (typed as RedirectUrl) : refuse(`${flag}: "${shorten(typed)}" must be an https URL.`);
}

/** WorkOS itself (API reference, "Introduction"). */
export const WORKOS_URL = "https://api.workos.com";

/**
 * The address of a WorkOS API. The key is sent there, so it must be https, save on this machine.
 *
 * @param source where the address was given, for the error: `WORKOS_API_URL`, `--api-url`
 * @throws Failure `usage`
 */
export function parseApiUrl(typed: string, source: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol)) {
    throw new Failure("usage", `${source} is not a web address.`);
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new Failure("usage", `${source} must begin with https://, for the key is sent there.`);
  }
  if (
    url.pathname !== "/" ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new Failure("usage", `${source} must be a scheme, a host and a port, and nothing after them.`);
  }
  return url;
}
