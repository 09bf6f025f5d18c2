import { type Delivery, Failure } from "./failure.ts";
import { creationAge, hasDomain } from "./handoff/organization.ts";
import { isSameAddress } from "./handoff/recipient.ts";
import type {
  Organization,
  OrganizationUpdate,
  WorkosApi,
  WorkosReads,
  WorkosWrites,
} from "./workos/port.ts";

/** `id` is null until the organization is created. */
export interface NamedOrganization {
  readonly id: string | null;
  readonly name: string;
}

/** Never contains a link or a key. */
export type Change = { readonly organization: NamedOrganization } & HistoryEvent;

export type HistoryEvent =
  | { readonly action: "organization_created"; readonly domain: string }
  | ({ readonly action: "organization_updated" } & OrganizationUpdate)
  | { readonly action: "domain_added"; readonly domain: string }
  | { readonly action: "it_contact_added"; readonly email: string }
  | {
      readonly action: "invited";
      readonly invited: string;
      readonly intents: readonly string[];
    }
  | { readonly action: "setup_link_revoked" }
  | { readonly action: "link_created"; readonly intent: string };

/** `sent`: in progress. `done`: confirmed by WorkOS. `unknown`: it may have happened. */
type Outcome = "sent" | "done" | "nothing" | "unknown";

interface Shown {
  readonly change: Change;
  readonly outcome: Exclude<Outcome, "sent">;
}

interface Entry {
  change: Change;
  outcome: Outcome;
  /** For a creation: the server time of the last lookup before it. */
  readonly lookedAt: Date | undefined;
}

/** Saves a change to the history. Never rejects. */
export type Keep = (change: Change, outcome: "done" | "unknown") => Promise<void>;

/** Records the writes of one run. Unknown outcomes are saved last, because a later read may settle them. */
export class Journal {
  readonly #entries: Entry[] = [];
  readonly #keep: Keep;
  #lookedAt: Date | undefined;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  isConnected = false;

  get done(): Change[] {
    return this.#entries.filter(({ outcome }) => outcome === "done").map(({ change }) => change);
  }

  get unknown(): Change[] {
    return this.#entries
      .filter(({ outcome }) => outcome === "unknown" || outcome === "sent")
      .map(({ change }) => change);
  }

  /** @param shown the actual change, if it can differ from `change` */
  async write<T>(
    change: Change,
    send: () => Promise<T>,
    shown: (answer: T, lookedAt: Date | undefined) => Shown = () => ({ change, outcome: "done" }),
  ): Promise<T> {
    const entry: Entry = { change, outcome: "sent", lookedAt: this.#lookedAt };
    this.#entries.push(entry);
    try {
      const answer = await send();
      const seen = shown(answer, entry.lookedAt);
      entry.change = seen.change;
      if (seen.outcome === "done") await this.#settle(entry, seen.change);
      else entry.outcome = seen.outcome;
      this.#forgetDoubts(entry);
      return answer;
    } catch (error) {
      const delivery: Delivery = (error instanceof Failure && error.facts.delivery) || "unanswered";
      entry.outcome = delivery === "unanswered" ? "unknown" : "nothing";
      throw error;
    }
  }

  looked(at: Date | undefined): void {
    this.#lookedAt = at;
  }

  /** Confirms unanswered writes whose result is visible in this organization. */
  async saw(organization: Organization): Promise<void> {
    for (const entry of this.#open()) {
      const { change } = entry;
      const isSame = change.organization.id === organization.id;
      if (change.action === "domain_added" && isSame && hasDomain(organization, change.domain))
        await this.#settle(entry, change);
    }
    await this.#sawCreated(organization);
  }

  /** Any unanswered attempt may have created one. So may another user at the same moment. */
  async #sawCreated(organization: Organization): Promise<void> {
    const isKnown = this.#entries.some(({ change }) => change.organization.id === organization.id);
    const creation = this.#entries.find(
      ({ change, lookedAt }) =>
        change.action === "organization_created" &&
        hasDomain(organization, change.domain) &&
        creationAge(organization, lookedAt) === "since",
    );
    if (isKnown || !creation) return;
    const change = { ...creation.change, organization: named(organization) };
    if (creation.outcome === "unknown" && creation.change.organization.id === null)
      await this.#settle(creation, change);
    else if (creation.outcome === "done") this.#entries.push({ ...creation, change, outcome: "unknown" });
  }

  async sawContacts(organizationId: string, emails: readonly string[]): Promise<void> {
    for (const entry of this.#open()) {
      const { change } = entry;
      if (change.action !== "it_contact_added" || change.organization.id !== organizationId) continue;
      if (emails.some((email) => isSameAddress(email, change.email))) await this.#settle(entry, change);
    }
  }

  async close(): Promise<void> {
    for (const change of this.unknown) await this.#keep(change, "unknown");
  }

  #open(): Entry[] {
    return this.#entries.filter(({ outcome }) => outcome === "unknown");
  }

  /** An organization has one setup link, so earlier revocations with an unknown outcome no longer matter. */
  #forgetDoubts({ change: { action, organization } }: Entry): void {
    if (action !== "setup_link_revoked") return;
    for (const doubt of this.#open()) {
      const { change } = doubt;
      if (change.action === action && change.organization.id === organization.id) doubt.outcome = "nothing";
    }
  }

  async #settle(entry: Entry, change: Change): Promise<void> {
    entry.change = change;
    entry.outcome = "done";
    await this.#keep(change, "done");
  }
}

