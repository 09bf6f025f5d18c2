import { Hono } from "hono";
import { html } from "hono/html";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../address.ts";
import { copyField, page } from "./layout.ts";
import { pageHeaders } from "./security.ts";

/** What somebody sees who opens the sandbox's own address. */
export function startPage(): Hono {
  const pages = new Hono();
  pages.get("/", pageHeaders, (context) => context.html(start(new URL(context.req.url).origin)));
  return pages;
}

function start(origin: string) {
  // `--env sandbox` means the usual port; elsewhere the address has to be said.
  const variables = new URL(origin).port === new URL(SANDBOX_URL).port ? "" : `WORKOS_API_URL=${origin} `;
  return page({
    title: "ssoctl sandbox",
    content: html`<h1>ssoctl sandbox</h1>
<p>A stand-in for WorkOS on this machine: its API for programs, and the pages that your customer's IT admin would see.
Everything is kept in memory and gone when the sandbox stops.</p>
<dl>
<dt>API</dt><dd><code>${origin}</code></dd>
<dt>API key</dt><dd><code>${SANDBOX_API_KEY}</code></dd>
</dl>
<h2>See what an IT admin gets</h2>
<p>Invite one, and the mail is in the inbox.</p>
${copyField("In a terminal", `${variables}ssoctl link email acme.com --to jane@acme.com --env sandbox`)}
<p class="actions"><a class="button" href="/inbox">Open the inbox</a></p>`,
  });
}
