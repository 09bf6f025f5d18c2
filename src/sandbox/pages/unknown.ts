import type { Context } from "hono";
import { html } from "hono/html";
import { ApiError, errorResponse } from "../http/errors.ts";
import { type Markup, page, WAY_BACK } from "./layout.ts";
import { setPageHeaders } from "./security.ts";

/** People get a page with a way back. Programs get JSON, and so do browsers on the API's own routes. */
export function handleError(error: Error, context: Context): Response | Promise<Response> {
  const isUnknown = error instanceof ApiError && error.status === 501;
  const isPage = /^\/(?:(?:inbox|session|setup)(?:\/|$)|portal\/(?!generate_link))/u.test(context.req.path);
  const wantsPage = isPage || (isUnknown && /\btext\/html\b/u.test(context.req.header("Accept") ?? ""));
  if (!wantsPage) return errorResponse(error, context);
  setPageHeaders(context);
  return isUnknown
    ? context.html(unknownPage(), 404)
    : context.html(failedPage(error), error instanceof ApiError ? error.status : 500);
}

function unknownPage(): Markup {
  return page({
    title: "Page not found",
    content: html`<h1>Page not found</h1>
<p>The sandbox has no page at this address. Part of it may be missing.</p>
${WAY_BACK}`,
  });
}

function failedPage({ message }: Error): Markup {
  return page({
    title: "The sandbox failed",
    content: html`<h1>The sandbox failed</h1>
<p>${message}</p>
${WAY_BACK}`,
  });
}
