import { Hono } from "hono";
import { isLoopback } from "../http/middleware.ts";
import { arrayOf, emailAddress, object, oneOf, readBody, rule, string } from "../http/validation.ts";
import { newToken } from "../ids.ts";
import { INTENTS, type PortalLink } from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";

/** WorkOS: "Portal Links expire 5 minutes after they're created". */
const LIFETIME_MILLISECONDS = 5 * 60 * 1000;

function createPortalLink(
  state: SandboxState,
  request: Omit<PortalLink, "token" | "createdAt" | "openedAt">,
): PortalLink {
  const token = newToken();
  const link: PortalLink = { ...request, token, createdAt: state.now() };
  state.portalLinks.set(token, link);
  return link;
}

export function portalLinkError(state: SandboxState, link: PortalLink): "used" | "expired" | undefined {
  if (state.world.portalLinkOpenings === "one" && link.openedAt !== undefined) return "used";
  const age = state.now().getTime() - link.createdAt.getTime();
  return age >= LIFETIME_MILLISECONDS ? "expired" : undefined;
}

const MAX_CONTACTS = 20;

/** WorkOS accepts HTTPS only. The sandbox also accepts HTTP for localhost, for apps in development. */
const redirectUrl = rule<string>("must be an HTTPS URL", (value) => {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
});

/** OpenAPI document, `GenerateLinkDto`. Its former `admin_emails` is rejected as unknown. */
const generateLinkBody = object(
  { organization: string },
  {
    intent: oneOf(INTENTS),
    return_url: redirectUrl,
    success_url: redirectUrl,
    intent_options: object(
      {},
      {
        sso: object({}, { bookmark_slug: string, provider_type: oneOf(["GoogleSAML"]) }),
        domain_verification: object({}, { domain_name: string }),
      },
    ),
    it_contact_emails: arrayOf(emailAddress, MAX_CONTACTS),
  },
);

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
    // The browser reaches the sandbox at the same host as the client.
    const { origin } = new URL(context.req.url);
    return context.json({ link: `${origin}/portal/${token}` }, 201);
  });

  return routes;
}
