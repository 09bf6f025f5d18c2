import { Hono } from "hono";
import { html } from "hono/html";
import type { Mail } from "../model.ts";
import { type Markup, page, sanitizeText, timestamp, WAY_BACK } from "../pages/layout.ts";
import { pageHeaders } from "../pages/security.ts";
import type { SandboxState } from "../state.ts";
import { intentNames, subject } from "./mail.ts";

/** `.invalid` is reserved and can't be registered (RFC 2606). */
const SENDER = "WorkOS stand-in <setup@workos.invalid>";

export function inboxPages(state: SandboxState): Hono {
  const pages = new Hono();

  pages.get("/", pageHeaders, (context) => context.html(inboxPage(newestFirst(state))));

  pages.get("/:id", pageHeaders, (context) => {
    const mail = state.mails.get(context.req.param("id"));
    return mail ? context.html(mailPage(mail)) : context.html(unknownMailPage(), 404);
  });

  return pages;
}

function inboxPage(mails: readonly Mail[]): Markup {
  return page({
    title: mails.length === 0 ? "Inbox" : `Inbox (${mails.length})`,
    navigation: html`<nav aria-label="Sandbox"><a href="/">ssoctl sandbox</a></nav>`,
    content: html`<h1>Inbox</h1>
<p class="soft">Emails that WorkOS would send, newest first.</p>
${mails.length === 0 ? html`<p>No emails yet. Invite an IT contact, then reload this page.</p>` : list(mails)}`,
  });
}

function list(mails: readonly Mail[]): Markup {
  return html`<ul class="rows">${mails.map(
    (mail) => html`
<li><div><a href="/inbox/${mail.id}"><bdi>${subject(mail)}</bdi></a>
<p class="soft">To <bdi>${sanitizeText(mail.invitation.email)}</bdi></p></div>
<span class="soft">${timestamp(mail.sentAt)}</span></li>`,
  )}
</ul>`;
}

function mailPage(mail: Mail): Markup {
  const { invitation } = mail;
  return page({
    title: `${subject(mail)} · Inbox`,
    navigation: html`<nav aria-label="Sandbox"><a href="/inbox">Inbox</a></nav>`,
    content: html`<h1><bdi>${subject(mail)}</bdi></h1>
<dl>
<dt>From</dt><dd>${SENDER}</dd>
<dt>To</dt><dd><bdi>${sanitizeText(invitation.email)}</bdi></dd>
<dt>Sent</dt><dd>${timestamp(mail.sentAt)}</dd>
</dl>
<div class="letter">
<p>Hello,</p>
<p>You're invited to set up ${intentNames(mail)} for
<strong><bdi>${sanitizeText(mail.organization.name)}</bdi></strong>. You can stop at any time, and continue later with the
same link.</p>
<p class="actions"><a class="button" href="${setupPath(mail)}">Start the setup</a></p>
<p class="soft">The link expires on ${timestamp(invitation.expiresAt)}, or when setup is complete. Don't share it: anyone
who has it can change how your company signs in.</p>
</div>`,
  });
}

function unknownMailPage(): Markup {
  return page({
    title: "Email not found",
    content: html`<h1>Email not found</h1>
<p>Emails are in memory only. Emails from an earlier run are deleted.</p>
${WAY_BACK}`,
  });
}

/** Not part of WorkOS: the inbox as JSON, so that demos and tests can play the IT admin. Requires the API key. */
export function inboxRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.get("/", (context) => {
    const { origin } = new URL(context.req.url);
    return context.json(newestFirst(state).map((mail) => mailResponse(mail, origin)));
  });

  return routes;
}

function mailResponse(mail: Mail, origin: string) {
  return {
    id: mail.id,
    to: mail.invitation.email,
    subject: subject(mail),
    url: origin + setupPath(mail),
    sentAt: mail.sentAt.toISOString(),
    organization: mail.organization,
  };
}

function newestFirst(state: SandboxState): Mail[] {
  return [...state.mails.values()].toReversed();
}

function setupPath({ invitation }: Mail): string {
  return `/setup/${invitation.token}`;
}
