/** The objects the sandbox stores, and the values WorkOS allows in them. */

export type Metadata = Readonly<Record<string, string>>;

export interface Organization {
  readonly id: string;
  name: string;
  externalId: string | null;
  metadata: Metadata;
  allowProfilesOutsideOrganization: boolean;
  stripeCustomerId?: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

export const ORGANIZATION_DOMAIN_STATES = [
  "failed",
  "legacy_verified",
  "pending",
  "unverified",
  "verified",
] as const;

export type OrganizationDomainState = (typeof ORGANIZATION_DOMAIN_STATES)[number];

export const ASSIGNABLE_STATES = ["pending", "verified"] as const;

export interface DomainData {
  readonly domain: string;
  readonly state: (typeof ASSIGNABLE_STATES)[number];
}

export interface OrganizationDomain {
  readonly id: string;
  readonly organizationId: string;
  readonly domain: string;
  state: OrganizationDomainState;
  /** `manual`: a client set it to verified. `dns`: a TXT record must prove it. */
  readonly verificationStrategy: "dns" | "manual";
  readonly verificationPrefix: string;
  readonly verificationToken: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** The values of `connection_type` in responses (OpenAPI document, `Connection`). */
export const CONNECTION_TYPES = [
  "Pending",
  "ADFSSAML",
  "AdpOidc",
  "AppleOAuth",
  "Auth0Migration",
  "Auth0SAML",
  "AzureSAML",
  "BitbucketOAuth",
  "CasSAML",
  "ClassLinkSAML",
  "CleverOIDC",
  "CloudflareSAML",
  "CyberArkSAML",
  "DiscordOAuth",
  "DuoSAML",
  "EntraIdOIDC",
  "GenericOIDC",
  "GenericSAML",
  "GitHubOAuth",
  "GitLabOAuth",
  "GoogleOAuth",
  "GoogleOIDC",
  "GoogleSAML",
  "IntuitOAuth",
  "JumpCloudSAML",
  "KeycloakSAML",
  "LastPassSAML",
  "LinkedInOAuth",
  "LoginGovOidc",
  "MagicLink",
  "MicrosoftOAuth",
  "MiniOrangeSAML",
  "NetIqSAML",
  "OktaOIDC",
  "OktaSAML",
  "OneLoginSAML",
  "OracleSAML",
  "PingFederateSAML",
  "PingOneSAML",
  "RipplingSAML",
  "SalesforceSAML",
  "ShibbolethGenericSAML",
  "ShibbolethSAML",
  "SimpleSamlPhpSAML",
  "SalesforceOAuth",
  "SlackOAuth",
  "TestIdp",
  "VercelMarketplaceOAuth",
  "VercelOAuth",
  "VMwareSAML",
  "XeroOAuth",
] as const;

export type ConnectionType = (typeof CONNECTION_TYPES)[number];

export const CONNECTION_STATES = [
  "requires_type",
  "draft",
  "active",
  "validating",
  "inactive",
  "deleting",
] as const;

export type ConnectionState = (typeof CONNECTION_STATES)[number];

export interface Connection {
  readonly id: string;
  readonly organizationId: string;
  type: ConnectionType;
  /** Null in some responses (OpenAPI document 0.61). */
  readonly name: string | null;
  state: ConnectionState;
  /** Only in events. */
  readonly externalKey: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** The values of `type` (OpenAPI document, `Directory`). */
export const DIRECTORY_TYPES = [
  "azure scim v2.0",
  "bamboohr",
  "breathe hr",
  "cezanne hr",
  "cyberark scim v2.0",
  "fourth hr",
  "generic scim v2.0",
  "gsuite directory",
  "hibob",
  "sailpoint scim v2.0",
  "jump cloud scim v2.0",
  "okta scim v2.0",
  "onelogin scim v2.0",
  "people hr",
  "personio",
  "pingfederate scim v2.0",
  "rippling scim v2.0",
  "s3",
  "sftp",
  "sftp workday",
  "workday",
] as const;

export type DirectoryType = (typeof DIRECTORY_TYPES)[number];

/** The API says `linked` where the dashboard and events say active. */
export const DIRECTORY_STATES = [
  "linked",
  "validating",
  "invalid_credentials",
  "unlinked",
  "deleting",
] as const;

export type DirectoryState = (typeof DIRECTORY_STATES)[number];

export interface Directory {
  readonly id: string;
  readonly organizationId: string;
  readonly type: DirectoryType;
  /** Null in some responses (OpenAPI document 0.61). */
  readonly name: string | null;
  readonly externalKey: string;
  state: DirectoryState;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** The intents of `POST /portal/generate_link`, with their names for people. */
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

/** The intents of an invitation. Portal links have more, and call `directory_sync` `dsync`. */
export const INVITATION_INTENTS = [
  "sso",
  "directory_sync",
  "log_streams",
  "domain_verification",
  "bring_your_own_key",
] as const;

export type InvitationIntent = (typeof INVITATION_INTENTS)[number];

export function portalIntent(intent: InvitationIntent): Intent {
  return intent === "directory_sync" ? "dsync" : intent;
}

export interface ItContact {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A setup link that WorkOS emails to an IT contact. Only the email contains its token. */
export interface SetupInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly contactId: string;
  readonly email: string;
  readonly intents: readonly InvitationIntent[];
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  ended?: "revoked" | "completed";
}

export interface PortalLink {
  readonly token: string;
  readonly organizationId: string;
  /** The API does not require one; the portal then offers everything that can be set up. */
  readonly intent?: Intent;
  readonly returnUrl?: string;
  readonly successUrl?: string;
  readonly createdAt: Date;
  openedAt?: Date;
}

/** An IT admin's session in the Admin Portal. The id is a credential, and part of every page's URL. */
export interface PortalSession {
  readonly id: string;
  readonly organizationId: string;
  readonly intents: readonly Intent[];
  readonly returnUrl?: string;
  readonly successUrl?: string;
  readonly invitationId?: string;
}

/** An email that WorkOS would send. The sandbox shows it in its inbox instead. */
export interface Mail {
  readonly id: string;
  /** As of `sentAt`. */
  readonly organization: { readonly id: string; readonly name: string };
  readonly invitation: SetupInvitation;
  readonly sentAt: Date;
}

/** What people did, or would have received. `provider` is for example `Okta`. */
export type Activity =
  | { readonly what: "emailed"; readonly email: string; readonly subject: string }
  | { readonly what: "opened"; readonly link: "portal link" | "setup link"; readonly organization: string }
  | { readonly what: "verified"; readonly domain: string; readonly organization: string }
  | {
      readonly what: "activated" | "linked" | "signed_in";
      readonly provider: string;
      readonly organization: string;
    };

export type EventName =
  | `organization.${"created" | "updated" | "deleted"}`
  | `organization_domain.${"created" | "updated" | "verified" | "verification_failed" | "deleted"}`
  | `connection.${"activated" | "deactivated" | "deleted"}`
  | `dsync.${"activated" | "deactivated" | "deleted"}`;

export interface SandboxEvent {
  readonly id: string;
  readonly event: EventName;
  readonly organizationId: string;
  /** The object's response body at the time of the event; later changes must not affect it. */
  readonly data: object;
  readonly createdAt: Date;
}

export interface ListedObjects {
  readonly organizations: Map<string, Organization>;
  readonly organizationDomains: Map<string, OrganizationDomain>;
  readonly connections: Map<string, Connection>;
  readonly directories: Map<string, Directory>;
  readonly itContacts: Map<string, ItContact>;
}

export interface ListSnapshot extends ListedObjects {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface StoredResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface IdempotentRequest {
  readonly body: string;
  /** A promise, so that a concurrent request with the same key waits instead of running twice. */
  readonly response: Promise<StoredResponse>;
}

export interface RateWindow {
  /** Milliseconds since the Unix epoch. */
  start: number;
  count: number;
}
