import type { Mail, Organization, SetupInvitation } from "../model.ts";
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
}
