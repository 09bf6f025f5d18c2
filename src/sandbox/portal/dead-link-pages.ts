import { html } from "hono/html";
import { page } from "../pages/layout.ts";

interface Words {
  readonly title: string;
  readonly what: string;
  readonly next: string;
}

const ASK = "Ask the person who gave it to you for a new one.";
const NO_LONGER = "This link no longer works";

const PORTAL_LINK = {
  used: {
    title: NO_LONGER,
    what: "This link has already been opened, and it opens only once. If that was you, go on in that window.",
    next: ASK,
  },
  expired: { title: NO_LONGER, what: "This link has expired: it works for five minutes.", next: ASK },
  unknown: {
    title: NO_LONGER,
    what: "This link is not known here. It may have been copied in part.",
    next: ASK,
  },
};

const SETUP_LINK = {
  revoked: {
    title: "This link was taken back",
    what: "The invitation was revoked. Often that means that a newer one was sent: look for it in your mail.",
    next: "If there is none, ask the person who invited you for a new one.",
  },
  completed: {
    title: "The setup is complete",
    what: "Everything that this link was for is set up, so it has ended. Nothing is left to do.",
    next: "To change the settings later, ask the person who invited you for a new link.",
  },
  expired: {
    title: "This link has expired",
    what: "A setup link works for 30 days.",
    next: "Ask the person who invited you for a new one. What you have set up so far is kept.",
  },
  unknown: {
    title: NO_LONGER,
    what: "This link is not known here. It may have been copied in part.",
    next: "Open it from the mail once more, or ask the person who invited you for a new one.",
  },
};

export function deadPortalLinkPage(fault: keyof typeof PORTAL_LINK) {
  return deadLinkPage(PORTAL_LINK[fault]);
}

export function deadSetupLinkPage(fault: keyof typeof SETUP_LINK) {
  return deadLinkPage(SETUP_LINK[fault]);
}

/** For the address of a visit that is not, or no longer, known. */
export function deadSessionPage() {
  return deadLinkPage({
    title: "This visit has ended",
    what: "The page belongs to a visit that is not known here, or its organization was deleted.",
    next: "Open the link that you were given once more, or ask for a new one.",
  });
}

function deadLinkPage({ title, what, next }: Words) {
  return page({
    title,
    content: html`<h1>${title}</h1>
<p>${what}</p>
<p>${next}</p>`,
  });
}
