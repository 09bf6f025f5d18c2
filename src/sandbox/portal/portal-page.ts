import type { Context } from "hono";
import { html } from "hono/html";
import { type Markup, page, sanitizeText } from "../pages/layout.ts";
import type { PortalContext } from "./portal-context.ts";
import { sessionPath } from "./session.ts";

interface PortalPage {
  readonly title: string;
  readonly content: Markup;
  /** Whether it links to the overview; it does unless told otherwise. */
  readonly linksToOverview?: boolean;
  /** Whether it shows a form again with what is wrong with it: the title is the first thing a screen reader says. */
  readonly hasError?: boolean;
  /** Whether it brings good news. */
  readonly isSuccess?: boolean;
}

/** A page of the Admin Portal. */
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

/** A field of a sent form without the space around it; empty where it was not sent, is a file, or can't be read. */
export async function formText(context: Context, name: string): Promise<string> {
  // Rejects only for a body that is not the form it claims to be, which no page of ours sends.
  const fields = await context.req.parseBody().catch(() => ({}) as Record<string, never>);
  const value: unknown = fields[name];
  return typeof value === "string" ? value.trim() : "";
}

interface Choice {
  readonly slug: string;
  readonly label: string;
  readonly description: string;
}

/** One button a provider: choosing takes a single key or click. */
export function providerButtons(action: string, providers: readonly Choice[]): Markup {
  return html`<form method="post" action="${action}" class="choices">${providers.map(
    ({ slug, label, description }) => html`
<button name="provider" value="${slug}">${label} <small>${description}</small></button>`,
  )}
</form>`;
}
