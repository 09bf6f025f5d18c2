import { Hono } from "hono";
import { invitationError } from "../api/it-contacts.ts";
import { portalLinkError } from "../api/portal-links.ts";
import { pageHeaders } from "../pages/security.ts";
import type { SandboxState } from "../state.ts";
import { deadPortalLinkPage, deadSetupLinkPage } from "./dead-link-pages.ts";
import { sessionForInvitation, sessionPath, startSession } from "./session.ts";

/**
 * Where the two kinds of link lead. An open one is answered with 303 to the visit's own address.
 *
 * A dead portal link is 404, as WorkOS has it. A dead setup link is 410 (Gone): its holder was really given it, so
 * there is no reason to deny that it existed, and a mail program then knows not to try again. Unknown is 404.
 */
export function linkPages(state: SandboxState): Hono {
  const pages = new Hono();

  pages.get("/portal/:token", pageHeaders, (context) => {
    const link = state.portalLinks.get(context.req.param("token"));
    if (link === undefined || !state.organizations.has(link.organizationId)) {
      return context.html(deadPortalLinkPage("unknown"), 404);
    }
    const fault = portalLinkError(state, link);
    if (fault) return context.html(deadPortalLinkPage(fault), 404);
    // Mail scanners and chat previews send HEAD; only a person's opening uses the link up.
    if (context.req.raw.method === "HEAD") return context.body(null);
    link.openedAt = state.now();
    return context.redirect(sessionPath(startSession(state, link)), 303);
  });

  pages.get("/setup/:token", pageHeaders, (context) => {
    const token = context.req.param("token");
    const invitation = [...state.setupInvitations.values()].find((known) => known.token === token);
    if (invitation === undefined) return context.html(deadSetupLinkPage("unknown"), 404);
    const fault = invitationError(state, invitation);
    if (fault) return context.html(deadSetupLinkPage(fault), 410);
    return context.redirect(sessionPath(sessionForInvitation(state, invitation)), 303);
  });

  return pages;
}
