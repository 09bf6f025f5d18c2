import type { Connection, Directory, ItContact, Organization, OrganizationId } from "./port.ts";

/** The SDK does not check the JSON, so members are checked here. A missing link must not pass for one. */
type Answer<Member extends string> = Partial<Readonly<Record<Member, unknown>>>;

/** @throws TypeError, like the others, if a member is missing or has another type */
export function toOrganization(
  answer: Answer<"id" | "name" | "externalId" | "createdAt" | "domains">,
): Organization {
  return {
    id: text(answer.id) as OrganizationId,
    name: text(answer.name),
    externalId: answer.externalId == null ? null : text(answer.externalId),
    domains: list(answer.domains).map((domain) => ({
      domain: text((domain as Answer<"domain">).domain),
      state: text((domain as Answer<"state">).state ?? "unverified"),
    })),
    createdAt: timestamp(answer.createdAt),
  };
}

export function toOrganizationIfReadable(
  answer: Parameters<typeof toOrganization>[0],
): Organization | undefined {
  try {
    return toOrganization(answer);
  } catch (error) {
    if (error instanceof TypeError) return;
    throw error;
  }
}

export function toConnection({
  id,
  name,
  type,
  state,
}: Answer<"id" | "name" | "type" | "state">): Connection {
  return { id: text(id), name: textOrNull(name), type: text(type), state: text(state) };
}

export function toDirectory({ id, name, type, state }: Answer<"id" | "name" | "type" | "state">): Directory {
  return { id: text(id), name: textOrNull(name), type: text(type), state: text(state) };
}

export function toItContact({ id, email }: Answer<"id" | "email">): ItContact {
  return { id: text(id), email: text(email) };
}

/** IT contacts bypass the SDK, so the member names are the API's. */
export function toItContactPage({ data, list_metadata }: Answer<"data" | "list_metadata">) {
  const { after } = (list_metadata ?? {}) as Answer<"after">;
  return { contacts: list(data).map((contact) => toItContact(contact as object)), after: textOrNull(after) };
}

export function toLink({ link }: Answer<"link">): string {
  return text(link);
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError("a member that should be a string is none");
}

function textOrNull(value: unknown): string | null {
  return value == null ? null : text(value);
}

/** SDK 11 gives a string, SDK 12 a `Date`. Returns ISO 8601 in UTC, or the input if it cannot be parsed. */
function timestamp(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const extended = text(value).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/u, "$1-$2-$3T$4:$5:$6");
  // Without a zone, JavaScript would assume local time.
  const date = new Date(/(?:Z|[+-]\d\d:?\d\d)$/u.test(extended) ? extended : `${extended}Z`);
  return Number.isNaN(date.getTime()) ? text(value) : date.toISOString();
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError("a member that should be a list is none");
}
