import { Hono } from "hono";
import { badRequest, invalid, notFound } from "../http/errors.ts";
import {
  listedState,
  listResponse,
  PAGE_PARAMETERS,
  type Query,
  readQuery,
  several,
  single,
} from "../http/lists.ts";
import {
  anything,
  arrayOf,
  flag,
  nonEmptyString,
  nullable,
  object,
  oneOf,
  readBody,
  rule,
} from "../http/validation.ts";
import {
  ASSIGNABLE_STATES,
  type DomainData,
  type Metadata,
  type Organization,
  type OrganizationDomain,
} from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { removeConnection } from "./connections.ts";
import { removeDirectory } from "./directories.ts";
import { emit } from "./events.ts";
import {
  addDomain,
  domainName,
  domainsOf,
  organizationDomainResponse,
  organizationIdsWith,
  rejectConsumerDomains,
  rejectHeldDomains,
  removeDomain,
  setDomainState,
} from "./organization-domains.ts";

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

function createOrganization(
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
  emitEvent(state, "created", organization);
  return organization;
}

function updateOrganization(
  state: SandboxState,
  organization: Organization,
  { domains, ...members }: OrganizationChanges,
): void {
  Object.assign(organization, members);
  organization.updatedAt = state.now();
  if (domains) replaceDomains(state, organization, domains);
  emitEvent(state, "updated", organization);
}

/** Deletes the organization and all that belongs to it. */
function deleteOrganization(state: SandboxState, organization: Organization): void {
  emitEvent(state, "deleted", organization);
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

function organizationByExternalId(state: SandboxState, externalId: string): Organization | undefined {
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

function emitEvent(
  state: SandboxState,
  what: "created" | "updated" | "deleted",
  organization: Organization,
): void {
  const data = organizationResponse(organization, domainsOf(state, organization.id));
  emit(state, `organization.${what}`, organization.id, data);
}

function ownedBy<T extends { readonly organizationId: string }>(
  objects: ReadonlyMap<string, T>,
  owner: Organization,
): T[] {
  return [...objects.values()].filter(({ organizationId }) => organizationId === owner.id);
}

/** WorkOS API reference, "Organization". */
function organizationResponse(organization: Organization, domains: readonly OrganizationDomain[]) {
  return {
    object: "organization" as const,
    id: organization.id,
    name: organization.name,
    domains: domains.map(organizationDomainResponse),
    metadata: { ...organization.metadata },
    external_id: organization.externalId,
    ...(organization.stripeCustomerId !== undefined && {
      stripe_customer_id: organization.stripeCustomerId,
    }),
    allow_profiles_outside_organization: organization.allowProfilesOutsideOrganization,
    created_at: organization.createdAt.toISOString(),
    updated_at: organization.updatedAt.toISOString(),
  };
}

const externalId = rule<string>(
  "must be 1 to 128 ASCII characters",
  (value) => typeof value === "string" && /^[\x20-\x7e]{1,128}$/.test(value),
);

const members = {
  allow_profiles_outside_organization: flag,
  domain_data: arrayOf(object({ domain: domainName, state: oneOf(ASSIGNABLE_STATES) }, {})),
  /** Deprecated by WorkOS in favour of `domain_data`. */
  domains: arrayOf(domainName),
  external_id: nullable(externalId),
  metadata: anything,
};

const createOrganizationBody = object({ name: nonEmptyString }, members);

const updateOrganizationBody = object(
  {},
  { ...members, name: nonEmptyString, stripe_customer_id: nonEmptyString },
);

interface Body {
  name?: string;
  allow_profiles_outside_organization?: boolean;
  domain_data?: DomainData[];
  domains?: string[];
  external_id?: string | null;
  metadata?: unknown;
  stripe_customer_id?: string;
}

/** Translates a body that has the right shape; refuses what only the state can tell. */
function readChanges(state: SandboxState, body: Body, organizationId?: string): OrganizationChanges {
  const domains = readDomains(body);
  if (domains) {
    const names = domains.map(({ domain }) => domain);
    rejectConsumerDomains(state, names);
    rejectHeldDomains(state, names, organizationId);
  }
  if (typeof body.external_id === "string") {
    const owner = organizationByExternalId(state, body.external_id);
    if (owner !== undefined && owner.id !== organizationId) {
      throw badRequest("The external_id is already in use.", "external_id_already_used");
    }
  }
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.external_id !== undefined && { externalId: body.external_id }),
    ...(body.metadata !== undefined && {
      metadata: checkMetadata(body.metadata),
    }),
    ...(body.allow_profiles_outside_organization !== undefined && {
      allowProfilesOutsideOrganization: body.allow_profiles_outside_organization,
    }),
    ...(body.stripe_customer_id !== undefined && {
      stripeCustomerId: body.stripe_customer_id,
    }),
    ...(domains && { domains }),
  };
}

