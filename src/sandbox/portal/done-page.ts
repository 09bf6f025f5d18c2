import { html } from "hono/html";
import type { Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { sessionPath } from "./session.ts";
import { connectionSettings, directorySettings } from "./settings.ts";
import { activeConnection, linkedDirectory, stepsFor } from "./steps.ts";
import { portalPage, type Visit } from "./visit.ts";

/** Says what has been reached and what comes next; undefined while nothing of it is set up. */
export function donePage(state: SandboxState, visit: Visit): Markup | undefined {
  const { session } = visit;
  const { organizationId, intents, successUrl } = session;
  const steps = stepsFor(state, organizationId, intents);
  const done = steps.filter(({ progress }) => progress === "done").map(({ intent }) => intent);
  if (done.length === 0) return undefined;
  const next = steps.find(({ progress }) => progress === "open");
  const connection = done.includes("sso") ? activeConnection(state, organizationId) : undefined;
  const directory = done.includes("dsync") ? linkedDirectory(state, organizationId) : undefined;
  return portalPage(visit, {
    title: title(connection !== undefined, directory !== undefined),
    isWayBack: next !== undefined,
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
