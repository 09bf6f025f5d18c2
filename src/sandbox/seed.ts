import { addConnection } from "./api/connections.ts";
import { addDirectory } from "./api/directories.ts";
import { activeInvitation, addItContact, inviteItContact, itContactsOf } from "./api/it-contacts.ts";
import {
  addDomain,
  domainName,
  isConsumerDomain,
  organizationIdsWith,
  setDomainState,
} from "./api/organization-domains.ts";
import { createOrganization, externalId } from "./api/organizations.ts";
import type { Problem } from "./http/errors.ts";
import {
  arrayOf,
  emailAddress,
  nonEmptyString,
  nullable,
  object,
  oneOf,
  type Rule,
  rule,
} from "./http/validation.ts";
import { isId } from "./ids.ts";
import { sendInvitation } from "./inbox/mail.ts";
import {
  CONNECTION_STATES,
  CONNECTION_TYPES,
  DIRECTORY_STATES,
  DIRECTORY_TYPES,
  INVITATION_INTENTS,
  type ItContact,
  ORGANIZATION_DOMAIN_STATES,
} from "./model.ts";
import { createState, organizationById, type SandboxState } from "./state.ts";

const idOf = (prefix: string) =>
  rule<string>(
    `must be ${prefix}_ and 26 digits or capital letters, without I, L, O and U`,
    (value) => typeof value === "string" && isId(value, prefix),
  );

const INVITATION_STATES = ["active", "revoked", "completed"] as const;

const seedRule = object(
  {
    organizations: arrayOf(
      object(
        { name: nonEmptyString },
        {
          id: idOf("org"),
          externalId: nullable(externalId),
          domains: arrayOf(
            object(
              { domain: domainName },
              { id: idOf("org_domain"), state: oneOf(ORGANIZATION_DOMAIN_STATES) },
            ),
          ),
          connections: arrayOf(
            object(
              { type: oneOf(CONNECTION_TYPES) },
              { id: idOf("conn"), name: nullable(nonEmptyString), state: oneOf(CONNECTION_STATES) },
            ),
          ),
          directories: arrayOf(
            object(
              { type: oneOf(DIRECTORY_TYPES) },
              { id: idOf("directory"), name: nullable(nonEmptyString), state: oneOf(DIRECTORY_STATES) },
            ),
          ),
          contacts: arrayOf(object({ email: emailAddress }, { id: idOf("it_contact") })),
          setupLinks: arrayOf(
            object(
              { email: emailAddress },
              { intents: arrayOf(oneOf(INVITATION_INTENTS)), state: oneOf(INVITATION_STATES) },
            ),
          ),
        },
      ),
    ),
  },
  {},
);

/** What a sandbox starts with. docs/sandbox.md describes it. */
export type Seed = typeof seedRule extends Rule<infer T> ? T : never;

type SeedOrganization = Seed["organizations"][number];

/** Each problem of a seed is a sentence that begins with its path, such as `organizations[0].domains[1].state`. */
export class SeedError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems[0]);
    this.problems = problems;
  }
}

/** @throws SeedError */
export function parseSeed(content: string): Seed {
  const value = parseJson(content);
  const problems: string[] = [];
  const report = ({ field, code }: Problem) => {
    const message = code.startsWith(`${field} `) ? code.slice(field.length + 1) : code;
    problems.push(field === "" ? "it must be an object" : `${pathOf(field)} ${message}`);
  };
  if (!seedRule(value, "", report)) throw new SeedError(problems);
  // In a state of its own, to find contradictions.
  plant(createState(), value);
  return value;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new SeedError([`it is not valid JSON: ${(error as Error).message}`]);
  }
}

function pathOf(field: string): string {
  return field.replace(/\.(\d+)(?=\.|$)/gu, "[$1]");
}

/** Fills a new sandbox. @throws SeedError for values that contradict each other */
export function plant(state: SandboxState, { organizations }: Seed): void {
  organizations.forEach((organization, index) => {
    plantOrganization(state, organization, `organizations[${index}]`);
  });
}

