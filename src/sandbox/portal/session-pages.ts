import { Hono, type MiddlewareHandler } from "hono";
import { INTENTS } from "../model.ts";
import { pageHeaders, sameOriginForms } from "../pages/security.ts";
import type { SandboxState } from "../state.ts";
import { openVisit, type VisitEnv } from "./context.ts";
import { directoryPages } from "./directory-pages.ts";
import { domainPages } from "./domain-pages.ts";
import { beyondPage, donePage, overviewPage } from "./overview-page.ts";
import { sessionPath } from "./session.ts";
import { ssoPages } from "./sso-pages.ts";
import { isBeyond, stepsFor } from "./steps.ts";

/**
 * The Admin Portal: pages with plain forms, each answered with 303 to the next page, so that loading one again sends
 * nothing twice. They need no script and no API key: the session's id in the address is the credential.
 */
export function sessionPages(state: SandboxState): Hono<VisitEnv> {
  const pages = new Hono<VisitEnv>();
  pages.use("/:session/*", pageHeaders, sameOriginForms, openVisit(state));
  pages.use("/:session/:step/*", onlyOwnSteps(state));

  pages.get("/:session", (context) => context.html(overviewPage(state, context.var.visit)));

  pages.route("/:session/domains", domainPages(state));
  pages.route("/:session/sso", ssoPages(state));
  pages.route("/:session/directory", directoryPages(state));

  pages.get("/:session/done", (context) => {
    const { visit } = context.var;
    const done = donePage(state, visit);
    return done ? context.html(done) : context.redirect(sessionPath(visit.session), 303);
  });

  for (const intent of INTENTS.filter(isBeyond)) {
    pages.get(`/:session/${intent}`, (context) => context.html(beyondPage(context.var.visit, intent)));
  }

  return pages;
}

/** A link is for what it was made for: any other step leads back to the overview, with nothing done. */
function onlyOwnSteps(state: SandboxState): MiddlewareHandler<VisitEnv> {
  return async (context, next) => {
    const { session } = context.var.visit;
    const paths = stepsFor(state, session.organizationId, session.intents).map(({ path }) => path);
    if ([...paths, "done"].includes(context.req.param("step") ?? "")) return next();
    return context.redirect(sessionPath(session), 303);
  };
}
