import type { Intent, InvitationIntent, Organization } from "../workos/port.ts";
import { hasVerifiedDomain } from "./domain-state.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** The same purposes in an invitation's words; `undefined` where WorkOS emails no such link. */
const EMAILED: Readonly<Record<Intent, InvitationIntent | undefined>> = {
  sso: "sso",
  dsync: "directory_sync",
  audit_logs: undefined,
  log_streams: "log_streams",
  domain_verification: "domain_verification",
  certificate_renewal: undefined,
  bring_your_own_key: "bring_your_own_key",
};

/** An invitation's intent in the words people know it by. */
export const INVITATION_WORDS: Readonly<Record<InvitationIntent, string>> = {
  sso: "Single Sign-On",
  directory_sync: "Directory Sync",
  log_streams: "Log Streams",
  domain_verification: "domain verification",
  bring_your_own_key: "Bring Your Own Key",
};

/** A portal link's intents as an invitation's, or which of them no email can be for. */
export function emailedIntents(intents: readonly Intent[]): InvitationIntent[] | Refusal {
  const missing = intents.find((intent) => EMAILED[intent] === undefined);
  if (missing) {
    return {
      ...refuse(`WorkOS emails no setup link for ${missing}.`),
      hint: `A portal link does it, for someone you are talking to: ssoctl link create <customer> --intent ${missing}`,
    };
  }
  return [...new Set(intents.flatMap((intent) => EMAILED[intent] ?? []))];
}

/** SSO cannot be activated without a verified domain (WorkOS docs, "Domain verification"), so both go together. */
export function defaultIntents(organization: Organization): InvitationIntent[] {
  return hasVerifiedDomain(organization) ? ["sso"] : ["sso", "domain_verification"];
}