function plantOrganization(state: SandboxState, seed: SeedOrganization, path: string): void {
  const { name, externalId = null, connections = [], directories = [], contacts = [] } = seed;
  const isTaken = [...state.organizations.values()].some(
    (known) => externalId !== null && known.externalId === externalId,
  );
  if (isTaken) throw usedTwice(`${path}.externalId`);
  const pinned = unused(state.organizations, seed.id, path);
  const { id } = createOrganization(state, { ...pinned, name, externalId });
  plantDomains(state, id, seed.domains ?? [], `${path}.domains`);
  connections.forEach((connection, index) => {
    const own = unused(state.connections, connection.id, `${path}.connections[${index}]`);
    const { type, state: initial = "active" } = connection;
    addConnection(state, id, {
      ...own,
      type,
      name: connection.name === undefined ? name : connection.name,
      state: initial,
    });
  });
  directories.forEach((directory, index) => {
    const own = unused(state.directories, directory.id, `${path}.directories[${index}]`);
    const { type, state: initial = "linked" } = directory;
    addDirectory(state, id, {
      ...own,
      type,
      name: directory.name === undefined ? name : directory.name,
      state: initial,
    });
  });
  contacts.forEach((contact, index) => {
    const own = unused(state.itContacts, contact.id, `${path}.contacts[${index}]`);
    if (contactWith(state, id, contact.email)) throw usedTwice(`${path}.contacts[${index}].email`);
    addItContact(state, id, contact.email, own.id);
  });
  (seed.setupLinks ?? []).forEach((link, index) => {
    plantSetupLink(state, id, link, `${path}.setupLinks[${index}]`);
  });
}

function plantDomains(
  state: SandboxState,
  organizationId: string,
  domains: NonNullable<SeedOrganization["domains"]>,
  path: string,
): void {
  domains.forEach(({ id, domain, state: wanted = "pending" }, index) => {
    const own = unused(state.organizationDomains, id, `${path}[${index}]`);
    if (organizationIdsWith(state, [domain]).has(organizationId)) throw usedTwice(`${path}[${index}].domain`);
    if (isConsumerDomain(domain)) {
      throw new SeedError([`${path}[${index}].domain must not be a consumer domain such as gmail.com`]);
    }
    const initial = wanted === "verified" ? "verified" : "pending";
    setDomainState(state, addDomain(state, organizationId, { domain, state: initial }, own.id), wanted);
  });
}

function plantSetupLink(
  state: SandboxState,
  organizationId: string,
  { email, intents = ["sso"], state: wanted = "active" }: NonNullable<SeedOrganization["setupLinks"]>[number],
  path: string,
): void {
  const contact = contactWith(state, organizationId, email);
  if (!contact) throw new SeedError([`${path}.email must be one of the organization's contacts`]);
  if (intents.length === 0) throw new SeedError([`${path}.intents must not be empty`]);
  if (activeInvitation(state, organizationId)) {
    throw new SeedError([`${path} must come before the active one; an organization has only one of them`]);
  }
  const invitation = inviteItContact(state, contact, [...new Set(intents)]);
  sendInvitation(state, organizationById(state, organizationId), invitation);
  if (wanted !== "active") invitation.ended = wanted;
}

function contactWith(state: SandboxState, organizationId: string, email: string): ItContact | undefined {
  const wanted = email.toLowerCase();
  return itContactsOf(state, organizationId).find((contact) => contact.email.toLowerCase() === wanted);
}

function unused(known: ReadonlyMap<string, unknown>, id: string | undefined, path: string): { id?: string } {
  if (id === undefined) return {};
  if (known.has(id)) throw usedTwice(`${path}.id`);
  return { id };
}

function usedTwice(path: string): SeedError {
  return new SeedError([`${path} is used twice`]);
}
