import type { Context, MiddlewareHandler } from "hono";
import { html } from "hono/html";
import type { Organization, PortalSession } from "../model.ts";
import { foreignText, type Markup, page } from "../pages/layout.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { closedSession, closedSetupLink } from "./dead-link-pages.ts";
import { sessionFault, sessionPath } from "./session.ts";

/** What every page of the Admin Portal knows of its visitor. */
export interface Visit {
  readonly session: PortalSession;
  readonly organization: Organization;
}

export interface VisitEnv {
  Variables: { visit: Visit };
}

/** Lets only living sessions through, and tells the visitor why another one ended. */
export function openVisit(state: SandboxState): MiddlewareHandler<VisitEnv> {
  return async (context, next) => {
    const session = state.portalSessions.get(context.req.param("session") ?? "");
    const fault = session ? sessionFault(state, session) : "unknown";
    if (session === undefined || fault === "unknown") return context.html(closedSession(), 404);
    // The page that says so is shown after the setup is complete, also when it is loaded again.
    const isFarewell = fault === "completed" && context.req.path === sessionPath(session, "done");
    if (fault !== undefined && !isFarewell) return context.html(closedSetupLink(fault), 410);
    context.set("visit", { session, organization: organizationById(state, session.organizationId) });
    return next();
  };
}

interface PortalPage {
  readonly title: string;
  readonly content: Markup;
  /** Whether it links to the overview; it does unless told otherwise. */
  readonly isWayBack?: boolean;
  /** Whether it shows a form again with what is wrong with it: the title is the first thing a screen reader says. */
  readonly isRefusal?: boolean;
  /** Whether it brings good news. */
  readonly isSuccess?: boolean;
}

/** A page of the Admin Portal. */
export function portalPage(
  { session, organization }: Visit,
  { title, content, isWayBack = true, isRefusal = false, isSuccess = false }: PortalPage,
): Markup {
  const name = foreignText(organization.name);
  const { returnUrl } = session;
  const navigation = html`<nav aria-label="Admin Portal">${
    returnUrl !== undefined && html`<a href="${returnUrl}">Back to ${new URL(returnUrl).host}</a>`
  }
${isWayBack && html`<a href="${sessionPath(session)}">Overview</a>`}</nav>`;
  return page({
    title: `${isRefusal ? "Error: " : ""}${title} · ${name}`,
    navigation: returnUrl !== undefined || isWayBack ? navigation : "",
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
  readonly offer: string;
  readonly description: string;
}

/** One button a provider: choosing takes a single key or click. */
export function choices(action: string, providers: readonly Choice[]): Markup {
  return html`<form method="post" action="${action}" class="choices">${providers.map(
    ({ slug, offer, description }) => html`
<button name="provider" value="${slug}">${offer} <small>${description}</small></button>`,
  )}
</form>`;
}
