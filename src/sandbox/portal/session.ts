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

/** For portal links without an intent: everything the sandbox supports. */
const ALL_INTENTS: readonly Intent[] = ["domain_verification", "sso", "dsync"];

/** The session's id differs from the link's token, because the link can be opened only once. */
export function startSession(state: SandboxState, link: PortalLink): PortalSession {
  const { organizationId, intent, returnUrl, successUrl } = link;
  return store(state, {
    id: newToken(),
    organizationId,
    intents: intent === undefined ? ALL_INTENTS : [intent],
    ...(returnUrl !== undefined && { returnUrl }),
    ...(successUrl !== undefined && { successUrl }),
  });
}

/** The invitation's one session. A setup link can be opened many times, also by email scanners. */
export function sessionForInvitation(state: SandboxState, invitation: SetupInvitation): PortalSession {
  const { id: invitationId, organizationId, intents } = invitation;
  const existing = [...state.portalSessions.values()].find(
    (session) => session.invitationId === invitationId,
  );
  return (
    existing ??
    store(state, { id: newToken(), organizationId, intents: intents.map(portalIntent), invitationId })
  );
}

export function sessionError(state: SandboxState, session: PortalSession) {
  if (!state.organizations.has(session.organizationId)) return "unknown";
  if (session.invitationId === undefined) return undefined;
  const invitation = state.setupInvitations.get(session.invitationId);
  return invitation ? invitationError(state, invitation) : "unknown";
}

export function sessionPath({ id }: PortalSession, step = ""): string {
  return step === "" ? `/session/${id}` : `/session/${id}/${step}`;
}

function store(state: SandboxState, session: PortalSession): PortalSession {
  state.portalSessions.set(session.id, session);
  return session;
}
