import type { Connection, Directory } from "../workos/port.ts";

/** The names that people know; WorkOS's list grows, and a type that is not here is shown as it is. */
const PROVIDERS: Readonly<Record<string, string>> = {
  ADFSSAML: "AD FS",
  AzureSAML: "Entra ID SAML",
  EntraIdOIDC: "Entra ID OIDC",
  GenericOIDC: "OIDC",
  GenericSAML: "SAML",
  GoogleOIDC: "Google OIDC",
  GoogleSAML: "Google SAML",
  JumpCloudSAML: "JumpCloud SAML",
  KeycloakSAML: "Keycloak SAML",
  OktaOIDC: "Okta OIDC",
  OktaSAML: "Okta SAML",
  OneLoginSAML: "OneLogin SAML",
  PingFederateSAML: "PingFederate SAML",
  PingOneSAML: "PingOne SAML",
  RipplingSAML: "Rippling SAML",
  SalesforceSAML: "Salesforce SAML",
};

export function providerName(type: string): string {
  return PROVIDERS[type] ?? type;
}

/** The connection through which the customer signs in today, if any. */
export function activeConnection(connections: readonly Connection[]): Connection | undefined {
  return connections.find(({ state }) => state === "active");
}

const DIRECTORIES: Readonly<Record<string, string>> = {
  "azure scim v2.0": "Entra ID",
  "generic scim v2.0": "SCIM",
  "gsuite directory": "Google Workspace",
  "jump cloud scim v2.0": "JumpCloud",
  "okta scim v2.0": "Okta",
  "onelogin scim v2.0": "OneLogin",
  "rippling scim v2.0": "Rippling",
};

export function directoryName(type: string): string {
  return DIRECTORIES[type] ?? type;
}

/** The API says `linked`, the SDK `active`. */
export function activeDirectory(directories: readonly Directory[]): Directory | undefined {
  return directories.find(({ state }) => state === "active" || state === "linked");
}
