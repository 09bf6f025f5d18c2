import { INTENT_NAMES, type Mail, type Organization, portalIntent, type SetupInvitation } from "../model.ts";
import { sanitizeText } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";

export function sendInvitation(
  state: SandboxState,
  { id, name }: Organization,
  invitation: SetupInvitation,
): void {
  const mail: Mail = {
    id: state.nextId("mail"),
    organization: { id, name },
    invitation,
    sentAt: state.now(),
  };
  state.mails.set(mail.id, mail);
  state.tell({ what: "emailed", email: invitation.email, subject: subject(mail) });
}

export function subject(mail: Mail): string {
  return `Set up ${intentNames(mail)} for ${sanitizeText(mail.organization.name)}`;
}

export function intentNames({ invitation }: Mail): string {
  const names = invitation.intents.map((intent) => INTENT_NAMES[portalIntent(intent)]);
  return new Intl.ListFormat("en").format(names);
}
