import { randomBytes } from "node:crypto";
import { conflict } from "../http/errors.ts";
import type { SandboxState } from "../state.ts";
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

/** Invites a contact; 409 while the organization has an active invitation. */
export function inviteItContact(
  state: SandboxState,
  contact: ItContact,
  intents: readonly InvitationIntent[],
): SetupInvitation {
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
    token: randomBytes(24).toString("base64url"),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFETIME_MILLISECONDS),
  };
  state.setupInvitations.set(invitation.id, invitation);
  return invitation;
}

function activeInvitation(state: SandboxState, organizationId: string): SetupInvitation | undefined {
  return [...state.setupInvitations.values()].find(
    (invitation) =>
      invitation.organizationId === organizationId &&
      invitation.ended === undefined &&
      invitation.expiresAt > state.now(),
  );
}

/** Ends the contact's active invitation. False where this contact has none. */
export function revokeInvitation(state: SandboxState, contact: ItContact): boolean {
  const invitation = activeInvitation(state, contact.organizationId);
  if (invitation?.contactId !== contact.id) return false;
  invitation.ended = "revoked";
  return true;
}
