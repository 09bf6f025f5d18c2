import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { page, WAY_BACK } from "./layout.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

const hash = (content: string) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;

const POLICY = [
  "default-src 'none'",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const pageHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  setPageHeaders(context);
};

/** A page's URL can be a credential: pages must not be cached, framed, or sent as a referrer. */
export function setPageHeaders(context: Context): void {
  context.header("Cache-Control", "no-store");
  context.header("Referrer-Policy", "no-referrer");
  context.header("X-Content-Type-Options", "nosniff");
  context.header("X-Frame-Options", "DENY");
  context.header("Content-Security-Policy", POLICY);
}

/**
 * Rejects forms from other sites (CSRF). Browsers send `Sec-Fetch-Site`. Those from before 2023 send only `Origin`; it is
 * `null` for pages without a referrer, which are rejected. Requests with neither header are from programs, and accepted.
 */
export const sameOriginForms: MiddlewareHandler = async (context, next) => {
  const site = context.req.header("Sec-Fetch-Site");
  const origin = context.req.header("Origin");
  const isOwn =
    site === undefined
      ? origin === undefined || origin === new URL(context.req.url).origin
      : site === "same-origin";
  if (context.req.method === "POST" && !isOwn) return context.html(crossSiteFormPage(), 403);
  return next();
};

function crossSiteFormPage() {
  return page({
    title: "This form came from another site",
    content: html`<h1>This form came from another site</h1>
<p>Nothing was changed. The sandbox accepts forms only from its own pages.</p>
${WAY_BACK}`,
  });
}
