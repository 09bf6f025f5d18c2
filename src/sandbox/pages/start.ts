import { Hono } from "hono";
import { html } from "hono/html";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../address.ts";
import { COPY_SCRIPT, copyField, page } from "./layout.ts";
import { pageHeaders } from "./security.ts";

export function startPage(): Hono {
  const pages = new Hono();
  pages.get("/", pageHeaders, (context) => context.html(start(new URL(context.req.url).origin)));
  return pages;
}

function start(origin: string) {
  // `--env sandbox` uses the default port.
  const variables = new URL(origin).port === new URL(SANDBOX_URL).port ? "" : `WORKOS_API_URL=${origin} `;
  return page({
    title: "ssoctl sandbox",
    content: html`<h1>ssoctl sandbox</h1>
<p>A local stand-in for WorkOS, with its API and the pages that your customer's IT admin sees. All data is in memory, and
is deleted when the sandbox stops.</p>
${copyField("API", origin)}
${copyField("API key", SANDBOX_API_KEY)}
<h2>See what an IT admin sees</h2>
<p>Invite an IT admin, then open the email in the inbox.</p>
${copyField("Run in a terminal", `${variables}ssoctl link email acme.com --to jane@acme.com --env sandbox`)}
<p class="actions"><a class="button" href="/inbox">Open the inbox</a></p>
${COPY_SCRIPT}`,
  });
}
