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
} from "./steps.ts";

const PROGRESS: Record<Step["progress"], { readonly word: string; readonly look: string }> = {
  open: { word: "To do", look: "" },
  done: { word: "Done", look: "good" },
  unsupported: { word: "Not in the sandbox", look: "plain" },
};

/** The first page of a visit: what is to be set up, and how far that is. */
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
  const what = names.length > 2 ? "your organization" : new Intl.ListFormat("en").format(names);
  return steps.every(({ progress }) => progress === "done") ? `Settings of ${what}` : `Set up ${what}`;
}

function introduction(steps: readonly Step[]): string {
  const open = steps.filter(({ progress }) => progress === "open").length;
  if (open === 1) return "One step is left. You can stop at any time; what you have done is kept.";
  if (open > 1) return `${open} steps are left. You can stop at any time; what you have done is kept.`;
  return steps.every(({ progress }) => progress === "done")
    ? "All of it is set up. Nothing is left to do."
    : "The sandbox can go no further here.";
}

function row({ name, progress }: Step, href: string): Markup {
  const { word, look } = PROGRESS[progress];
  return html`
<li><div><a href="${href}">${name}</a></div><span class="badge ${look}">${word}</span></li>`;
}

/** Says what has been reached and what comes next; undefined while nothing of it is set up. */
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
    title: title(connection !== undefined, directory !== undefined),
    linksToOverview: next !== undefined,
    isSuccess: true,
    content: html`<p>${next ? "That step is done." : "Everything is set up. You can close this window."}</p>
${connection && connectionSettings(connection)}
${directory && directorySettings(directory)}
${
  next
    ? html`<p class="actions"><a class="button" href="${sessionPath(session, next.path)}">Continue with ${next.name}</a></p>`
    : successUrl !== undefined &&
      html`<p class="actions"><a class="button" href="${successUrl}">Continue to ${new URL(successUrl).host}</a></p>`
}`,
  });
}

function title(isSsoActive: boolean, isDirectoryLinked: boolean): string {
  if (isSsoActive) return "SSO is active";
  return isDirectoryLinked ? "Your directory is linked" : "Your domain is verified";
}

/** For what WorkOS's portal can set up and the sandbox can't: it says so instead of pretending. */
export function unsupportedPage(portal: PortalContext, intent: Intent): Markup {
  return portalPage(portal, {
    title: INTENT_NAMES[intent],
    content: html`<p>WorkOS's own Admin Portal goes on from here. The sandbox goes no further than this page.</p>
<p>In it you can verify a domain, set up Single Sign-On and link a directory. Nothing has been changed.</p>`,
  });
}
