import { isLoopback } from "../loopback.ts";
import { type Refusal, refuse, shorten } from "./refusal.ts";

declare const parsed: unique symbol;

/** Where the Admin Portal sends the visitor: https, or plain http on this machine. */
export type RedirectUrl = string & { readonly [parsed]: true };

/** WorkOS takes HTTPS URLs only (docs, "Admin Portal"); loopback may be http, for an app under development. */
export function parseRedirectUrl(typed: string): RedirectUrl | Refusal {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (!url) return refuse(`"${shorten(typed)}" is not a URL.`);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  return allowed ? (typed as RedirectUrl) : refuse(`"${shorten(typed)}" must be an https URL.`);
}
