import { html } from "hono/html";
import { INTENT_NAMES, type Intent } from "../model.ts";
import type { Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import type { PortalContext } from "./portal-context.ts";
import { portalPage } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import {
  activeConnection,
  connectionSettings,
  directorySettings,
  linkedDirectory,
  type Step,
  stepsFor,
  testSignIn,
} from "./steps.ts";

const BADGES: Record<Step["progress"], { readonly text: string; readonly style: string }> = {
  open: { text: "To do", style: "" },
  done: { text: "Done", style: "good" },
  unsupported: { text: "Not in the sandbox", style: "plain" },
};

export function overviewPage(state: SandboxState, portal: PortalContext): Markup {
  const { session } = portal;
  const { organizationId, intents } = session;
  const steps = stepsFor(state, organizationId, intents);
  const next = steps.find(({ progress }) => progress === "open");
  const connection = intents.includes("sso") ? activeConnection(state, organizationId) : undefined;
  const isStarted = steps.some(({ progress }) => progress === "done");
  return portalPage(portal, {
    title: overviewTitle(steps, intents),
    linksToOverview: false,
    content: html`<p class="soft">${introduction(steps)}</p>
<ol class="rows">${steps.map((step) => row(step, sessionPath(session, step.path)))}
</ol>
${connection && connectionSettings(connection)}
${next && html`<p class="actions"><a class="button" href="${sessionPath(session, next.path)}">${isStarted ? "Continue" : "Start"}</a></p>`}`,
  });
}

function overviewTitle(steps: readonly Step[], intents: readonly Intent[]): string {
  const names = intents.map((intent) => INTENT_NAMES[intent]);
  const subject = names.length > 2 ? "your organization" : new Intl.ListFormat("en").format(names);
  return steps.every(({ progress }) => progress === "done") ? `Settings for ${subject}` : `Set up ${subject}`;
}

function introduction(steps: readonly Step[]): string {
  const open = steps.filter(({ progress }) => progress === "open").length;
  if (open === 1) return "1 step left. You can stop at any time. Your progress is saved.";
  if (open > 1) return `${open} steps left. You can stop at any time. Your progress is saved.`;
  return steps.every(({ progress }) => progress === "done")
    ? "Everything is set up. There is nothing left to do."
    : "The sandbox doesn't support the remaining steps.";
}

function row({ name, progress }: Step, href: string): Markup {
  const { text, style } = BADGES[progress];
  return html`
<li><div><a href="${href}">${name}</a></div><span class="badge ${style}">${text}</span></li>`;
}

/** The page after a completed step, or undefined if no step is done. */
export function donePage(state: SandboxState, portal: PortalContext): Markup | undefined {
  const { session } = portal;
  const { organizationId, intents, successUrl } = session;
  const steps = stepsFor(state, organizationId, intents);
  const done = steps.filter(({ progress }) => progress === "done").map(({ intent }) => intent);
  if (done.length === 0) return undefined;
  const next = steps.find(({ progress }) => progress === "open");
  const connection = done.includes("sso") ? activeConnection(state, organizationId) : undefined;
  const directory = done.includes("dsync") ? linkedDirectory(state, organizationId) : undefined;
  return portalPage(portal, {
    title: doneTitle(connection !== undefined, directory !== undefined),
    linksToOverview: next !== undefined,
    isSuccess: true,
    content: html`<p>${next ? "This step is done." : "Everything is set up. You can close this window."}</p>
${connection && connectionSettings(connection)}
${connection && testSignIn(session)}
${directory && directorySettings(directory)}
${
  next
    ? html`<p class="actions"><a class="button" href="${sessionPath(session, next.path)}">Continue with ${next.name}</a></p>`
    : successUrl !== undefined &&
      html`<p class="actions"><a class="button" href="${successUrl}">Continue to ${new URL(successUrl).host}</a></p>`
}`,
  });
}

function doneTitle(isSsoActive: boolean, isDirectoryLinked: boolean): string {
  if (isSsoActive) return "SSO is active";
  return isDirectoryLinked ? "Your directory is linked" : "Your domain is verified";
}

export function unsupportedPage(portal: PortalContext, intent: Intent): Markup {
  return portalPage(portal, {
    title: INTENT_NAMES[intent],
    content: html`<p>The sandbox doesn't support this step. Nothing was changed.</p>
<p>In the sandbox, you can verify a domain, set up Single Sign-On, and link a directory.</p>`,
  });
}
