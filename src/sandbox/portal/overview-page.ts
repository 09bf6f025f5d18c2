import { html } from "hono/html";
import type { Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { INTENT_NAMES, type Intent } from "./intents.ts";
import { sessionPath } from "./session.ts";
import { connectionSettings } from "./settings.ts";
import { activeConnection, type Step, stepsFor } from "./steps.ts";
import { portalPage, type Visit } from "./visit.ts";

const PROGRESS: Record<Step["progress"], { readonly word: string; readonly look: string }> = {
  open: { word: "To do", look: "" },
  done: { word: "Done", look: "good" },
  beyond: { word: "Not in the sandbox", look: "plain" },
};

/** The first page of a visit: what is to be set up, and how far that is. */
export function overviewPage(state: SandboxState, visit: Visit): Markup {
  const { session } = visit;
  const { organizationId, intents } = session;
  const steps = stepsFor(state, organizationId, intents);
  const next = steps.find(({ progress }) => progress === "open");
  const connection = intents.includes("sso") ? activeConnection(state, organizationId) : undefined;
  const isStarted = steps.some(({ progress }) => progress === "done");
  return portalPage(visit, {
    title: overviewTitle(steps, intents),
    isWayBack: false,
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
