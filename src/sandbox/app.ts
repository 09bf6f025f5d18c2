import { Hono } from "hono";
import { connectionRoutes } from "./connections/routes.ts";
import { directoryRoutes } from "./directories/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { authorization } from "./http/authorization.ts";
import { answerError } from "./http/errors.ts";
import { idempotency } from "./http/idempotency.ts";
import { implementedOnly } from "./http/implemented-only.ts";
import { loopbackOnly } from "./http/loopback-only.ts";
import { requestId } from "./http/request-id.ts";
import { type OnRequest, requestLog } from "./http/request-log.ts";
import { itContactRoutes } from "./it-contacts/routes.ts";
import { organizationDomainRoutes } from "./organization-domains/routes.ts";
import { organizationRoutes } from "./organizations/routes.ts";
import { portalPages } from "./portal/pages.ts";
import { portalRoutes } from "./portal/routes.ts";
import { sceneRoutes } from "./scene/routes.ts";
import type { SandboxState } from "./state.ts";

/** The sandbox as a fetch handler: pages for people first, then the API behind its key. */
export function createApp(state: SandboxState, options: { onRequest?: OnRequest } = {}): Hono {
  const app = new Hono();
  app.onError(answerError);
  if (options.onRequest) app.use(requestLog(options.onRequest));
  app.use(requestId(state), loopbackOnly, implementedOnly);
  app.route("/", portalPages(state));
  app.use(authorization, idempotency(state.keptAnswers));
  app.route("/organizations", organizationRoutes(state));
  app.route("/organizations", itContactRoutes(state));
  app.route("/organization_domains", organizationDomainRoutes(state));
  app.route("/connections", connectionRoutes(state));
  app.route("/directories", directoryRoutes(state));
  app.route("/events", eventRoutes(state));
  app.route("/portal", portalRoutes(state));
  app.route("/_sandbox", sceneRoutes(state));
  return app;
}
