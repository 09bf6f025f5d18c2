import { notFound } from "./http/errors.ts";
import { createIds, type NextId } from "./ids.ts";
import type {
  Activity,
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

export interface StateOptions {
  readonly now?: () => Date;
  /** For tests. Default: `DEFAULT_WORLD`. */
  readonly world?: Partial<World>;
  readonly onActivity?: (activity: Activity) => void;
}

/** A WorkOS environment in memory. Maps are keyed by id unless noted, and sorted oldest first. */
export interface SandboxState extends ListedObjects {
  readonly now: () => Date;
  readonly world: World;
  readonly tell: (activity: Activity) => void;
  readonly nextId: NextId;
  readonly setupInvitations: Map<string, SetupInvitation>;
  readonly mails: Map<string, Mail>;
  readonly events: SandboxEvent[];
  readonly portalSessions: Map<string, PortalSession>;
  /** By token. */
  readonly portalLinks: Map<string, PortalLink>;
  /** The sandbox's DNS: each entry is a name and a value. */
  readonly publishedTxtRecords: Set<string>;
  /** By path and key. */
  readonly idempotentRequests: Map<string, IdempotentRequest>;
  readonly rateWindow: RateWindow;
  /** Oldest first. Empty if `world.listDelay` is 0. */
  readonly listSnapshots: ListSnapshot[];
}

export function createState({ now = () => new Date(), world, onActivity = () => {} }: StateOptions = {}) {
  const state: SandboxState = {
    now,
    world: { ...DEFAULT_WORLD, ...world },
    tell: onActivity,
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

/** @throws ApiError 404 */
export function organizationById(state: SandboxState, id: string): Organization {
  const organization = state.organizations.get(id);
  if (organization === undefined) throw notFound("Organization", id);
  return organization;
}
