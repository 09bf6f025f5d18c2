import { Hono } from "hono";
import { invitationError } from "../api/it-contacts.ts";
import { portalLinkError } from "../api/portal-links.ts";
import { pageHeaders } from "../pages/security.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { deadPortalLinkPage, deadSetupLinkPage } from "./dead-link-pages.ts";
import { sessionForInvitation, sessionPath, startSession } from "./session.ts";

/**
 * Portal links and setup links. Both redirect (303) to the URL of a session.
 *
 * A dead portal link is 404, as at WorkOS. A dead setup link is 410 (Gone), because the visitor was really sent it; an
 * unknown one is 404.
 */
export function linkPages(state: SandboxState): Hono {
  const pages = new Hono();

  pages.get("/portal/:token", pageHeaders, (context) => {
    const link = state.portalLinks.get(context.req.param("token"));
    const organization = link && state.organizations.get(link.organizationId);
    if (link === undefined || organization === undefined) {
      return context.html(deadPortalLinkPage("unknown"), 404);
    }
    const error = portalLinkError(state, link);
    if (error) return context.html(deadPortalLinkPage(error), 404);
    // Email scanners and chat previews send HEAD; that must not use up the link.
    if (context.req.raw.method === "HEAD") return context.body(null);
    link.openedAt = state.now();
    state.tell({ what: "opened", link: "portal link", organization: organization.name });
    return context.redirect(sessionPath(startSession(state, link)), 303);
  });

  pages.get("/setup/:token", pageHeaders, (context) => {
    const token = context.req.param("token");
    const invitation = [...state.setupInvitations.values()].find((known) => known.token === token);
    if (invitation === undefined) return context.html(deadSetupLinkPage("unknown"), 404);
    const error = invitationError(state, invitation);
    if (error) return context.html(deadSetupLinkPage(error), 410);
    const organization = organizationById(state, invitation.organizationId).name;
    if (context.req.raw.method !== "HEAD") state.tell({ what: "opened", link: "setup link", organization });
    return context.redirect(sessionPath(sessionForInvitation(state, invitation)), 303);
  });

  return pages;
}
