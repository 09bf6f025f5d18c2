import { Hono, type MiddlewareHandler } from "hono";
import { INTENTS } from "../model.ts";
import { pageHeaders, sameOriginForms } from "../pages/security.ts";
import type { SandboxState } from "../state.ts";
import { directoryPages } from "./directory-pages.ts";
import { domainPages } from "./domain-pages.ts";
import { donePage, overviewPage, unsupportedPage } from "./overview-page.ts";
import { type PortalEnv, requireSession } from "./portal-context.ts";
import { sessionPath } from "./session.ts";
import { ssoPages } from "./sso-pages.ts";
import { isUnsupported, stepsFor } from "./steps.ts";

/**
 * The Admin Portal: plain forms that need no script, each followed by a redirect (303), so that reloading a page does not
 * submit a form again. The pages need no API key: the session id in the URL is the credential.
 */
export function sessionPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();
  pages.use("/:session/*", pageHeaders, sameOriginForms, requireSession(state));
  pages.use("/:session/:step/*", onlyOwnSteps(state));

  pages.get("/:session", (context) => context.html(overviewPage(state, context.var.portal)));

  pages.route("/:session/domains", domainPages(state));
  pages.route("/:session/sso", ssoPages(state));
  pages.route("/:session/directory", directoryPages(state));

  pages.get("/:session/done", (context) => {
    const { portal } = context.var;
    const done = donePage(state, portal);
    return done ? context.html(done) : context.redirect(sessionPath(portal.session), 303);
  });

  for (const intent of INTENTS.filter(isUnsupported)) {
    pages.get(`/:session/${intent}`, (context) => context.html(unsupportedPage(context.var.portal, intent)));
  }

  return pages;
}

function onlyOwnSteps(state: SandboxState): MiddlewareHandler<PortalEnv> {
  return async (context, next) => {
    const { session } = context.var.portal;
    const paths = stepsFor(state, session.organizationId, session.intents).map(({ path }) => path);
    if ([...paths, "done"].includes(context.req.param("step") ?? "")) return next();
    return context.redirect(sessionPath(session), 303);
  };
}
