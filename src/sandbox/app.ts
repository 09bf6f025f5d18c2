import { Hono } from "hono";
import { connectionRoutes } from "./connections/routes.ts";
import { keepListSnapshots } from "./delayed-lists.ts";
import { directoryRoutes } from "./directories/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { authorization } from "./http/authorization.ts";
import { answerError } from "./http/errors.ts";
import { idempotency } from "./http/idempotency.ts";
import { implementedOnly } from "./http/implemented-only.ts";
import { loopbackOnly } from "./http/loopback-only.ts";
import { rateLimit } from "./http/rate-limit.ts";
import { requestId } from "./http/request-id.ts";
import { type OnRequest, requestLog } from "./http/request-log.ts";
import { inboxPages } from "./inbox/pages.ts";
import { inboxRoutes } from "./inbox/routes.ts";
import { itContactRoutes } from "./it-contacts/routes.ts";
import { organizationDomainRoutes } from "./organization-domains/routes.ts";
import { organizationRoutes } from "./organizations/routes.ts";
import { startPage } from "./pages/start.ts";
import { linkPages } from "./portal/link-pages.ts";
import { portalRoutes } from "./portal/routes.ts";
import { sessionPages } from "./portal/session-pages.ts";
import { sceneRoutes } from "./scene/routes.ts";
import type { SandboxState } from "./state.ts";

/** The sandbox as a fetch handler: pages for people first, then its control routes and the API behind the key. */
export function createApp(state: SandboxState, options: { onRequest?: OnRequest } = {}): Hono {
  const app = new Hono();
  app.onError(answerError);
  if (options.onRequest) app.use(requestLog(options.onRequest));
  app.use(requestId(state), loopbackOnly, implementedOnly, keepListSnapshots(state));
  app.route("/", startPage());
  app.route("/inbox", inboxPages(state));
  app.route("/", linkPages(state));
  app.route("/session", sessionPages(state));
  // Not documented beyond its path; it needs no key.
  app.get("/health", (context) => context.json({ status: "ok" }));
  app.use(authorization);
  app.route("/_sandbox", sceneRoutes(state));
  app.route("/_sandbox/inbox", inboxRoutes(state));
  app.use(rateLimit(state), idempotency(state));
  app.route("/organizations", organizationRoutes(state));
  app.route("/organizations", itContactRoutes(state));
  app.route("/organization_domains", organizationDomainRoutes(state));
  app.route("/connections", connectionRoutes(state));
  app.route("/directories", directoryRoutes(state));
  app.route("/events", eventRoutes(state));
  app.route("/portal", portalRoutes(state));
  return app;
}
