import { notFound } from "./http/errors.ts";
import { createIds, type NextId } from "./ids.ts";
import type {
  IdempotentRequest,
  ListedObjects,
  ListSnapshot,
  Mail,
  Organization,
  PortalLink,
  PortalSession,
  RateWindow,
  SandboxEvent,
  SetupInvitation,
} from "./model.ts";
import { DEFAULT_WORLD, type World } from "./world.ts";

/** What a sandbox is given from outside. */
export interface StateOptions {
  readonly now?: () => Date;
  /** WorkOS refuses domains such as gmail.com; which ones those are is the caller's list. */
  readonly isConsumerDomain: (domain: string) => boolean;
  /** For tests; users have the default one. */
  readonly world?: Partial<World>;
}

/** One WorkOS environment, in memory. Each map is keyed by id and holds the oldest first. */
export interface SandboxState extends ListedObjects {
  readonly now: () => Date;
  readonly isConsumerDomain: (domain: string) => boolean;
  readonly world: World;
  readonly nextId: NextId;
  readonly setupInvitations: Map<string, SetupInvitation>;
  readonly mails: Map<string, Mail>;
  readonly events: SandboxEvent[];
  readonly portalSessions: Map<string, PortalSession>;
  /** By token. */
  readonly portalLinks: Map<string, PortalLink>;
  /** The only DNS the sandbox knows: the TXT records that IT admins have published. */
  readonly publishedTxtRecords: Set<string>;
  /** By path and key. */
  readonly idempotentRequests: Map<string, IdempotentRequest>;
  readonly rateWindow: RateWindow;
  /** Oldest first; none while lists are current. */
  readonly listSnapshots: ListSnapshot[];
}

export function createState({ now = () => new Date(), isConsumerDomain, world }: StateOptions) {
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
    idempotentRequests: new Map(),
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
