import type { Connection } from "./api/connections.ts";
import type { Directory } from "./api/directories.ts";
import type { SandboxEvent } from "./api/events.ts";
import type { ItContact, SetupInvitation } from "./api/it-contacts.ts";
import type { OrganizationDomain } from "./api/organization-domains.ts";
import type { Organization } from "./api/organizations.ts";
import type { PortalLink } from "./api/portal-links.ts";
import { notFound } from "./http/errors.ts";
import type { KeptAnswers } from "./http/idempotency.ts";
import type { ListSnapshot } from "./http/lists.ts";
import type { RateWindow } from "./http/middleware.ts";
import { createIds, type NextId } from "./ids.ts";
import type { Mail } from "./inbox/mail.ts";
import type { PortalSession } from "./portal/session.ts";
import { DEFAULT_WORLD, type World } from "./world.ts";

/** What a sandbox is given from outside. */
export interface Surroundings {
  readonly now?: () => Date;
  /** WorkOS refuses domains such as gmail.com; which ones those are is the caller's list. */
  readonly isConsumerDomain: (domain: string) => boolean;
  /** For tests; users have the default one. */
  readonly world?: Partial<World>;
}

/** One WorkOS environment, in memory. Each map is keyed by id and holds the oldest first. */
export interface SandboxState {
  readonly now: () => Date;
  readonly isConsumerDomain: (domain: string) => boolean;
  readonly world: World;
  readonly nextId: NextId;
  readonly organizations: Map<string, Organization>;
  readonly organizationDomains: Map<string, OrganizationDomain>;
  readonly connections: Map<string, Connection>;
  readonly directories: Map<string, Directory>;
  readonly itContacts: Map<string, ItContact>;
  readonly setupInvitations: Map<string, SetupInvitation>;
  readonly mails: Map<string, Mail>;
  readonly events: SandboxEvent[];
  readonly portalSessions: Map<string, PortalSession>;
  /** By token. */
  readonly portalLinks: Map<string, PortalLink>;
  /** The only DNS the sandbox knows: the TXT records that IT admins have published. */
  readonly publishedTxtRecords: Set<string>;
  readonly keptAnswers: KeptAnswers;
  readonly rateWindow: RateWindow;
  /** Oldest first; none while lists are current. */
  readonly listSnapshots: ListSnapshot[];
}

export function createState({ now = () => new Date(), isConsumerDomain, world }: Surroundings) {
  const state: SandboxState = {
    now,
    isConsumerDomain,
    world: { ...DEFAULT_WORLD, ...world },
    nextId: createIds(now),
    organizations: new Map(),
    organizationDomains: new Map(),
    connections: new Map(),
    directories: new Map(),
    itContacts: new Map(),
    setupInvitations: new Map(),
    mails: new Map(),
    events: [],
    portalSessions: new Map(),
    portalLinks: new Map(),
    publishedTxtRecords: new Set(),
    keptAnswers: new Map(),
    rateWindow: { start: 0, count: 0 },
    listSnapshots: [],
  };
  return state;
}

/** The organization, or the 404 that WorkOS answers. */
export function organizationById(state: SandboxState, id: string): Organization {
  const organization = state.organizations.get(id);
  if (organization === undefined) throw notFound("Organization", id);
  return organization;
}
