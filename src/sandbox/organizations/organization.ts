import { removeConnection } from "../connections/connection.ts";
import { removeDirectory } from "../directories/directory.ts";
import { emit } from "../events/event.ts";
import { notFound } from "../http/errors.ts";
import {
  addDomain,
  type DomainData,
  domainsOf,
  removeDomain,
  setDomainState,
} from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { organizationAnswer } from "./answer.ts";
import type { Metadata } from "./metadata.ts";

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

/** What can be set of an organization; what is absent stays as it is. */
export interface OrganizationChanges {
  name?: string;
  externalId?: string | null;
  metadata?: Metadata;
  allowProfilesOutsideOrganization?: boolean;
  stripeCustomerId?: string;
  /** The whole set: a domain that is not in it is taken from the organization. */
  domains?: readonly DomainData[];
}

export function createOrganization(
  state: SandboxState,
  { domains = [], ...members }: OrganizationChanges & { name: string },
): Organization {
  const now = state.now();
  const organization: Organization = {
    id: state.nextId("org"),
    externalId: null,
    metadata: {},
    allowProfilesOutsideOrganization: false,
    createdAt: now,
    updatedAt: now,
    ...members,
  };
  state.organizations.set(organization.id, organization);
  for (const data of domains) addDomain(state, organization.id, data);
  announce(state, "created", organization);
  return organization;
}

export function updateOrganization(
  state: SandboxState,
  organization: Organization,
  { domains, ...members }: OrganizationChanges,
): void {
  Object.assign(organization, members);
  organization.updatedAt = state.now();
  if (domains) replaceDomains(state, organization, domains);
  announce(state, "updated", organization);
}

/** Deletes the organization and all that belongs to it. */
export function deleteOrganization(state: SandboxState, organization: Organization): void {
  announce(state, "deleted", organization);
  for (const domain of domainsOf(state, organization.id)) removeDomain(state, domain);
  for (const connection of ownedBy(state.connections, organization)) {
    removeConnection(state, connection);
  }
  for (const directory of ownedBy(state.directories, organization)) {
    removeDirectory(state, directory);
  }
  for (const contact of ownedBy(state.itContacts, organization)) {
    state.itContacts.delete(contact.id);
  }
  for (const invitation of ownedBy(state.setupInvitations, organization)) {
    state.setupInvitations.delete(invitation.id);
  }
  state.organizations.delete(organization.id);
}

/** The organization, or the 404 that WorkOS answers. */
export function organizationById(state: SandboxState, id: string): Organization {
  const organization = state.organizations.get(id);
  if (organization === undefined) throw notFound("Organization", id);
  return organization;
}

export function organizationByExternalId(state: SandboxState, externalId: string): Organization | undefined {
  return [...state.organizations.values()].find((organization) => organization.externalId === externalId);
}

function replaceDomains(
  state: SandboxState,
  organization: Organization,
  domains: readonly DomainData[],
): void {
  const wanted = new Map(domains.map((data) => [data.domain.toLowerCase(), data]));
  for (const held of domainsOf(state, organization.id)) {
    const data = wanted.get(held.domain);
    if (data) setDomainState(state, held, data.state);
    else removeDomain(state, held);
    wanted.delete(held.domain);
  }
  for (const data of wanted.values()) addDomain(state, organization.id, data);
}

function announce(
  state: SandboxState,
  what: "created" | "updated" | "deleted",
  organization: Organization,
): void {
  const data = organizationAnswer(organization, domainsOf(state, organization.id));
  emit(state, `organization.${what}`, organization.id, data);
}

function ownedBy<T extends { readonly organizationId: string }>(
  objects: ReadonlyMap<string, T>,
  owner: Organization,
): T[] {
  return [...objects.values()].filter(({ organizationId }) => organizationId === owner.id);
}
