import { ADDRESS, type CommandLine, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import type { Connection, Directory, ItContact, Organization, WorkosApi } from "../workos/port.ts";
import { displayDomain } from "./domain.ts";
import { hasVerifiedDomain } from "./organization.ts";
import { isOwnAddress, readableAddress } from "./recipient.ts";

export interface Status {
  readonly organization: Organization;
  readonly connections: readonly Connection[];
  readonly directories: readonly Directory[];
  /** `undefined` if the environment has no IT contacts API. */
  readonly contacts: readonly ItContact[] | undefined;
}

export async function readStatus(organization: Organization, api: WorkosApi): Promise<Status> {
  const [connections, directories, contacts] = await Promise.all([
    api.listConnections(organization.id),
    api.listDirectories(organization.id),
    api.listItContacts(organization.id).catch(withoutContactsApi),
  ]);
  return { organization, connections, directories, contacts };
}

function withoutContactsApi(error: unknown): undefined {
  const status = error instanceof Failure ? error.facts.status : undefined;
  if (status !== 403 && status !== 404) throw error;
}

/** Common names. WorkOS's list grows, so unknown types are shown unchanged. */
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
  return (Object.hasOwn(PROVIDERS, type) ? PROVIDERS[type] : undefined) ?? type;
}

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
  return (Object.hasOwn(DIRECTORIES, type) ? DIRECTORIES[type] : undefined) ?? type;
}

/** The API says `linked`, the SDK `active`. */
export function activeDirectory(directories: readonly Directory[]): Directory | undefined {
  return directories.find(({ state }) => state === "active" || state === "linked");
}

export interface NextStep {
  readonly text: string;
  readonly command: CommandLine | undefined;
}

/** A connection that is being deleted counts as `none`. */
type Progress = "active" | "validating" | "started" | "inactive" | "none";

const ORDER: readonly Progress[] = ["active", "validating", "started", "inactive"];

/** @param customer what finds it, for the command */
export function nextStep(status: Status, customer: string): NextStep {
  const furthest = furthestConnection(status.connections);
  const progress = furthest ? progressOf(furthest) : "none";
  if (progress === "active") {
    const provider = providerName(activeConnection(status.connections)?.type ?? "");
    return { text: `nothing; SSO is active with ${provider}.`, command: undefined };
  }
  if (progress === "validating") {
    return {
      text: "WorkOS is validating the connection.",
      command: ssoctl("org", "status", customer, "--wait"),
    };
  }
  return {
    text: `${tasks(status, progress, furthest)}. Send a link:`,
    command: linkCommand(status, customer),
  };
}

/** The domain comes first: SSO cannot be activated without one. */
function tasks(status: Status, progress: Progress, connection: Connection | undefined): string {
  const domain = domainTask(status);
  const sso = ssoTask(progress, connection);
  return `the IT admin ${[domain, sso].filter(Boolean).join(" and ")}`;
}

function domainTask({ organization }: Status): string | undefined {
  if (hasVerifiedDomain(organization)) return;
  const [first] = organization.domains;
  if (!first) return "adds and verifies a domain";
  return first.state === "failed"
    ? `verifies ${displayDomain(first.domain)} again`
    : `verifies ${displayDomain(first.domain)}`;
}

function ssoTask(progress: Progress, connection: Connection | undefined): string {
  if (progress === "started") return `finishes setting up ${ssoName(connection)}`;
  if (progress === "inactive") return `activates ${ssoName(connection)} again`;
  return "sets up SSO";
}

function ssoName(connection: Connection | undefined): string {
  const known = connection && connection.type !== "Pending";
  return known ? `SSO with ${providerName(connection.type)}` : "SSO";
}

/** A contact outside the organization's domains would be refused. Without a domain, everyone is. */
function linkCommand({ organization, contacts }: Status, customer: string): CommandLine {
  if (organization.domains.length === 0)
    return ssoctl("link", "create", customer, "--intent", "domain_verification");
  if (!contacts) return ssoctl("link", "create", customer);
  const known = contacts.find(({ email }) => isOwnAddress(email, organization));
  return ssoctl("link", "email", customer, "--to", known ? readableAddress(known.email) : ADDRESS);
}

function furthestConnection(connections: readonly Connection[]): Connection | undefined {
  return ORDER.map((progress) => connections.find((connection) => progressOf(connection) === progress)).find(
    Boolean,
  );
}

function progressOf({ state }: Connection): Progress {
  if (state === "active" || state === "validating" || state === "inactive") return state;
  return state === "deleting" ? "none" : "started";
}
