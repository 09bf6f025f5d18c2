import { Hono } from "hono";
import { connectionRoutes } from "./api/connections.ts";
import { directoryRoutes } from "./api/directories.ts";
import { eventRoutes } from "./api/events.ts";
import { itContactRoutes } from "./api/it-contacts.ts";
import { organizationDomainRoutes } from "./api/organization-domains.ts";
import { organizationRoutes } from "./api/organizations.ts";
import { portalRoutes } from "./api/portal-links.ts";
import { controlRoutes } from "./control.ts";
import { idempotency } from "./http/idempotency.ts";
import { recordListSnapshots } from "./http/lists.ts";
import {
  authorization,
  implementedOnly,
  loopbackOnly,
  type OnRequest,
  rateLimit,
  requestId,
  requestLog,
  smallBodies,
} from "./http/middleware.ts";
import { inboxPages, inboxRoutes } from "./inbox/inbox.ts";
import { startPage } from "./pages/start.ts";
import { handleError } from "./pages/unknown.ts";
import { linkPages } from "./portal/link-pages.ts";
import { sessionPages } from "./portal/session-pages.ts";
import type { SandboxState } from "./state.ts";

export function createApp(state: SandboxState, options: { onRequest?: OnRequest } = {}): Hono {
  const app = new Hono();
  app.onError(handleError);
  if (options.onRequest) app.use(requestLog(options.onRequest));
  app.use(requestId(state), loopbackOnly, implementedOnly, smallBodies, recordListSnapshots(state));
  app.route("/", startPage());
  app.route("/inbox", inboxPages(state));
  app.route("/", linkPages(state));
  app.route("/session", sessionPages(state));
  // Only its path is documented. Requires no key.
  app.get("/health", (context) => context.json({ status: "ok" }));
  app.use(authorization);
  app.route("/_sandbox", controlRoutes(state));
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
