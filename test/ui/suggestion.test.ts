import { describe, expect, test } from "vitest";
import { see } from "../support/fake-system.ts";

/** What somebody types, and the word that they are told. */
const MEANT: Readonly<Record<string, readonly (readonly [typed: string, word: string])[]>> = {
  "link create acme.com --intent": [
    ["ssso", "sso"],
    ["saml", "sso"],
    ["oidc", "sso"],
    ["single-sign-on", "sso"],
    ["scim", "dsync"],
    ["directory_sync", "dsync"],
    ["dsnc", "dsync"],
    ["domain", "domain_verification"],
    ["domain-verification", "domain_verification"],
    ["logs", "log_streams"],
    ["audit-log", "audit_logs"],
    ["certificate", "certificate_renewal"],
    ["byok", "bring_your_own_key"],
  ],
  "link email acme.com --to jane@acme.com --intent": [["saml", "sso"]],
  "link email acme.com --to jane@acme.com --provider": [
    ["azure", "entra"],
    ["ockta", "okta"],
  ],
  "link create acme.com --message --provider": [["google-workspace", "google"]],
  "org status acme.com --wait": [
    ["scim", "directory"],
    ["domian", "domain"],
  ],
  "org ensure acme.com --domain-state": [["verfied", "verified"]],
  "env add staging --kind": [
    ["production", "live"],
    ["staging", "test"],
  ],
  "env add staging --storage": [["keyring", "keychain"]],
};

describe.each(Object.entries(MEANT))("%s", (line, cases) => {
  test.each(cases)("%s → Did you mean %s?", async (typed, word) => {
    const { exit, stderr } = await see("pipe", [...line.split(" "), typed]);
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`Invalid value '${typed}' for --[a-z-]+\\. Did you mean ${word}\\?\n`, "u"),
    );
  });
});
