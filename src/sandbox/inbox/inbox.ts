import { Hono } from "hono";
import { html } from "hono/html";
import { INTENT_NAMES, type Mail, portalIntent } from "../model.ts";
import { type Markup, page, sanitizeText, timestamp } from "../pages/layout.ts";
import { pageHeaders } from "../pages/security.ts";
import type { SandboxState } from "../state.ts";

/** `.invalid` is reserved and can't be registered (RFC 2606). */
const SENDER = "WorkOS stand-in <setup@workos.invalid>";

/** The inbox for people: everything that WorkOS would have mailed, to whomever. */
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
<p class="soft">What WorkOS would have mailed, to anybody, newest first.</p>
${mails.length === 0 ? html`<p>No mail yet. Inviting an IT contact puts one here; load this page again then.</p>` : list(mails)}`,
  });
}

function list(mails: readonly Mail[]): Markup {
  return html`<ul class="rows">${mails.map(
    (mail) => html`
<li><div><a href="/inbox/${mail.id}"><bdi>${subjectOf(mail)}</bdi></a>
<p class="soft">To <bdi>${sanitizeText(mail.invitation.email)}</bdi></p></div>
<span class="soft">${timestamp(mail.sentAt)}</span></li>`,
  )}
</ul>`;
}

function mailPage(mail: Mail): Markup {
  const { invitation } = mail;
  return page({
    title: `${subjectOf(mail)} · Inbox`,
    navigation: html`<nav aria-label="Sandbox"><a href="/inbox">Inbox</a></nav>`,
    content: html`<h1><bdi>${subjectOf(mail)}</bdi></h1>
<dl>
<dt>From</dt><dd>${SENDER}</dd>
<dt>To</dt><dd><bdi>${sanitizeText(invitation.email)}</bdi></dd>
<dt>Sent</dt><dd>${timestamp(mail.sentAt)}</dd>
</dl>
<div class="letter">
<p>Hello,</p>
<p>You are invited to set up ${invitedTo(mail)} for
<strong><bdi>${sanitizeText(mail.organization.name)}</bdi></strong>. The setup leads you through every step; you can
stop at any time and go on later with the same link.</p>
<p class="actions"><a class="button" href="${setupPath(mail)}">Start the setup</a></p>
<p class="soft">The link works until ${timestamp(invitation.expiresAt)}, or until the setup is complete. Treat it like a
password: whoever has it can change how your company signs in.</p>
</div>`,
  });
}

function unknownMailPage(): Markup {
  return page({
    title: "No such mail",
    content: html`<h1>No such mail</h1>
<p>The sandbox keeps mails in memory only: those of an earlier run are gone.</p>
<p class="actions"><a class="button" href="/inbox">Open the inbox</a></p>`,
  });
}

/**
 * Not part of WorkOS: the inbox for programs, behind the key, so that a demo or a test in another process can go on
 * where the IT admin would.
 */
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
    subject: subjectOf(mail),
    url: origin + setupPath(mail),
    sentAt: mail.sentAt.toISOString(),
    organization: mail.organization,
  };
}

function subjectOf(mail: Mail): string {
  return `Set up ${invitedTo(mail)} for ${sanitizeText(mail.organization.name)}`;
}

function invitedTo({ invitation }: Mail): string {
  const names = invitation.intents.map((intent) => INTENT_NAMES[portalIntent(intent)]);
  return new Intl.ListFormat("en").format(names);
}

function newestFirst(state: SandboxState): Mail[] {
  return [...state.mails.values()].toReversed();
}

/** Relative, because the host depends on how the client reached the sandbox. */
function setupPath({ invitation }: Mail): string {
  return `/setup/${invitation.token}`;
}
