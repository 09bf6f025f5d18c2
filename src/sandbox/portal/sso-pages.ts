import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { addConnection, connectionsOf, setConnectionState } from "../api/connections.ts";
import { COPY_SCRIPT, copyField, type Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import type { PortalContext, PortalEnv } from "./portal-context.ts";
import { formText, portalPage, providerButtons } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import { SSO_PROVIDERS, type SsoProvider } from "./sso-providers.ts";
import {
  activeConnection,
  completeInvitation,
  connectionSettings,
  hasVerifiedDomain,
  providerName,
  testSignIn,
} from "./steps.ts";

export function ssoPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();

  pages.post("/test-sign-in", (context) => {
    const { portal } = context.var;
    const active = activeConnection(state, portal.organization.id);
    if (active === undefined) return context.redirect(sessionPath(portal.session, "sso"), 303);
    const provider = providerName(active);
    state.tell({ what: "signed_in", provider, organization: portal.organization.name });
    return context.html(signedInPage(portal, provider));
  });

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
    return context.html(ssoProviderPage(portal, provider, { metadataUrl: provider.metadataSample }));
  });

  pages.post("/:provider", async (context) => {
    const { portal } = context.var;
    const provider = providerBySlug(context.req.param("provider"));
    if (provider === undefined) return context.redirect(sessionPath(portal.session, "sso"), 303);
    const metadataUrl = await formText(context, "metadata_url");
    if (!isHttps(metadataUrl)) {
      const error = "Enter a URL that starts with https://";
      return context.html(ssoProviderPage(portal, provider, { metadataUrl, error }), 422);
    }
    activate(state, portal, provider);
    state.tell({ what: "activated", provider: provider.name, organization: portal.organization.name });
    completeInvitation(state, portal.session.organizationId);
    return context.redirect(sessionPath(portal.session, "done"), 303);
  });

  return pages;
}

/** Activates an existing connection, for example one from the dashboard, or else adds one. */
function activate(
  state: SandboxState,
  { organization }: PortalContext,
  { connectionType: type }: SsoProvider,
): void {
  const existing = connectionsOf(state, organization.id).find(
    (connection) => [type, "Pending"].includes(connection.type) && connection.state !== "deleting",
  );
  if (existing === undefined) {
    addConnection(state, organization.id, { type, name: organization.name, state: "active" });
  } else {
    existing.type = type;
    setConnectionState(state, existing, "active");
  }
}

function providerBySlug(slug: string): SsoProvider | undefined {
  return SSO_PROVIDERS.find((provider) => provider.slug === slug);
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** Responds to a form with 409, because it changes nothing. */
function respondWithPage(context: Context<PortalEnv>, markup: Markup) {
  return context.html(markup, context.req.method === "POST" ? 409 : 200);
}

function choosePage(portal: PortalContext): Markup {
  return portalPage(portal, {
    title: "Choose your identity provider",
    content: html`<p class="soft">Select the identity provider that your company signs in with.</p>
${providerButtons(sessionPath(portal.session, "sso"), SSO_PROVIDERS)}`,
  });
}

function settingsPage(portal: PortalContext, settings: Markup): Markup {
  return portalPage(portal, {
    title: "Single Sign-On settings",
    content: html`<p>Single Sign-On is active. There is nothing left to do.</p>
${settings}
${testSignIn(portal.session)}`,
  });
}

function signedInPage(portal: PortalContext, provider: string): Markup {
  return portalPage(portal, {
    title: "Test sign-in succeeded",
    isSuccess: true,
    content: html`<p>A person of your company can sign in with ${provider}.</p>
<p class="hint">The sandbox has no identity provider: every test sign-in succeeds.</p>`,
  });
}

function verifyDomainFirstPage(portal: PortalContext): Markup {
  return portalPage(portal, {
    title: "Verify a domain first",
    content: html`<p>Before you can activate Single Sign-On, verify at least one of your company's domains.</p>
<p class="actions"><a class="button" href="${sessionPath(portal.session, "domains")}">Verify your domain</a></p>`,
  });
}

function ssoProviderPage(
  portal: PortalContext,
  provider: SsoProvider,
  { metadataUrl, error }: { metadataUrl: string; error?: string },
): Markup {
  const { session, organization } = portal;
  const service = "https://sso.workos.example";
  return portalPage(portal, {
    title: `Connect with ${provider.name}`,
    hasError: error !== undefined,
    content: html`<ol class="guide">${provider.instructions.map((sentence) => html`<li>${sentence}</li>`)}</ol>
${copyField(provider.acsUrlLabel, `${service}/acs/${organization.id}`)}
${copyField(provider.entityIdLabel, `${service}/${organization.id}`)}
<h2>Copy a value from your identity provider</h2>
<form method="post" action="${sessionPath(session, `sso/${provider.slug}`)}" novalidate>
<label for="metadata-url">${provider.metadataLabel}</label>
<input id="metadata-url" name="metadata_url" type="url" required autocomplete="off" spellcheck="false" value="${metadataUrl}"
 aria-describedby="metadata-hint"${error === undefined ? "" : html` aria-invalid="true" aria-errormessage="metadata-error"`}>
${error !== undefined && html`<p id="metadata-error" class="error" role="alert">${error}</p>`}
<p id="metadata-hint" class="hint">${provider.metadataHint} The sandbox fills in a sample.</p>
<p class="actions"><button>Activate Single Sign-On</button></p>
</form>
<p><a href="${sessionPath(session, "sso")}">Choose another provider</a></p>
${COPY_SCRIPT}`,
  });
}
