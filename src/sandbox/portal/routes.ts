import { Hono } from "hono";
import { readBody } from "../http/body.ts";
import { organizationById } from "../organizations/organization.ts";
import type { SandboxState } from "../state.ts";
import { generateLinkBody } from "./body.ts";
import { createPortalLink } from "./portal-link.ts";

/** WorkOS API reference, "Admin Portal". */
export function portalRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.post("/generate_link", async (context) => {
    const body = await readBody(context, generateLinkBody);
    const organization = organizationById(state, body.organization);
    const { token } = createPortalLink(state, {
      organizationId: organization.id,
      ...(body.intent !== undefined && { intent: body.intent }),
      ...(body.return_url !== undefined && { returnUrl: body.return_url }),
      ...(body.success_url !== undefined && { successUrl: body.success_url }),
    });
    // The host under which the client reached the sandbox is the one its browser will reach too.
    const { origin } = new URL(context.req.url);
    return context.json({ link: `${origin}/portal/${token}` }, 201);
  });

  return routes;
}