/** Wraps the API: records writes, and uses reads to confirm unanswered writes. */
export function journaled(api: WorkosApi, journal: Journal): WorkosApi {
  journal.isConnected = true;
  return { ...journaledReads(api, journal), ...journaledWrites(api, journal) };
}

function journaledReads(api: WorkosReads, journal: Journal): WorkosReads {
  return {
    checkKey: () => api.checkKey(),
    searchByName: (name) => api.searchByName(name),
    getByExternalId: (externalId) => api.getByExternalId(externalId),
    listConnections: (id) => api.listConnections(id),
    listDirectories: (id) => api.listDirectories(id),
    findByDomain: async (domains) => {
      const look = await api.findByDomain(domains);
      journal.looked(look.at);
      for (const organization of look.organizations) await journal.saw(organization);
      return look;
    },
    getOrganization: async (id) => {
      const organization = await api.getOrganization(id);
      if (organization) await journal.saw(organization);
      return organization;
    },
    listItContacts: async (id) => {
      const contacts = await api.listItContacts(id);
      const emails = contacts.map(({ email }) => email);
      await journal.sawContacts(id, emails);
      return contacts;
    },
  };
}

/** A reused idempotency key returns the earlier organization, which this run did not create. */
const CREATION_OUTCOMES = { since: "done", before: "nothing", unknown: "unknown" } as const;

function journaledWrites(api: WorkosWrites, journal: Journal): WorkosWrites {
  return {
    createOrganization: (wanted, key) => {
      const { name, domain } = wanted;
      const change = { action: "organization_created", organization: { id: null, name }, domain } as const;
      return journal.write(
        change,
        () => api.createOrganization(wanted, key),
        (answer, lookedAt) => ({
          change: { ...change, organization: named(answer) },
          outcome: CREATION_OUTCOMES[creationAge(answer, lookedAt)],
        }),
      );
    },
    updateOrganization: (organization, update) =>
      journal.write({ action: "organization_updated", organization: named(organization), ...update }, () =>
        api.updateOrganization(organization, update),
      ),
    addDomain: (organization, domain) =>
      journal.write({ action: "domain_added", organization: named(organization), domain }, () =>
        api.addDomain(organization, domain),
      ),
    createPortalLink: (organization, request) =>
      journal.write(
        { action: "link_created", organization: named(organization), intent: request.intent },
        () => api.createPortalLink(organization, request),
      ),
    createItContact: (organization, email) =>
      journal.write({ action: "it_contact_added", organization: named(organization), email }, () =>
        api.createItContact(organization, email),
      ),
    inviteItContact: (organization, contact, intents) =>
      journal.write(
        { action: "invited", organization: named(organization), invited: contact.email, intents },
        () => api.inviteItContact(organization, contact, intents),
      ),
    revokeItContact: (organization, contact) =>
      journal.write({ action: "setup_link_revoked", organization: named(organization) }, () =>
        api.revokeItContact(organization, contact),
      ),
  };
}

function named({ id, name }: Organization): NamedOrganization {
  return { id, name };
}
