import { Failure, type FailureCode } from "../../src/failure.ts";
import type {
  Connection,
  Directory,
  ItContact,
  Look,
  NewOrganization,
  NewPortalLink,
  Organization,
  OrganizationId,
  OrganizationUpdate,
  PortalLinkRequest,
  WorkosApi,
  WorkosWrites,
} from "../../src/workos/port.ts";

type Method = keyof WorkosApi;

const WRITES: readonly (keyof WorkosWrites)[] = [
  "createOrganization",
  "updateOrganization",
  "addDomain",
  "createPortalLink",
  "createItContact",
  "inviteItContact",
  "revokeItContact",
];

/** The time at WorkOS, the same as in the fake system. New objects get this time. */
const NOW = "2026-11-23T14:30:12.000Z";

/** A minimal WorkOS: it stores organizations, records requests, and fails on demand. */
export class FakeWorkos implements WorkosApi {
  readonly organizations: Organization[] = [];
  readonly connections: Connection[] = [];
  readonly directories: Directory[] = [];
  readonly contacts: ItContact[] = [];
  /** The contact with the active setup link. */
  invited: string | undefined;
  readonly asked: string[] = [];
  readonly #failures = new Map<Method, Failure>();

  has(name: string, ...domains: string[]): Organization {
    const number = String(this.organizations.length + 1).padStart(2, "0");
    const organization: Organization = {
      id: `org_${number}` as OrganizationId,
      name,
      externalId: null,
      domains: domains.map((domain) => ({ domain, state: "pending" })),
      createdAt: `2026-01-${number}T00:00:00.000Z`,
    };
    this.organizations.push(organization);
    return organization;
  }

  failsAt(method: Method, failure: Failure): this {
    this.#failures.set(method, failure);
    return this;
  }

  /** Does the work, but the answer is lost. */
  losesAnswersOf(method: keyof WorkosWrites): this {
    const work = (this[method] as (...words: unknown[]) => Promise<unknown>).bind(this);
    const lose = async (...words: unknown[]) => {
      await work(...words);
      throw silence();
    };
    return Object.assign(this, { [method]: lose });
  }

  /** The requests that change something. */
  get writes(): string[] {
    return this.asked.filter((words) => WRITES.some((method) => words.startsWith(`${method} `)));
  }

  async checkKey(): Promise<void> {
    this.#ask("checkKey");
  }

  async findByDomain(domains: readonly string[]): Promise<Look> {
    this.#ask("findByDomain", domains.join(","));
    const organizations = this.organizations.filter((known) =>
      known.domains.some(({ domain }) => domains.includes(domain)),
    );
    return { organizations, at: new Date(NOW) };
  }

  async searchByName(name: string): Promise<Organization[]> {
    this.#ask("searchByName", name);
    return this.organizations.filter((known) => known.name.toLowerCase().includes(name.toLowerCase()));
  }

  async addDomain({ id }: Organization, domain: string): Promise<void> {
    this.#ask("addDomain", id, domain);
    const known = this.organizations.find((organization) => organization.id === id);
    if (!known) throw refusal("unexpected", 404);
    this.#replace({ ...known, domains: [...known.domains, { domain, state: "pending" }] });
  }

  async getOrganization(id: OrganizationId): Promise<Organization | undefined> {
    this.#ask("getOrganization", id);
    return this.organizations.find((known) => known.id === id);
  }

  async getByExternalId(externalId: string): Promise<Organization | undefined> {
    this.#ask("getByExternalId", externalId);
    return this.organizations.find((known) => known.externalId === externalId);
  }

  async createOrganization({ name, domain }: NewOrganization): Promise<Organization> {
    this.#ask("createOrganization", name, domain);
    const created: Organization = {
      ...this.has(name),
      domains: [{ domain, state: "pending" }],
      createdAt: NOW,
    };
    this.organizations.splice(-1, 1, created);
    return created;
  }

  async updateOrganization({ id }: Organization, update: OrganizationUpdate): Promise<void> {
    this.#ask("updateOrganization", id, JSON.stringify(update));
    const known = this.organizations.find((organization) => organization.id === id);
    if (!known) throw refusal("unexpected", 404);
    const { name = known.name, externalId = known.externalId, domains = known.domains } = update;
    this.#replace({ ...known, name, externalId, domains });
  }

  async createPortalLink({ id }: Organization, { intent }: PortalLinkRequest): Promise<NewPortalLink> {
    this.#ask("createPortalLink", `${id} ${intent}`);
    return { url: "https://setup.workos.com?token=secret-token", at: undefined };
  }

  async listConnections(organization: OrganizationId): Promise<Connection[]> {
    this.#ask("listConnections", organization);
    return this.connections;
  }

  async listDirectories(organization: OrganizationId): Promise<Directory[]> {
    this.#ask("listDirectories", organization);
    return this.directories;
  }

  async listItContacts(organization: OrganizationId): Promise<ItContact[]> {
    this.#ask("listItContacts", organization);
    return [...this.contacts];
  }

  async createItContact({ id }: Organization, email: string): Promise<ItContact> {
    this.#ask("createItContact", id, email);
    const contact = { id: `contact_${this.contacts.length + 1}`, email };
    this.contacts.push(contact);
    return contact;
  }

  async inviteItContact({ id }: Organization, contact: ItContact, intents: readonly string[]): Promise<void> {
    this.#ask("inviteItContact", id, contact.id, intents.join(","));
    if (this.invited !== undefined) throw refusal("conflict", 409);
    this.invited = contact.id;
  }

  async revokeItContact({ id }: Organization, contact: ItContact): Promise<void> {
    this.#ask("revokeItContact", id, contact.id);
    if (this.invited !== contact.id) throw refusal("unexpected", 404);
    this.invited = undefined;
  }

  #replace(organization: Organization): void {
    const at = this.organizations.findIndex(({ id }) => id === organization.id);
    this.organizations[at] = organization;
  }

  #ask(method: Method, ...words: string[]): void {
    this.asked.push([method, ...words].join(" "));
    const failure = this.#failures.get(method);
    if (failure) throw failure;
  }
}

/** The error from the adapter if WorkOS refuses the first attempt. */
export function refusal(code: FailureCode, status: number, reason?: string): Failure {
  return new Failure(code, `WorkOS answered ${status}.`, { status, reason, delivery: "refused" });
}

/** The error from the adapter if WorkOS does not answer. */
export function silence(): Failure {
  return new Failure("unavailable", "WorkOS did not answer in 10 s (3 attempts).", {
    hint: "See https://status.workos.com, then try again.",
    delivery: "unanswered",
  });
}
