import type { HistoryEvent, NamedOrganization } from "../journal.ts";
import type { EnvironmentKind } from "../settings/environment.ts";

/** One change that was made, or may have been made, from this machine: the journal, kept. */
export type Entry = EntryFacts & ({ readonly done: HistoryEvent } | { readonly unknown: HistoryEvent });

interface EntryFacts {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly environment: { readonly name: string; readonly kind: EnvironmentKind };
  /** Without the program's name: `link create`. */
  readonly command: string;
  /** As it was understood: a domain in people's letters, or an `org_…` id. */
  readonly customer: string;
  readonly organization: NamedOrganization;
  /** WorkOS's ids of the requests that the command had sent by then, for its support. */
  readonly requestIds: readonly string[];
}

/** What was changed from this machine, for as long as there is room. */
export interface History {
  /** @throws where it cannot be written */
  append(entry: Entry): Promise<void>;
  /** Oldest first. */
  read(): Promise<readonly Entry[]>;
  /** The newest alone, oldest first, without reading everything. */
  latest(): Promise<readonly Entry[]>;
}

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);
const isStringOrNull: Check = (value) => value === null || isString(value);
const isTime: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(value) &&
  !Number.isNaN(Date.parse(value));

const has =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(members).every(
      ([name, check]) => Object.hasOwn(value, name) && check(value[name as keyof typeof value]),
    );

const EVENTS: { readonly [Action in HistoryEvent["action"]]: Check } = {
  organization_created: has({}),
  organization_updated: has({}),
  domain_added: has({ domain: isString }),
  it_contact_added: has({ email: isString }),
  invited: has({ invited: isString, intents: isStrings }),
  setup_link_revoked: has({}),
  link_created: has({ intent: isString }),
};

/** What earlier versions called the same things. */
const FORMER: Readonly<Record<string, HistoryEvent["action"]>> = {
  invitation_ended: "setup_link_revoked",
  message_written: "link_created",
};

const isEvent: Check = (value) =>
  has({ action: (action) => Object.hasOwn(EVENTS, String(action)) })(value) &&
  EVENTS[(value as HistoryEvent).action](value);

const isFacts = has({
  time: isTime,
  environment: has({ name: isString, kind: (kind) => ["test", "live", "unknown"].includes(String(kind)) }),
  command: isString,
  customer: isString,
  organization: has({ id: isStringOrNull, name: isString }),
  requestIds: isStrings,
});

const isEntry: Check = (value) =>
  isFacts(value) && (has({ done: isEvent })(value) || has({ unknown: isEvent })(value));

/** An entry from a line of the file; `undefined` where it is broken, or of a program that knows more than this one. */
export function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line, (name, member) =>
      name === "action" && Object.hasOwn(FORMER, String(member)) ? FORMER[String(member)] : member,
    );
    return isEntry(value) ? (value as Entry) : undefined;
  } catch {
    return;
  }
}
