import { Failure, refuse, shorten } from "./failure.ts";
import { hiddenIn, trimHidden } from "./sanitize.ts";

/** Whether the host is this machine (RFC 6761 §6.3; RFC 1122 §3.2.1.3; RFC 4291 §2.5.3). */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/u.test(hostname);
}

export function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === "https:" ? 443 : 80);
}

declare const parsed: unique symbol;

/** Where the Admin Portal redirects to: https, or http on this machine. */
export type RedirectUrl = string & { readonly [parsed]: true };

/** WorkOS accepts only https (docs, "Admin Portal"). http is allowed on this machine. @throws Failure `usage` */
export function parseRedirectUrl(typed: string, flag: string): RedirectUrl {
  const { text } = trimHidden(typed);
  const hidden = hiddenIn(text);
  if (hidden.length > 0)
    refuse(`${flag}: "${shorten(text)}" contains invisible characters: ${hidden.join(", ")}.`);
  const url = URL.canParse(text) ? new URL(text) : refuse(`${flag}: "${shorten(text)}" is not a URL.`);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  return allowed ? (url.href as RedirectUrl) : refuse(`${flag}: "${shorten(text)}" must be an https URL.`);
}

/** Source: WorkOS API reference, "Introduction". */
export const WORKOS_URL = "https://api.workos.com";

/**
 * The API key is sent there, so it must be https unless it is on this machine.
 *
 * @param source for the error message: `WORKOS_API_URL`, `--api-url`
 * @throws Failure `usage`
 */
export function parseApiUrl(typed: string, source: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol)) {
    throw new Failure("usage", `${source} is not an http or https URL.`);
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new Failure("usage", `${source} must start with https://, because the API key is sent there.`);
  }
  if (
    url.pathname !== "/" ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new Failure(
      "usage",
      `${source} must have only a scheme, a host and a port, such as https://api.workos.com.`,
    );
  }
  return url;
}
