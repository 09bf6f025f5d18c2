import type { Command } from "commander";
import { INTENT_WORDS } from "../../handoff/intents.ts";
import { emailedIntents } from "../../handoff/invitation-intents.ts";
import { INTENTS, type Intent } from "../../workos/port.ts";
import { type Synonyms, wordFrom } from "../suggestion.ts";

/** What people who know the things by other names type. */
const SYNONYMS: Synonyms<Intent> = {
  saml: "sso",
  oidc: "sso",
  login: "sso",
  single_sign_on: "sso",
  okta: "sso",
  entra: "sso",
  scim: "dsync",
  directory: "dsync",
  directory_sync: "dsync",
  provisioning: "dsync",
  audit: "audit_logs",
  audit_trail: "audit_logs",
  logs: "log_streams",
  log_streaming: "log_streams",
  siem: "log_streams",
  domain: "domain_verification",
  domains: "domain_verification",
  verification: "domain_verification",
  verify_domain: "domain_verification",
  dns: "domain_verification",
  certificate: "certificate_renewal",
  certificates: "certificate_renewal",
  cert: "certificate_renewal",
  renewal: "certificate_renewal",
  byok: "bring_your_own_key",
  own_key: "bring_your_own_key",
  encryption_key: "bring_your_own_key",
};

/**
 * For `--intent`, as often as it is given.
 *
 * @throws InvalidArgumentError
 */
export function collectIntents(typed: string, before: readonly Intent[]): Intent[] {
  return [...before, wordFrom(typed, INTENTS, SYNONYMS)];
}

/** Says in `--help` what each intent is. */
export function explainIntents(command: Command, note = ""): Command {
  const width = Math.max(...INTENTS.map((intent) => intent.length));
  const lines = INTENTS.map((intent) => `  ${intent.padEnd(width)}  ${EXPLAINED[intent]}`);
  return command.addHelpText("after", `\nWhat a link can be for (--intent):\n${lines.join("\n")}${note}`);
}

/** For `link email`: what WorkOS emails no link for. */
export function notEmailed(): string {
  const missing = INTENTS.filter((intent) => "refused" in emailedIntents([intent]));
  return `\nWorkOS emails no link for ${missing.join(" and ")}; there, ssoctl link create makes one.`;
}

const EXPLAINED: Readonly<Record<Intent, string>> = {
  sso: `${INTENT_WORDS.sso}: their people sign in with the company's account`,
  dsync: `${INTENT_WORDS.dsync}: their list of users is kept up to date by itself (SCIM)`,
  audit_logs: `${INTENT_WORDS.audit_logs}: they read the record of who did what`,
  log_streams: `${INTENT_WORDS.log_streams}: that record, sent on to their own log system`,
  domain_verification: "they prove that their domain is theirs",
  certificate_renewal: "they renew the certificate of a sign-in that works already (SAML)",
  bring_your_own_key: "they give an encryption key of their own",
};
