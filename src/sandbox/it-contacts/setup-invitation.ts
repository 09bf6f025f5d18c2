import { conflict } from "../http/errors.ts";
import { mailInvitation } from "../inbox/mail.ts";
import { organizationById } from "../organizations/organization.ts";
import type { SandboxState } from "../state.ts";
import { newToken } from "../token.ts";
import type { ItContact } from "./it-contact.ts";

/** The intents of an invitation: fewer than a portal link's, and one has another name. */
export const INVITATION_INTENTS = [
  "sso",
  "directory_sync",
  "log_streams",
  "domain_verification",
  "bring_your_own_key",
] as const;

export type InvitationIntent = (typeof INVITATION_INTENTS)[number];

/** That of the dashboard's setup links; for the API's none is documented. */
const LIFETIME_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** A setup link that WorkOS mails to an IT contact. Only the mail shows its token. */
export interface SetupInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly contactId: string;
  readonly email: string;
  readonly intents: readonly InvitationIntent[];
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Set when it was revoked, or when the setup was completed. */
  ended?: "revoked" | "completed";
}

/** Invites a contact by mail; 409 while the organization has an active invitation. */
export function inviteItContact(
  state: SandboxState,
  contact: ItContact,
  intents: readonly InvitationIntent[],
): void {
  if (activeInvitation(state, contact.organizationId)) {
    throw conflict("The organization already has an active Admin Portal invitation.");
  }
  const createdAt = state.now();
  const invitation: SetupInvitation = {
    id: state.nextId("setup_invitation"),
    organizationId: contact.organizationId,
    contactId: contact.id,
    email: contact.email,
    intents,
    token: newToken(),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFETIME_MILLISECONDS),
  };
  state.setupInvitations.set(invitation.id, invitation);
  mailInvitation(state, organizationById(state, contact.organizationId), invitation);
}

/** Why the invitation's link does not open, or undefined while it would. */
export function invitationFault(
  state: SandboxState,
  { ended, expiresAt }: SetupInvitation,
): "revoked" | "completed" | "expired" | undefined {
  return ended ?? (expiresAt > state.now() ? undefined : "expired");
}

export function activeInvitation(state: SandboxState, organizationId: string): SetupInvitation | undefined {
  return [...state.setupInvitations.values()].find(
    (invitation) =>
      invitation.organizationId === organizationId && invitationFault(state, invitation) === undefined,
  );
}

/** Revokes the contact's own active invitation. False where this contact has none. */
export function revokeInvitation(state: SandboxState, contact: ItContact): boolean {
  const invitation = activeInvitation(state, contact.organizationId);
  if (invitation?.contactId !== contact.id) return false;
  invitation.ended = "revoked";
  return true;
}

/** Revokes the active invitation that this contact may revoke. False where there is none. */
export function revokeBy(state: SandboxState, contact: ItContact): boolean {
  if (state.world.revoking === "by the invited contact") return revokeInvitation(state, contact);
  const invitation = activeInvitation(state, contact.organizationId);
  if (invitation === undefined) return false;
  invitation.ended = "revoked";
  return true;
}
