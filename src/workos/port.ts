/** A WorkOS organization's id, `org_…`. */
export type OrganizationId = string & { readonly __brand: "OrganizationId" };

/** What a portal link can be for, in the API's words (API reference, "Generate a Portal Link"). */
export const INTENTS = [
  "sso",
  "dsync",
  "audit_logs",
  "log_streams",
  "domain_verification",
  "certificate_renewal",
  "bring_your_own_key",
] as const;

export type Intent = (typeof INTENTS)[number];

/** The five states that reading gives; creating takes `pending` and `verified` only. */
export type DomainState = "pending" | "verified" | "failed" | "legacy_verified" | "unverified";

export interface OrganizationDomain {
  readonly domain: string;
  readonly state: DomainState | (string & {});
}

export interface Organization {
  readonly id: OrganizationId;
  readonly name: string;
  readonly externalId: string | null;
  readonly domains: readonly OrganizationDomain[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface Connection {
  readonly id: string;
  readonly name: string;
  /** WorkOS's word, such as `OktaSAML`; the list grows, so any string. */
  readonly type: string;
  readonly state: string;
}

export interface Directory {
  readonly id: string;
  readonly name: string;
  /** WorkOS's words, such as `okta scim v2.0`. */
  readonly type: string;
  readonly state: string;
}

/** A person at the customer whom WorkOS writes to. Whether they were invited cannot be read back. */
export interface ItContact {
  readonly id: string;
  readonly email: string;
}

/** What an emailed setup link can be for: fewer than a portal link's intents, and one by another name (SDK 11). */
export const INVITATION_INTENTS = [
  "sso",
  "directory_sync",
  "log_streams",
  "domain_verification",
  "bring_your_own_key",
] as const;

export type InvitationIntent = (typeof INVITATION_INTENTS)[number];

export interface NewOrganization {
  readonly name: string;
  /** The ASCII form. */
  readonly domain: string;
  readonly domainState: "pending" | "verified";
  readonly externalId?: string | undefined;
}

export interface PortalLinkRequest {
  readonly organization: OrganizationId;
  readonly intent: Intent;
  readonly returnUrl?: string | undefined;
  readonly successUrl?: string | undefined;
}

/**
 * The part of WorkOS that ssoctl uses. Every method fails with a `Failure`: `unauthorized` (401, 403),
 * `unavailable` (no answer, timeout, 5xx, 429 after retries), else `unexpected` with the HTTP `status`.
 */
export interface WorkosApi {
  /** One harmless request, to learn whether the key is accepted. */
  checkKey(): Promise<void>;
  /** Organizations that have any of these domains, oldest first (API reference, "List Organizations"). */
  findByDomain(domains: readonly string[]): Promise<Organization[]>;
  /** Organizations whose name contains these words. */
  searchByName(name: string): Promise<Organization[]>;
  /** `undefined` where WorkOS knows no such organization (404). */
  getOrganization(id: OrganizationId): Promise<Organization | undefined>;
  /** `undefined` where no organization has this external id (404). */
  getByExternalId(externalId: string): Promise<Organization | undefined>;
  /** @param idempotencyKey the same key and the same organization make one organization */
  createOrganization(organization: NewOrganization, idempotencyKey: string): Promise<Organization>;
  /** Adds a domain, `pending`, to an organization. Fails with `conflict` where it has it already. */
  addDomain(organization: OrganizationId, domain: string): Promise<void>;
  deleteOrganization(organization: OrganizationId): Promise<void>;
  /** The URL. It works for five minutes and cannot be revoked. */
  createPortalLink(request: PortalLinkRequest): Promise<string>;
  listConnections(organization: OrganizationId): Promise<Connection[]>;
  listDirectories(organization: OrganizationId): Promise<Directory[]>;
  listItContacts(organization: OrganizationId): Promise<ItContact[]>;
  /** Adds a contact; nothing is sent. */
  createItContact(organization: OrganizationId, email: string): Promise<ItContact>;
  /** Has WorkOS email the contact a setup link. Fails with `conflict` while the organization has an active one. */
  inviteItContact(
    organization: OrganizationId,
    contact: string,
    intents: readonly InvitationIntent[],
  ): Promise<void>;
  /** Ends the contact's invitation. False where this contact has none that is active (404). */
  revokeItContact(organization: OrganizationId, contact: string): Promise<boolean>;
}
