import type { MiddlewareHandler } from "hono";
import type { Organization, PortalSession } from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { deadSessionPage, deadSetupLinkPage } from "./dead-link-pages.ts";
import { sessionError, sessionPath } from "./session.ts";

/** What every page of the Admin Portal knows of its visitor. */
export interface PortalContext {
  readonly session: PortalSession;
  readonly organization: Organization;
}

export interface PortalEnv {
  Variables: { portal: PortalContext };
}

/** Lets only living sessions through, and tells the visitor why another one ended. */
export function requireSession(state: SandboxState): MiddlewareHandler<PortalEnv> {
  return async (context, next) => {
    const session = state.portalSessions.get(context.req.param("session") ?? "");
    const fault = session ? sessionError(state, session) : "unknown";
    if (session === undefined || fault === "unknown") return context.html(deadSessionPage(), 404);
    // The page that says so is shown after the setup is complete, also when it is loaded again.
    const isFarewell = fault === "completed" && context.req.path === sessionPath(session, "done");
    if (fault !== undefined && !isFarewell) return context.html(deadSetupLinkPage(fault), 410);
    context.set("portal", { session, organization: organizationById(state, session.organizationId) });
    return next();
  };
}
