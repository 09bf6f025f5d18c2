import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { page } from "./layout.ts";
import { STYLE } from "./style.ts";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The address of a page can be a credential: it must not be kept, framed, nor sent to another page as the referrer. */
export const pageHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
  context.header("Referrer-Policy", "no-referrer");
  context.header("X-Content-Type-Options", "nosniff");
  context.header("X-Frame-Options", "DENY");
  context.header("Content-Security-Policy", POLICY);
};

/**
 * Refuses a form that another site's page sends to this machine (CSRF). Browsers name the sender of a POST in
 * `Sec-Fetch-Site`; those from before 2023 only in `Origin`, and that is `null` from pages that send no referrer, so
 * they are refused. A program names nobody and is let through: it has no visitor's browser to misuse.
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
<p>Nothing was changed. Only the sandbox's own pages can send forms to it.</p>`,
  });
}
