import { html } from "hono/html";
import { connectionsOf } from "../api/connections.ts";
import { directoriesOf } from "../api/directories.ts";
import { activeInvitation } from "../api/it-contacts.ts";
import { domainsOf, isVerified } from "../api/organization-domains.ts";
import {
  type Connection,
  type Directory,
  INTENT_NAMES,
  type Intent,
  portalIntent,
  type SetupInvitation,
} from "../model.ts";
import { type Markup, timestamp } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { DIRECTORY_PROVIDERS } from "./directory-providers.ts";
import { SSO_PROVIDERS } from "./sso-providers.ts";

/** One thing that the IT admin sets up. */
export interface Step {
  readonly intent: Intent;
  readonly name: string;
  /** The last part of the address of its page. */
  readonly path: string;
  /** `beyond` is what the sandbox has no pages for. */
  readonly progress: "open" | "done" | "unsupported";
}

/** The steps that these intents take, in the order in which they can be done. */
export function stepsFor(state: SandboxState, organizationId: string, intents: readonly Intent[]): Step[] {
  const step = (intent: Intent, path: string, isDone: boolean): Step => ({
    intent,
    name: INTENT_NAMES[intent],
    path,
    progress: isDone ? "done" : "open",
  });
  const wants = (intent: Intent) => intents.includes(intent);
  const domains = domainsOf(state, organizationId);
  // Asked to verify domains, all are meant; for Single Sign-On one verified domain is enough.
  const isDomainDone = wants("domain_verification")
    ? domains.length > 0 && domains.every(isVerified)
    : domains.some(isVerified);
  const needsDomain = wants("domain_verification") || wants("sso");
  return [
    ...(needsDomain ? [step("domain_verification", "domains", isDomainDone)] : []),
    ...(wants("sso") ? [step("sso", "sso", activeConnection(state, organizationId) !== undefined)] : []),
    ...(wants("dsync")
      ? [step("dsync", "directory", linkedDirectory(state, organizationId) !== undefined)]
      : []),
    ...intents
      .filter(isUnsupported)
      .map((intent) => ({ ...step(intent, intent, false), progress: "unsupported" as const })),
  ];
}

/** Whether the sandbox has no pages for it. */
export function isUnsupported(intent: Intent): boolean {
  return intent !== "sso" && intent !== "dsync" && intent !== "domain_verification";
}

/** WorkOS: Single Sign-On can't be activated without a verified domain. */
export function hasVerifiedDomain(state: SandboxState, organizationId: string): boolean {
  return domainsOf(state, organizationId).some(isVerified);
}

export function activeConnection(state: SandboxState, organizationId: string): Connection | undefined {
  return connectionsOf(state, organizationId).find((connection) => connection.state === "active");
}

export function linkedDirectory(state: SandboxState, organizationId: string): Directory | undefined {
  return directoriesOf(state, organizationId).find((directory) => directory.state === "linked");
}

/**
 * WorkOS revokes an invitation by itself when the setup is complete. What the sandbox has no pages for does not count,
 * else such an invitation could never be completed.
 */
export function completeInvitation(state: SandboxState, organizationId: string): void {
  const invitation = activeInvitation(state, organizationId);
  if (invitation && isComplete(state, invitation)) invitation.ended = "completed";
}

function isComplete(state: SandboxState, { organizationId, intents }: SetupInvitation): boolean {
  const steps = stepsFor(state, organizationId, intents.map(portalIntent));
  const own = steps.filter(({ progress }) => progress !== "unsupported");
  return own.length > 0 && own.every(({ progress }) => progress === "done");
}

/** What the portal shows of a connection that works. */
export function connectionSettings({ type, state, updatedAt }: Connection): Markup {
  const provider = SSO_PROVIDERS.find(({ connectionType }) => connectionType === type);
  return settings(
    "Your connection",
    provider?.name ?? type,
    state === "active" ? "Active" : state,
    updatedAt,
  );
}

/** What the portal shows of a directory that works. */
export function directorySettings({ type, updatedAt }: Directory): Markup {
  const provider = DIRECTORY_PROVIDERS.find(({ directoryType }) => directoryType === type);
  return settings("Your directory", provider?.name ?? type, "Linked", updatedAt);
}

function settings(title: string, provider: string, state: string, since: Date): Markup {
  return html`<h2>${title}</h2>
<dl>
<dt>Provider</dt><dd>${provider}</dd>
<dt>State</dt><dd><span class="badge good">${state}</span></dd>
<dt>Since</dt><dd>${timestamp(since)}</dd>
</dl>`;
}
