import type { Intent } from "../workos/port.ts";

/** An intent in the words people know it by. */
export const INTENT_WORDS: Readonly<Record<Intent, string>> = {
  sso: "Single Sign-On",
  dsync: "Directory Sync",
  audit_logs: "Audit Logs",
  log_streams: "Log Streams",
  domain_verification: "domain verification",
  certificate_renewal: "SAML certificate renewal",
  bring_your_own_key: "Bring Your Own Key",
};
