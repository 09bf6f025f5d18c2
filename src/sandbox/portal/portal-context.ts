import type { MiddlewareHandler } from "hono";
import type { Organization, PortalSession } from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { deadSessionPage, deadSetupLinkPage } from "./dead-link-pages.ts";
import { sessionError, sessionPath } from "./session.ts";

export interface PortalContext {
  readonly session: PortalSession;
  readonly organization: Organization;
}

export interface PortalEnv {
  Variables: { portal: PortalContext };
}

/** Sets `portal`, or responds with the page that says why the session is over. */
export function requireSession(state: SandboxState): MiddlewareHandler<PortalEnv> {
  return async (context, next) => {
    const session = state.portalSessions.get(context.req.param("session") ?? "");
    const error = session ? sessionError(state, session) : "unknown";
    if (session === undefined || error === "unknown") return context.html(deadSessionPage(), 404);
    // The last step completes the invitation, and then redirects to the first of these pages.
    const after = ["done", "sso/test-sign-in"].map((step) => sessionPath(session, step));
    const isAfter = error === "completed" && after.includes(context.req.path);
    if (error !== undefined && !isAfter) return context.html(deadSetupLinkPage(error), 410);
    context.set("portal", { session, organization: organizationById(state, session.organizationId) });
    return next();
  };
}
