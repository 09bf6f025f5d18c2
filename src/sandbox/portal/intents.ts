import type { InvitationIntent } from "../it-contacts/setup-invitation.ts";

/** The intents of `POST /portal/generate_link`, with the names of what they set up. */
export const INTENT_NAMES = {
  sso: "Single Sign-On",
  dsync: "Directory Sync",
  audit_logs: "Audit Logs",
  log_streams: "Log Streams",
  domain_verification: "Domain Verification",
  certificate_renewal: "SAML certificate renewal",
  bring_your_own_key: "Bring Your Own Key",
} as const;

export type Intent = keyof typeof INTENT_NAMES;

export const INTENTS = Object.keys(INTENT_NAMES) as Intent[];

/** An invitation's word for an intent, as the portal has it. */
export function portalIntent(intent: InvitationIntent): Intent {
  return intent === "directory_sync" ? "dsync" : intent;
}
