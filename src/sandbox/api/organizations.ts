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
  boolean,
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

interface OrganizationChanges {
  name?: string;
  externalId?: string | null;
  metadata?: Metadata;
  allowProfilesOutsideOrganization?: boolean;
  stripeCustomerId?: string;
  /** All domains: those that are missing here are removed. */
  domains?: readonly DomainData[];
}

export function createOrganization(
  state: SandboxState,
  { domains = [], ...fields }: OrganizationChanges & { name: string; id?: string },
): Organization {
  const now = state.now();
  const organization: Organization = {
    id: state.nextId("org"),
    externalId: null,
    metadata: {},
    allowProfilesOutsideOrganization: false,
    createdAt: now,
    updatedAt: now,
    ...fields,
  };
  state.organizations.set(organization.id, organization);
  for (const data of domains) addDomain(state, organization.id, data);
  emitEvent(state, "created", organization);
  return organization;
}

function updateOrganization(
  state: SandboxState,
  organization: Organization,
  { domains, ...fields }: OrganizationChanges,
): void {
  Object.assign(organization, fields);
  organization.updatedAt = state.now();
  if (domains) replaceDomains(state, organization, domains);
  emitEvent(state, "updated", organization);
}

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
  for (const existing of domainsOf(state, organization.id)) {
    const data = wanted.get(existing.domain);
    if (data) setDomainState(state, existing, data.state);
    else removeDomain(state, existing);
    wanted.delete(existing.domain);
  }
  for (const data of wanted.values()) addDomain(state, organization.id, data);
}

function emitEvent(
  state: SandboxState,
  change: "created" | "updated" | "deleted",
  organization: Organization,
): void {
  const data = organizationResponse(organization, domainsOf(state, organization.id));
  emit(state, `organization.${change}`, organization.id, data);
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

export const externalId = rule<string>(
  "must be 1 to 128 ASCII characters",
  (value) => typeof value === "string" && /^[\x20-\x7e]{1,128}$/.test(value),
);

const sharedFields = {
  allow_profiles_outside_organization: boolean,
  domain_data: arrayOf(object({ domain: domainName, state: oneOf(ASSIGNABLE_STATES) }, {})),
  /** Deprecated by WorkOS in favor of `domain_data`. */
  domains: arrayOf(domainName),
  external_id: nullable(externalId),
  metadata: anything,
};

const createOrganizationBody = object({ name: nonEmptyString }, sharedFields);

const updateOrganizationBody = object(
  {},
  { ...sharedFields, name: nonEmptyString, stripe_customer_id: nonEmptyString },
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

function readChanges(state: SandboxState, body: Body, organizationId?: string): OrganizationChanges {
  const domains = readDomains(body);
  if (domains) {
    const names = domains.map(({ domain }) => domain);
    rejectConsumerDomains(names);
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

/** Not documented: the state of domains from the deprecated `domains`. The sandbox uses `pending`. */
function readDomains(body: Body): DomainData[] | undefined {
  if (body.domains && body.domain_data) {
    throw invalid([{ field: "domains", code: "domains and domain_data can't be used together" }]);
  }
  const domains = body.domain_data ?? body.domains?.map((domain) => ({ domain, state: "pending" as const }));
  const names = domains?.map(({ domain }) => domain.toLowerCase()) ?? [];
  if (new Set(names).size < names.length) {
    throw invalid([{ field: "domain_data", code: "domain_data must not contain duplicates" }]);
  }
  return domains;
}

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 600;

/** Metadata over WorkOS's limits is 400, unlike other validation errors (422). `null` deletes all keys. */
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

function invalidMetadata(message: string) {
  return badRequest(`Metadata ${message}.`, "invalid_metadata");
}

export function organizationRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const response = (organization: Organization, from = state) =>
    organizationResponse(organization, domainsOf(from, organization.id));

  routes.get("/", (context) => {
    const query = readQuery(context, [...PAGE_PARAMETERS, "domains", "search"]);
    const listed = listedState(state);
    return context.json(
      listResponse(filtered(listed, query), query, "org", (each) => response(each, listed)),
    );
  });

  routes.post("/", async (context) => {
    const body = await readBody(context, createOrganizationBody);
    const changes = readChanges(state, body);
    return context.json(response(createOrganization(state, { ...changes, name: body.name })), 201);
  });

  routes.get("/external_id/:externalId", (context) => {
    const externalId = context.req.param("externalId");
    const organization = organizationByExternalId(state, externalId);
    if (organization === undefined) throw notFound("Organization", externalId);
    return context.json(response(organization));
  });

  routes.get("/:id", (context) => context.json(response(organizationById(state, context.req.param("id")))));

  routes.put("/:id", async (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const body = await readBody(context, updateOrganizationBody);
    updateOrganization(state, organization, readChanges(state, body, organization.id));
    return context.json(response(organization));
  });

  routes.delete("/:id", (context) => {
    deleteOrganization(state, organizationById(state, context.req.param("id")));
    // Documented: 200 and 202, without a body. WorkOS deletes in the background.
    return context.body(null, 202);
  });

  return routes;
}

function filtered(state: SandboxState, query: Query): Organization[] {
  const domains = several(query, "domains");
  const owners = organizationIdsWith(state, domains);
  const search = single(query, "search")?.toLowerCase() ?? "";
  return [...state.organizations.values()].filter(
    ({ id, name }) => name.toLowerCase().includes(search) && (domains.length === 0 || owners.has(id)),
  );
}
