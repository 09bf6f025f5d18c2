export type OrganizationId = string & { readonly __brand: "OrganizationId" };

/** API reference, "Generate a Portal Link". */
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

/** Values when reading. Creating accepts only `pending` and `verified`. */
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
  /** Such as `OktaSAML`. The list grows, so any string. */
  readonly type: string;
  readonly state: string;
}

export interface Directory {
  readonly id: string;
  readonly name: string | null;
  readonly type: string;
  readonly state: string;
}

/** A person at the customer. Whether they were invited cannot be read back. */
export interface ItContact {
  readonly id: string;
  readonly email: string;
}

/** Intents of emailed setup links: fewer than for portal links, and one under another name (SDK 11). */
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
  /** ASCII. */
  readonly domain: string;
}

export interface OrganizationUpdate {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  /** The complete list: WorkOS may replace all domains. */
  readonly domains?:
    | readonly { readonly domain: string; readonly state: "pending" | "verified" }[]
    | undefined;
}

export interface PortalLinkRequest {
  readonly intent: Intent;
  readonly returnUrl?: string | undefined;
  readonly successUrl?: string | undefined;
}

export interface NewPortalLink {
  /** Not checked. */
  readonly url: string;
  /** Server time of the answer, to the second (`Date`). `undefined` if absent. */
  readonly at: Date | undefined;
}

export interface Look {
  /** Oldest first. */
  readonly organizations: readonly Organization[];
  /** Server time of the answer, to the second (`Date`). `undefined` if absent. */
  readonly at: Date | undefined;
}

/** Throws Failure `unauthorized` (401, 403), `unavailable`, or by HTTP status. After writes, see `facts.delivery`. */
export interface WorkosApi extends WorkosReads, WorkosWrites {}

export interface WorkosReads {
  checkKey(): Promise<void>;
  /** Organizations with any of these domains (API reference, "List Organizations"). */
  findByDomain(domains: readonly string[]): Promise<Look>;
  searchByName(name: string): Promise<Organization[]>;
  /** `undefined` for an unknown ID (404). */
  getOrganization(id: OrganizationId): Promise<Organization | undefined>;
  getByExternalId(externalId: string): Promise<Organization | undefined>;
  listConnections(organization: OrganizationId): Promise<Connection[]>;
  listDirectories(organization: OrganizationId): Promise<Directory[]>;
  /** All pages. */
  listItContacts(organization: OrganizationId): Promise<ItContact[]>;
}

/** Commands send these through the journal (`journal.ts`). */
export interface WorkosWrites {
  /** WorkOS answers a repeated key with its first answer (recorded). How long it keeps keys is not known. */
  createOrganization(organization: NewOrganization, idempotencyKey: string): Promise<Organization>;
  updateOrganization(organization: Organization, update: OrganizationUpdate): Promise<void>;
  /** Adds a `pending` domain. Fails with 409 if the organization has it already. */
  addDomain(organization: Organization, domain: string): Promise<void>;
  createPortalLink(organization: Organization, request: PortalLinkRequest): Promise<NewPortalLink>;
  /** Sends no email. */
  createItContact(organization: Organization, email: string): Promise<ItContact>;
  /** Emails a setup link. Fails with 409 while the organization has an active one. */
  inviteItContact(
    organization: Organization,
    contact: ItContact,
    intents: readonly InvitationIntent[],
  ): Promise<void>;
  /** Revokes the setup link. Fails with 404 if this contact has no active one. */
  revokeItContact(organization: Organization, contact: ItContact): Promise<void>;
}
