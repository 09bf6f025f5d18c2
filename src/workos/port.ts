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
  readonly name: string | null;
  /** WorkOS's word, such as `OktaSAML`; the list grows, so any string. */
  readonly type: string;
  readonly state: string;
}

export interface Directory {
  readonly id: string;
  readonly name: string | null;
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

/** What is sent to create an organization; the domain is `pending`. */
export interface NewOrganization {
  readonly name: string;
  /** The ASCII form. */
  readonly domain: string;
}

/** The members that an update sets; the others stay as they are. */
export interface OrganizationUpdate {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  /** All domains that the organization is to have: WorkOS may replace the whole set. */
  readonly domains?:
    | readonly { readonly domain: string; readonly state: "pending" | "verified" }[]
    | undefined;
}

export interface PortalLinkRequest {
  readonly intent: Intent;
  readonly returnUrl?: string | undefined;
  readonly successUrl?: string | undefined;
}

/** What a list of organizations showed, and when. */
export interface Look {
  /** Oldest first. */
  readonly organizations: readonly Organization[];
  /** The server's time of the answer, to the second (`Date`); `undefined` where it names none. */
  readonly at: Date | undefined;
}

/**
 * The part of WorkOS that ssoctl uses. Every method fails with a `Failure`: `unauthorized` (401, 403),
 * `unavailable` (no answer, timeout, 5xx, 429 after retries), else by the HTTP `status`. The failure of a write says
 * in `facts.delivery` what became of it.
 */
export interface WorkosApi extends WorkosReads, WorkosWrites {}

export interface WorkosReads {
  /** One harmless request, to learn whether the key is accepted. */
  checkKey(): Promise<void>;
  /** Organizations that have any of these domains (API reference, "List Organizations"). */
  findByDomain(domains: readonly string[]): Promise<Look>;
  /** Organizations whose name contains these words. */
  searchByName(name: string): Promise<Organization[]>;
  /** `undefined` where WorkOS knows no such organization (404). */
  getOrganization(id: OrganizationId): Promise<Organization | undefined>;
  /** `undefined` where no organization has this external id (404). */
  getByExternalId(externalId: string): Promise<Organization | undefined>;
  listConnections(organization: OrganizationId): Promise<Connection[]>;
  listDirectories(organization: OrganizationId): Promise<Directory[]>;
  /** All pages. */
  listItContacts(organization: OrganizationId): Promise<ItContact[]>;
}

/** What changes something at WorkOS. A command sends these through the journal (`journal.ts`). */
export interface WorkosWrites {
  /** @param idempotencyKey WorkOS answers a repeated key with its first answer (recorded); how long is not known */
  createOrganization(organization: NewOrganization, idempotencyKey: string): Promise<Organization>;
  updateOrganization(organization: Organization, update: OrganizationUpdate): Promise<void>;
  /** Adds a domain, `pending`. Fails with 409 where the organization has it already. */
  addDomain(organization: Organization, domain: string): Promise<void>;
  /** The URL, which expires in five minutes. */
  createPortalLink(organization: Organization, request: PortalLinkRequest): Promise<string>;
  /** Adds a contact; nothing is sent to them. */
  createItContact(organization: Organization, email: string): Promise<ItContact>;
  /** Has WorkOS email the contact a setup link. Fails with 409 while the organization has an active one. */
  inviteItContact(
    organization: Organization,
    contact: ItContact,
    intents: readonly InvitationIntent[],
  ): Promise<void>;
  /** Revokes the setup link. Fails with 404 where this contact has none that is active. */
  revokeItContact(organization: Organization, contact: ItContact): Promise<void>;
}