/**
 * `domain_data`, or the deprecated `domains`. In what state WorkOS takes the latter is not
 * documented: `pending`, the one that claims nothing. Both at once, or a domain twice, is 422.
 */
function readDomains(body: Body): DomainData[] | undefined {
  if (body.domains && body.domain_data) {
    throw invalid([{ field: "domains", code: "domains and domain_data can't be used together" }]);
  }
  const domains = body.domain_data ?? body.domains?.map((domain) => ({ domain, state: "pending" as const }));
  const names = domains?.map(({ domain }) => domain.toLowerCase()) ?? [];
  if (new Set(names).size < names.length) {
    throw invalid([{ field: "domain_data", code: "domain_data has a domain twice" }]);
  }
  return domains;
}

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 600;

/**
 * Metadata within WorkOS's limits, else 400 `invalid_metadata`, the one validation fault that is
 * not a 422. `null` empties it.
 */
function checkMetadata(value: unknown): Metadata {
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalidMetadata("must be an object");
  const entries = Object.entries(value ?? {});
  if (entries.length > MAX_KEYS) throw invalidMetadata(`can have at most ${MAX_KEYS} keys`);
  for (const [key, text] of entries) {
    if (key.length > MAX_KEY_LENGTH)
      throw invalidMetadata(`keys can have at most ${MAX_KEY_LENGTH} characters`);
    if (typeof text !== "string") throw invalidMetadata("values must be strings");
    if (text.length > MAX_VALUE_LENGTH) {
      throw invalidMetadata(`values can have at most ${MAX_VALUE_LENGTH} characters`);
    }
  }
  return Object.fromEntries(entries);
}

function invalidMetadata(sentence: string) {
  return badRequest(`Metadata ${sentence}.`, "invalid_metadata");
}

/** WorkOS API reference, "Organization". */
export function organizationRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const answer = (organization: Organization, seen = state) =>
    organizationResponse(organization, domainsOf(seen, organization.id));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "domains", "search"]);
    const seen = listedState(state);
    return context.json(listResponse(filtered(seen, query), query, "org", (each) => answer(each, seen)));
  });

  routes.post("/", async (context) => {
    const body = await readBody(context, createOrganizationBody);
    const changes = readChanges(state, body);
    return context.json(answer(createOrganization(state, { ...changes, name: body.name })), 201);
  });

  routes.get("/external_id/:externalId", (context) => {
    const externalId = context.req.param("externalId");
    const organization = organizationByExternalId(state, externalId);
    if (organization === undefined) throw notFound("Organization", externalId);
    return context.json(answer(organization));
  });

  routes.get("/:id", (context) => context.json(answer(organizationById(state, context.req.param("id")))));

  routes.put("/:id", async (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const body = await readBody(context, updateOrganizationBody);
    updateOrganization(state, organization, readChanges(state, body, organization.id));
    return context.json(answer(organization));
  });

  routes.delete("/:id", (context) => {
    deleteOrganization(state, organizationById(state, context.req.param("id")));
    // 200 and 202 are both documented, without a body; WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function filtered(state: SandboxState, query: Query): Organization[] {
  const domains = several(query, "domains");
  const holders = organizationIdsWith(state, domains);
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.organizations.values()].filter(
    ({ id, name }) => name.toLowerCase().includes(search) && (domains.length === 0 || holders.has(id)),
  );
}
