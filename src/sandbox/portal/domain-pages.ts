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
import { copyField, type Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import type { PortalContext, PortalEnv } from "./portal-context.ts";
import { portalPage } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import { completeInvitation, stepsFor } from "./steps.ts";

/** The step in which the IT admin proves that a domain is the company's. */
export function domainPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();

  pages.get("/", (context) => context.html(domainPage(state, context.var.portal)));

  pages.post("/:domain/check", (context) => {
    const { session } = context.var.portal;
    const id = context.req.param("domain");
    const domain = domainsOf(state, session.organizationId).find((held) => held.id === id);
    // Gone or verified since the page was loaded: the page, loaded anew, says so.
    if (domain && !isVerified(domain)) {
      // Nobody can add a record to the sandbox's DNS but by saying so.
      publishTxtRecord(state, domain);
      verifyDomain(state, domain);
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
    content: html`${domains.length === 0 ? NO_DOMAIN : domains.map((domain) => domainPart(portal, domain))}
${
  next &&
  domains.some(isVerified) &&
  html`<p class="actions"><a class="button" href="${sessionPath(session, next.path)}">Continue with ${next.name}</a></p>`
}`,
  });
}

const NO_DOMAIN = html`<p>No domain was named for your organization yet, so there is nothing to verify.</p>
<p>Ask the person who sent you the link to add your company's domain, then load this page again.</p>`;

function domainPart({ session }: PortalContext, domain: OrganizationDomain): Markup {
  if (isVerified(domain)) {
    return html`<h2>${domain.domain} <span class="badge good">Verified</span></h2>
<p>Thank you. The DNS record was found; keep it in place.</p>`;
  }
  const { name, value } = txtRecord(domain);
  return html`<h2>${domain.domain} <span class="badge">Not verified yet</span></h2>
<p>Show that the domain is yours: at your DNS provider, add a record of the type TXT.</p>
${copyField("Type", "TXT")}
${copyField("Name", name)}
<p class="hint">Many DNS providers want <code>@</code> for the domain itself.</p>
${copyField("Value", value)}
<form method="post" action="${sessionPath(session, `domains/${domain.id}/check`)}">
<p class="actions"><button>I have added the record — check</button></p>
</form>
<p class="hint">The sandbox looks into no real DNS: it takes your word for it.</p>`;
}
