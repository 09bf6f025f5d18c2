import type { SetupInvitation } from "../api/it-contacts.ts";
import type { Organization } from "../api/organizations.ts";
import { INTENT_NAMES, portalIntent } from "../api/portal-links.ts";
import { foreignText } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";

/** `.invalid` can never be anybody's domain (RFC 2606). */
export const SENDER = "WorkOS stand-in <setup@workos.invalid>";

/** A mail that WorkOS would have sent. The sandbox sends none: it shows them in its inbox. */
export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly invitation: SetupInvitation;
  readonly sentAt: Date;
}

/** Puts the invitation into the inbox. The mail stays as it is, whatever becomes of the organization. */
export function mailInvitation(
  state: SandboxState,
  { id, name }: Organization,
  invitation: SetupInvitation,
): void {
  const mail: Mail = {
    id: state.nextId("mail"),
    subject: `Set up ${invitedTo(invitation)} for ${foreignText(name)}`,
    organization: { id, name },
    invitation,
    sentAt: state.now(),
  };
  state.mails.set(mail.id, mail);
}

/** What the contact may set up, in words. */
export function invitedTo({ intents }: SetupInvitation): string {
  const names = intents.map((intent) => INTENT_NAMES[portalIntent(intent)]);
  return new Intl.ListFormat("en").format(names);
}

export function newestFirst(state: SandboxState): Mail[] {
  return [...state.mails.values()].toReversed();
}

/** Where the mail's button leads to, on whatever host the sandbox is reached at. */
export function setupPath({ invitation }: Mail): string {
  return `/setup/${invitation.token}`;
}
