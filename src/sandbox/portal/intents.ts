/** The intents of `POST /portal/generate_link`, with what the portal's page says they set up. */
export const INTENT_TITLES = {
  sso: "Set up Single Sign-On",
  dsync: "Set up Directory Sync",
  audit_logs: "View Audit Logs",
  log_streams: "Set up Log Streams",
  domain_verification: "Verify a domain",
  certificate_renewal: "Renew the SAML certificate",
  bring_your_own_key: "Set up Bring Your Own Key",
} as const;

export type Intent = keyof typeof INTENT_TITLES;

export const INTENTS = Object.keys(INTENT_TITLES) as Intent[];
