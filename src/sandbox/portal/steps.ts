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
  type PortalSession,
  portalIntent,
  type SetupInvitation,
} from "../model.ts";
import { type Markup, timestamp } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { DIRECTORY_PROVIDERS } from "./directory-providers.ts";
import { sessionPath } from "./session.ts";
import { SSO_PROVIDERS } from "./sso-providers.ts";

export interface Step {
  readonly intent: Intent;
  readonly name: string;
  readonly path: string;
  /** `unsupported`: the sandbox has no pages for it. */
  readonly progress: "open" | "done" | "unsupported";
}

export function stepsFor(state: SandboxState, organizationId: string, intents: readonly Intent[]): Step[] {
  const step = (intent: Intent, path: string, isDone: boolean): Step => ({
    intent,
    name: INTENT_NAMES[intent],
    path,
    progress: isDone ? "done" : "open",
  });
  const wants = (intent: Intent) => intents.includes(intent);
  const domains = domainsOf(state, organizationId);
  // The intent domain_verification requires all domains; Single Sign-On requires one.
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

export function isUnsupported(intent: Intent): boolean {
  return intent !== "sso" && intent !== "dsync" && intent !== "domain_verification";
}

/** WorkOS requires a verified domain to activate Single Sign-On. */
export function hasVerifiedDomain(state: SandboxState, organizationId: string): boolean {
  return domainsOf(state, organizationId).some(isVerified);
}

export function activeConnection(state: SandboxState, organizationId: string): Connection | undefined {
  return connectionsOf(state, organizationId).find((connection) => connection.state === "active");
}

export function linkedDirectory(state: SandboxState, organizationId: string): Directory | undefined {
  return directoriesOf(state, organizationId).find((directory) => directory.state === "linked");
}

/** Ends the invitation if its setup is complete, as WorkOS does. Unsupported steps don't count. */
export function completeInvitation(state: SandboxState, organizationId: string): void {
  const invitation = activeInvitation(state, organizationId);
  if (invitation && isComplete(state, invitation)) invitation.ended = "completed";
}

function isComplete(state: SandboxState, { organizationId, intents }: SetupInvitation): boolean {
  const steps = stepsFor(state, organizationId, intents.map(portalIntent));
  const supported = steps.filter(({ progress }) => progress !== "unsupported");
  return supported.length > 0 && supported.every(({ progress }) => progress === "done");
}

export function connectionSettings(connection: Connection): Markup {
  const { state, updatedAt } = connection;
  return settings(
    "Your connection",
    providerName(connection),
    state === "active" ? "Active" : state,
    updatedAt,
  );
}

export function providerName({ type }: Connection): string {
  return SSO_PROVIDERS.find(({ connectionType }) => connectionType === type)?.name ?? type;
}

export function testSignIn(session: PortalSession): Markup {
  return html`<form method="post" action="${sessionPath(session, "sso/test-sign-in")}">
<p class="actions"><button class="quiet">Test the sign-in</button></p>
</form>`;
}

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
