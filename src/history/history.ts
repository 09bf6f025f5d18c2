import type { HistoryEvent, NamedOrganization } from "../journal.ts";
import type { EnvironmentKind } from "../settings/environment.ts";

/** One change made from this machine (`done`), or one that may have been made (`unknown`). */
export type Entry = EntryFacts & ({ readonly done: HistoryEvent } | { readonly unknown: HistoryEvent });

interface EntryFacts {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly environment: { readonly name: string; readonly kind: EnvironmentKind };
  /** Without the program name: `link create`. */
  readonly command: string;
  /** A Unicode domain, or an `org_…` id. */
  readonly customer: string;
  readonly organization: NamedOrganization;
  readonly requestIds: readonly string[];
}

export interface History {
  /** @throws if the entry cannot be written */
  append(entry: Entry): Promise<void>;
  /** Oldest first. */
  read(): Promise<readonly Entry[]>;
  /** Only the newest entries, oldest first. Faster than `read`. */
  latest(): Promise<readonly Entry[]>;
}

/** With the names of their organizations, most recent first. */
export function recentCustomers(entries: readonly Entry[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { customer, organization } of entries.toReversed())
    if (!names.has(customer)) names.set(customer, organization.name);
  return names;
}

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);
const isStringOrNull: Check = (value) => value === null || isString(value);
const isTime: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(value) &&
  !Number.isNaN(Date.parse(value));

const hasMembers =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(members).every(
      ([name, check]) => Object.hasOwn(value, name) && check(value[name as keyof typeof value]),
    );

const EVENTS: { readonly [Action in HistoryEvent["action"]]: Check } = {
  organization_created: hasMembers({}),
  organization_updated: hasMembers({}),
  domain_added: hasMembers({ domain: isString }),
  it_contact_added: hasMembers({ email: isString }),
  invited: hasMembers({ invited: isString, intents: isStrings }),
  setup_link_revoked: hasMembers({}),
  link_created: hasMembers({ intent: isString }),
};

/** Actions by the names that earlier versions wrote. */
const RENAMED_ACTIONS: Readonly<Record<string, HistoryEvent["action"]>> = {
  invitation_ended: "setup_link_revoked",
  message_written: "link_created",
};

const isEvent: Check = (value) =>
  hasMembers({ action: (action) => Object.hasOwn(EVENTS, String(action)) })(value) &&
  EVENTS[(value as HistoryEvent).action](value);

const isFacts = hasMembers({
  time: isTime,
  environment: hasMembers({
    name: isString,
    kind: (kind) => ["test", "live", "unknown"].includes(String(kind)),
  }),
  command: isString,
  customer: isString,
  organization: hasMembers({ id: isStringOrNull, name: isString }),
  requestIds: isStrings,
});

const isEntry: Check = (value) =>
  isFacts(value) && (hasMembers({ done: isEvent })(value) || hasMembers({ unknown: isEvent })(value));

/** @returns undefined if the line is invalid, or was written by a newer version with unknown actions */
export function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line, (name, member) =>
      name === "action" && Object.hasOwn(RENAMED_ACTIONS, String(member))
        ? RENAMED_ACTIONS[String(member)]
        : member,
    );
    return isEntry(value) ? (value as Entry) : undefined;
  } catch {
    return;
  }
}
