import { CUSTOMER, sentence, ssoctl } from "../command-line.ts";
import { refuse } from "../failure.ts";
import { INTENTS, type Intent, type InvitationIntent } from "../workos/port.ts";

export const GOALS = ["sso", "domain", "directory"] as const;

/** What in WorkOS shows that setup is finished. */
export type Goal = (typeof GOALS)[number];

export const GOAL_WORDS: Readonly<Record<Goal, string>> = {
  sso: "SSO to be active",
  domain: "a verified domain",
  directory: "a directory to be linked",
};

interface IntentFacts {
  readonly label: string;
  readonly help: string;
  /** Name in setup links. Absent if WorkOS emails none for this intent. */
  readonly emailedAs?: InvitationIntent;
  /** Absent if WorkOS does not report when setup is done. */
  readonly goal?: Goal;
  readonly synonyms: readonly string[];
}

export const INTENT_FACTS: Readonly<Record<Intent, IntentFacts>> = {
  sso: {
    label: "Single Sign-On",
    help: "Single Sign-On: people sign in with their company account",
    emailedAs: "sso",
    goal: "sso",
    synonyms: ["saml", "oidc", "login", "single_sign_on", "okta", "entra"],
  },
  dsync: {
    label: "Directory Sync",
    help: "Directory Sync: their users are synced automatically (SCIM)",
    emailedAs: "directory_sync",
    goal: "directory",
    synonyms: ["scim", "directory", "directory_sync", "provisioning"],
  },
  audit_logs: {
    label: "Audit Logs",
    help: "Audit Logs: they view who did what",
    synonyms: ["audit", "audit_trail"],
  },
  log_streams: {
    label: "Log Streams",
    help: "Log Streams: audit logs sent to their own system",
    emailedAs: "log_streams",
    synonyms: ["logs", "log_streaming", "siem"],
  },
  domain_verification: {
    label: "domain verification",
    help: "they prove that they own their domain",
    emailedAs: "domain_verification",
    goal: "domain",
    synonyms: ["domain", "domains", "verification", "verify_domain", "dns"],
  },
  certificate_renewal: {
    label: "SAML certificate renewal",
    help: "they renew the certificate of an existing SAML connection",
    synonyms: ["certificate", "certificates", "cert", "renewal"],
  },
  bring_your_own_key: {
    label: "Bring Your Own Key",
    help: "they bring their own encryption key",
    emailedAs: "bring_your_own_key",
    synonyms: ["byok", "own_key", "encryption_key"],
  },
};

export function intentLabel(intent: Intent): string {
  return INTENT_FACTS[intent].label;
}

/** Also accepts intents from the history that this version does not know. */
export function invitationLabel(intent: string): string {
  const known = INTENTS.find((name) => name === intent || INTENT_FACTS[name].emailedAs === intent);
  return known === undefined ? intent : intentLabel(known);
}

/** @throws Failure `usage` for an intent without emailed setup links */
export function emailedIntents(intents: readonly Intent[]): InvitationIntent[] {
  const emailed = intents.map(
    (intent) =>
      INTENT_FACTS[intent].emailedAs ??
      refuse(
        `WorkOS does not email setup links for ${intent}.`,
        sentence`Make a portal link instead: ${ssoctl("link", "create", CUSTOMER, "--intent", intent)}`,
      ),
  );
  return [...new Set(emailed)];
}

/** With several intents, SSO comes first. */
export function goalOf(intents: readonly (Intent | InvitationIntent)[]): Goal | undefined {
  const goals = INTENTS.filter((name) => {
    const { emailedAs } = INTENT_FACTS[name];
    return intents.some((intent) => intent === name || intent === emailedAs);
  }).flatMap((name) => INTENT_FACTS[name].goal ?? []);
  return goals[0];
}
