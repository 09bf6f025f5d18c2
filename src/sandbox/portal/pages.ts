import { Hono } from "hono";
import { html } from "hono/html";
import { organizationById } from "../organizations/organization.ts";
import type { SandboxState } from "../state.ts";
import { INTENT_TITLES } from "./intents.ts";
import { page, pageHeaders } from "./layout.ts";
import { portalLinkFault } from "./portal-link.ts";

/** The pages that a portal link opens, for the customer's IT admin. They need no API key. */
export function portalPages(state: SandboxState): Hono {
  const pages = new Hono();

  pages.get("/portal/:token", pageHeaders, (context) => {
    const link = state.portalLinks.get(context.req.param("token"));
    const fault = link ? portalLinkFault(state, link) : "unknown";
    if (link === undefined || fault !== undefined || !state.organizations.has(link.organizationId)) {
      return context.html(closedPage(fault ?? "unknown"), 404);
    }
    // Mail scanners and chat previews send HEAD; only a person's opening uses the link up.
    if (context.req.raw.method !== "HEAD") link.openedAt = state.now();
    const { name } = organizationById(state, link.organizationId);
    const title = link.intent ? INTENT_TITLES[link.intent] : "Set up your organization";
    return context.html(openPage(title, name));
  });

  return pages;
}

function openPage(title: string, organization: string) {
  return page(
    `${title} · ${organization}`,
    html`<h1>${title}</h1>
<p>For <strong><bdi>${organization}</bdi></strong>.</p>
<p>This link has now been used. Keep this page open until you are done: opening the link again
will not work.</p>`,
  );
}

const WHY_CLOSED = {
  used: "This link has already been opened, and it opens only once.",
  expired: "This link has expired: it works for five minutes.",
  unknown: "This link is not known here. It may have been copied in part.",
};

function closedPage(fault: keyof typeof WHY_CLOSED) {
  return page(
    "This link no longer works",
    html`<h1>This link no longer works</h1>
<p>${WHY_CLOSED[fault]}</p>
<p>Ask the person who gave it to you for a new one.</p>`,
  );
}
