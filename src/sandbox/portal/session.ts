import { invitationError } from "../api/it-contacts.ts";
import { newToken } from "../ids.ts";
import {
  type Intent,
  type PortalLink,
  type PortalSession,
  portalIntent,
  type SetupInvitation,
} from "../model.ts";
import type { SandboxState } from "../state.ts";

/** What a portal link without an intent lets the visitor set up: all that the sandbox has pages for. */
const ANY_INTENT: readonly Intent[] = ["domain_verification", "sso", "dsync"];

/** The visit goes on after the link is used up, so its address is not the link's. */
export function startSession(state: SandboxState, link: PortalLink): PortalSession {
  const { organizationId, intent, returnUrl, successUrl } = link;
  return keep(state, {
    id: newToken(),
    organizationId,
    intents: intent === undefined ? ANY_INTENT : [intent],
    ...(returnUrl !== undefined && { returnUrl }),
    ...(successUrl !== undefined && { successUrl }),
  });
}

/** One session for each invitation: the link may be opened often, by a mail scanner too. */
export function sessionForInvitation(state: SandboxState, invitation: SetupInvitation): PortalSession {
  const { id: invitationId, organizationId, intents } = invitation;
  const known = [...state.portalSessions.values()].find((session) => session.invitationId === invitationId);
  return (
    known ?? keep(state, { id: newToken(), organizationId, intents: intents.map(portalIntent), invitationId })
  );
}

/** Why a session does not go on, or undefined while it does. */
export function sessionError(state: SandboxState, session: PortalSession) {
  if (!state.organizations.has(session.organizationId)) return "unknown";
  if (session.invitationId === undefined) return undefined;
  const invitation = state.setupInvitations.get(session.invitationId);
  return invitation ? invitationError(state, invitation) : "unknown";
}

export function sessionPath({ id }: PortalSession, step = ""): string {
  return step === "" ? `/session/${id}` : `/session/${id}/${step}`;
}

function keep(state: SandboxState, session: PortalSession): PortalSession {
  state.portalSessions.set(session.id, session);
  return session;
}
