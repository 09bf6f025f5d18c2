import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { addConnection, connectionsOf, setConnectionState } from "../api/connections.ts";
import { copyField, type Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import type { PortalContext, PortalEnv } from "./portal-context.ts";
import { formText, portalPage, providerButtons } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import { SSO_PROVIDERS, type SsoProvider } from "./sso-providers.ts";
import { activeConnection, completeInvitation, connectionSettings, hasVerifiedDomain } from "./steps.ts";

/** The step in which the IT admin connects the company's identity provider. */
export function ssoPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();

  // Whatever is asked for: set up already, it is the settings; without a verified domain, that comes first.
  pages.use(async (context, next) => {
    const { portal } = context.var;
    const { organizationId } = portal.session;
    const active = activeConnection(state, organizationId);
    if (active) return respondWithPage(context, settingsPage(portal, connectionSettings(active)));
    if (!hasVerifiedDomain(state, organizationId))
      return respondWithPage(context, verifyDomainFirstPage(portal));
    return next();
  });

  pages.get("/", (context) => context.html(choosePage(context.var.portal)));

  pages.post("/", async (context) => {
    const { session } = context.var.portal;
    const provider = providerBySlug(await formText(context, "provider"));
    return context.redirect(sessionPath(session, provider ? `sso/${provider.slug}` : "sso"), 303);
  });

  pages.get("/:provider", (context) => {
    const { portal } = context.var;
    const provider = providerBySlug(context.req.param("provider"));
    if (provider === undefined) return context.redirect(sessionPath(portal.session, "sso"), 303);
    return context.html(ssoProviderPage(portal, provider, { given: provider.metadataSample }));
  });

  pages.post("/:provider", async (context) => {
    const { portal } = context.var;
    const provider = providerBySlug(context.req.param("provider"));
    if (provider === undefined) return context.redirect(sessionPath(portal.session, "sso"), 303);
    const given = await formText(context, "metadata_url");
    if (!isHttps(given)) {
      const error = "Enter an address that begins with https://";
      return context.html(ssoProviderPage(portal, provider, { given, error }), 422);
    }
    activate(state, portal, provider);
    completeInvitation(state, portal.session.organizationId);
    return context.redirect(sessionPath(portal.session, "done"), 303);
  });

  return pages;
}

/** A connection that was begun elsewhere, in the dashboard say, is gone on with: a second would be one too many. */
function activate(
  state: SandboxState,
  { organization }: PortalContext,
  { connectionType: type }: SsoProvider,
): void {
  const begun = connectionsOf(state, organization.id).find(
    (connection) => [type, "Pending"].includes(connection.type) && connection.state !== "deleting",
  );
  if (begun === undefined) {
    addConnection(state, organization.id, { type, name: organization.name, state: "active" });
  } else {
    begun.type = type;
    setConnectionState(state, begun, "active");
  }
}

function providerBySlug(slug: string): SsoProvider | undefined {
  return SSO_PROVIDERS.find((provider) => provider.slug === slug);
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** A form that comes too late, or too early, changes nothing: 409 with the page that says how things stand. */
function respondWithPage(context: Context<PortalEnv>, markup: Markup) {
  return context.html(markup, context.req.method === "POST" ? 409 : 200);
}

function choosePage(portal: PortalContext): Markup {
  return portalPage(portal, {
    title: "Choose your identity provider",
    content: html`<p class="soft">Where do the people of your company have their accounts?</p>
${providerButtons(sessionPath(portal.session, "sso"), SSO_PROVIDERS)}`,
  });
}

function settingsPage(portal: PortalContext, settings: Markup): Markup {
  return portalPage(portal, {
    title: "Single Sign-On settings",
    content: html`<p>Single Sign-On is set up and active. Nothing is left to do.</p>
${settings}`,
  });
}

function verifyDomainFirstPage(portal: PortalContext): Markup {
  return portalPage(portal, {
    title: "Verify a domain first",
    content: html`<p>Single Sign-On decides who may sign in with your company's addresses. It can be activated when a
domain of your company is verified, and none is yet.</p>
<p class="actions"><a class="button" href="${sessionPath(portal.session, "domains")}">Verify your domain</a></p>`,
  });
}

/** What to copy to the provider and what to bring back from there. `given` is what the field holds. */
function ssoProviderPage(
  portal: PortalContext,
  provider: SsoProvider,
  { given, error }: { given: string; error?: string },
): Markup {
  const { session, organization } = portal;
  const service = "https://sso.workos.example";
  return portalPage(portal, {
    title: `Connect with ${provider.name}`,
    hasError: error !== undefined,
    content: html`<ol class="guide">${provider.instructions.map((sentence) => html`<li>${sentence}</li>`)}</ol>
${copyField(provider.acsUrlLabel, `${service}/acs/${organization.id}`)}
${copyField(provider.entityIdLabel, `${service}/${organization.id}`)}
<h2>Then bring one value back</h2>
<form method="post" action="${sessionPath(session, `sso/${provider.slug}`)}" novalidate>
<label for="metadata-url">${provider.metadataLabel}</label>
<input id="metadata-url" name="metadata_url" type="url" required autocomplete="off" spellcheck="false" value="${given}"
 aria-describedby="metadata-hint"${error === undefined ? "" : html` aria-invalid="true" aria-errormessage="metadata-error"`}>
${error !== undefined && html`<p id="metadata-error" class="error" role="alert">${error}</p>`}
<p id="metadata-hint" class="hint">${provider.metadataHint} In the sandbox a sample is filled in.</p>
<p class="actions"><button>Activate Single Sign-On</button></p>
</form>
<p><a href="${sessionPath(session, "sso")}">Choose another provider</a></p>`,
  });
}
