import { isLoopback } from "../loopback.ts";
import { refuse, shorten } from "./domain.ts";

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
