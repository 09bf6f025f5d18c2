import { html } from "hono/html";
import { page, WAY_BACK } from "../pages/layout.ts";

interface DeadLink {
  readonly title: string;
  readonly reason: string;
  readonly next: string;
}

const ASK_SENDER = "Ask the person who gave you the link for a new one.";
const DOES_NOT_WORK = "This link doesn't work";
const UNKNOWN = "The link is not valid. Part of it may be missing.";

const PORTAL_LINK = {
  used: {
    title: "This link has already been used",
    reason: "It can be opened only once. If you opened it, continue in that window.",
    next: ASK_SENDER,
  },
  expired: {
    title: "This link has expired",
    reason: "It expires after five minutes.",
    next: ASK_SENDER,
  },
  unknown: { title: DOES_NOT_WORK, reason: UNKNOWN, next: ASK_SENDER },
};

const SETUP_LINK = {
  revoked: {
    title: "This link was revoked",
    reason: "You may have been sent a newer one. Check your email.",
    next: "If you can't find one, ask the person who invited you for a new link.",
  },
  completed: {
    title: "Setup is complete",
    reason: "Everything this link was for is set up.",
    next: "To change the settings, ask the person who invited you for a new link.",
  },
  expired: {
    title: "This link has expired",
    reason: "Setup links expire after 30 days. What you have set up so far is saved.",
    next: "Ask the person who invited you for a new link.",
  },
  unknown: {
    title: DOES_NOT_WORK,
    reason: UNKNOWN,
    next: "Open it from the email again, or ask the person who invited you for a new link.",
  },
};

export function deadPortalLinkPage(error: keyof typeof PORTAL_LINK) {
  return deadLinkPage(PORTAL_LINK[error]);
}

export function deadSetupLinkPage(error: keyof typeof SETUP_LINK) {
  return deadLinkPage(SETUP_LINK[error]);
}

export function deadSessionPage() {
  return deadLinkPage({
    title: "This session has ended",
    reason: "The session is not valid, or its organization was deleted.",
    next: "Open your link again, or ask for a new one.",
  });
}

function deadLinkPage({ title, reason, next }: DeadLink) {
  return page({
    title,
    content: html`<h1>${title}</h1>
<p>${reason}</p>
<p>${next}</p>
${WAY_BACK}`,
  });
}
