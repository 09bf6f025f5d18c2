import { Hono } from "hono";
import { html } from "hono/html";
import {
  domainsOf,
  isVerified,
  publishTxtRecord,
  txtRecord,
  verifyDomain,
} from "../api/organization-domains.ts";
import type { OrganizationDomain } from "../model.ts";
import { COPY_SCRIPT, copyField, type Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import type { PortalContext, PortalEnv } from "./portal-context.ts";
import { portalPage } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import { completeInvitation, stepsFor } from "./steps.ts";

export function domainPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();

  pages.get("/", (context) => context.html(domainPage(state, context.var.portal)));

  pages.post("/:domain/check", (context) => {
    const { session, organization } = context.var.portal;
    const id = context.req.param("domain");
    const domain = domainsOf(state, session.organizationId).find((known) => known.id === id);
    // The domain may have been deleted or verified since the page was loaded.
    if (domain && !isVerified(domain)) {
      // The sandbox has no DNS, so the form counts as publishing the record.
      publishTxtRecord(state, domain);
      verifyDomain(state, domain);
      state.tell({ what: "verified", domain: domain.domain, organization: organization.name });
    }
    completeInvitation(state, session.organizationId);
    const isEverythingDone = stepsFor(state, session.organizationId, session.intents).every(
      ({ progress }) => progress === "done",
    );
    return context.redirect(sessionPath(session, isEverythingDone ? "done" : "domains"), 303);
  });

  return pages;
}

function domainPage(state: SandboxState, portal: PortalContext): Markup {
  const { session } = portal;
  const domains = domainsOf(state, session.organizationId);
  const next = stepsFor(state, session.organizationId, session.intents).find(
    ({ progress, intent }) => progress === "open" && intent !== "domain_verification",
  );
  return portalPage(portal, {
    title: domains.some((domain) => !isVerified(domain)) ? "Verify your domain" : "Your domains",
    content: html`${domains.length === 0 ? NO_DOMAIN : domains.map((domain) => domainSection(portal, domain))}
${COPY_SCRIPT}
${
  next &&
  domains.some(isVerified) &&
  html`<p class="actions"><a class="button" href="${sessionPath(session, next.path)}">Continue with ${next.name}</a></p>`
}`,
  });
}

const NO_DOMAIN = html`<p>Your organization has no domain yet, so there is nothing to verify.</p>
<p>Ask the person who sent you the link to add your company's domain, then reload this page.</p>`;

function domainSection({ session }: PortalContext, domain: OrganizationDomain): Markup {
  if (isVerified(domain)) {
    return html`<h2>${domain.domain} <span class="badge good">Verified</span></h2>
<p>The DNS record was found. Don't remove it.</p>`;
  }
  const { name, value } = txtRecord(domain);
  return html`<h2>${domain.domain} <span class="badge">Not verified</span></h2>
<p>To prove that you own the domain, add this record at your DNS provider.</p>
${copyField("Type", "TXT")}
${copyField("Name", name)}
<p class="hint">Many DNS providers use <code>@</code> for the domain itself.</p>
${copyField("Value", value)}
<form method="post" action="${sessionPath(session, `domains/${domain.id}/check`)}">
<p class="actions"><button>I have added the record</button></p>
</form>
<p class="hint">The sandbox doesn't check real DNS. Select the button to verify the domain.</p>`;
}
