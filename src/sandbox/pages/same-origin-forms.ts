import type { MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { page } from "./layout.ts";

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
  if (context.req.method === "POST" && !isOwn) return context.html(foreignForm(), 403);
  return next();
};

function foreignForm() {
  return page({
    title: "This form came from another site",
    content: html`<h1>This form came from another site</h1>
<p>Nothing was changed. Only the sandbox's own pages can send forms to it.</p>`,
  });
}
