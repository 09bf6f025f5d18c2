import type { Context } from "hono";
import { html } from "hono/html";
import { type Markup, page, sanitizeText } from "../pages/layout.ts";
import type { PortalContext } from "./portal-context.ts";
import { sessionPath } from "./session.ts";

interface PortalPage {
  readonly title: string;
  readonly content: Markup;
  readonly linksToOverview?: boolean;
  /** Marks the title of a form with an error, because screen readers read the title first. */
  readonly hasError?: boolean;
  readonly isSuccess?: boolean;
}

export function portalPage(
  { session, organization }: PortalContext,
  { title, content, linksToOverview = true, hasError = false, isSuccess = false }: PortalPage,
): Markup {
  const name = sanitizeText(organization.name);
  const { returnUrl } = session;
  const navigation = html`<nav aria-label="Admin Portal">${
    returnUrl !== undefined && html`<a href="${returnUrl}">Back to ${new URL(returnUrl).host}</a>`
  }
${linksToOverview && html`<a href="${sessionPath(session)}">Overview</a>`}</nav>`;
  return page({
    title: `${hasError ? "Error: " : ""}${title} · ${name}`,
    navigation: returnUrl !== undefined || linksToOverview ? navigation : "",
    content: html`${isSuccess && html`<p class="mark" aria-hidden="true">✓</p>`}
<p class="eyebrow">Admin Portal · <bdi>${name}</bdi></p>
<h1>${title}</h1>
${content}`,
  });
}

/** A trimmed form field. Empty if it is missing, is a file, or the body can't be parsed. */
export async function formText(context: Context, name: string): Promise<string> {
  const fields = await context.req.parseBody().catch(() => ({}) as Record<string, never>);
  const value: unknown = fields[name];
  return typeof value === "string" ? value.trim() : "";
}

interface ProviderOption {
  readonly slug: string;
  readonly label: string;
  readonly description: string;
}

export function providerButtons(action: string, providers: readonly ProviderOption[]): Markup {
  return html`<form method="post" action="${action}" class="choices">${providers.map(
    ({ slug, label, description }) => html`
<button name="provider" value="${slug}">${label} <small>${description}</small></button>`,
  )}
</form>`;
}
