import { Failure } from "../../src/failure.ts";
import type {
  Connection,
  Directory,
  ItContact,
  NewOrganization,
  Organization,
  OrganizationId,
  PortalLinkRequest,
  WorkosApi,
} from "../../src/workos/port.ts";

type Method = keyof WorkosApi;

/** A WorkOS in a few lines: it keeps organizations, notes what it was asked, and fails where it is told to. */
export class FakeWorkos implements WorkosApi {
  readonly organizations: Organization[] = [];
  readonly connections: Connection[] = [];
  readonly directories: Directory[] = [];
  readonly contacts: ItContact[] = [];
  /** The contact with the active invitation. */
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

  async checkKey(): Promise<void> {
    this.#ask("checkKey");
  }

  async findByDomain(domains: readonly string[]): Promise<Organization[]> {
    this.#ask("findByDomain", domains.join(","));
    return this.organizations.filter((known) => known.domains.some(({ domain }) => domains.includes(domain)));
  }

  async searchByName(name: string): Promise<Organization[]> {
    this.#ask("searchByName", name);
    return this.organizations.filter((known) => known.name.toLowerCase().includes(name.toLowerCase()));
  }

  async addDomain(id: OrganizationId, domain: string): Promise<void> {
    this.#ask("addDomain", id, domain);
    const at = this.organizations.findIndex((known) => known.id === id);
    const known = this.organizations[at];
    if (!known) throw new Failure("unexpected", "WorkOS answered 404.", { status: 404 });
    this.organizations[at] = { ...known, domains: [...known.domains, { domain, state: "pending" }] };
  }

  async deleteOrganization(id: OrganizationId): Promise<void> {
    this.#ask("deleteOrganization", id);
    const at = this.organizations.findIndex((known) => known.id === id);
    this.organizations.splice(at, 1);
  }

  async getOrganization(id: OrganizationId): Promise<Organization | undefined> {
    this.#ask("getOrganization", id);
    return this.organizations.find((known) => known.id === id);
  }

  async getByExternalId(externalId: string): Promise<Organization | undefined> {
    this.#ask("getByExternalId", externalId);
    return this.organizations.find((known) => known.externalId === externalId);
  }

  async createOrganization(wanted: NewOrganization): Promise<Organization> {
    this.#ask("createOrganization", `${wanted.name} ${wanted.domain} ${wanted.domainState}`);
    const made = { ...this.has(wanted.name), externalId: wanted.externalId ?? null };
    const organization = { ...made, domains: [{ domain: wanted.domain, state: wanted.domainState }] };
    this.organizations.splice(-1, 1, organization);
    return organization;
  }

  async createPortalLink({ organization, intent }: PortalLinkRequest): Promise<string> {
    this.#ask("createPortalLink", `${organization} ${intent}`);
    return "https://setup.workos.com?token=secret-token";
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

  async createItContact(organization: OrganizationId, email: string): Promise<ItContact> {
    this.#ask("createItContact", organization, email);
    const contact = { id: `contact_${this.contacts.length + 1}`, email };
    this.contacts.push(contact);
    return contact;
  }

  async inviteItContact(
    organization: OrganizationId,
    contact: string,
    intents: readonly string[],
  ): Promise<void> {
    this.#ask("inviteItContact", organization, contact, intents.join(","));
    if (this.invited !== undefined) throw new Failure("conflict", "WorkOS sees a conflict.", { status: 409 });
    this.invited = contact;
  }

  async revokeItContact(organization: OrganizationId, contact: string): Promise<boolean> {
    this.#ask("revokeItContact", organization, contact);
    if (this.invited !== contact) return false;
    this.invited = undefined;
    return true;
  }

  #ask(method: Method, ...words: string[]): void {
    this.asked.push([method, ...words].join(" "));
    const failure = this.#failures.get(method);
    if (failure) throw failure;
  }
}

/** What the adapter says when WorkOS does not answer. */
export function silence(): Failure {
  return new Failure("unavailable", "WorkOS did not answer in 10 s (3 attempts).", {
    hint: "See https://status.workos.com, then try again.",
  });
}
