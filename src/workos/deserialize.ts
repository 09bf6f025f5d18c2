import type { Connection, Directory, ItContact, Organization, OrganizationId } from "./port.ts";

/**
 * The SDK's answers as the port's types. The SDK believes whatever JSON it is given, so the members are looked at
 * here: a link that is not there must not pass for one.
 */
type Answer<Member extends string> = Partial<Readonly<Record<Member, unknown>>>;

/** @throws TypeError, as do the others, where a member is missing or of another type */
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

/** IT contacts are read past the SDK, so the members are those of the API. */
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

/** A string in SDK 11, a `Date` in SDK 12; ISO 8601 in UTC here, or as it came where it cannot be read. */
function timestamp(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const extended = text(value).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/u, "$1-$2-$3T$4:$5:$6");
  // Without a zone, JavaScript would take it for this machine's.
  const date = new Date(/(?:Z|[+-]\d\d:?\d\d)$/u.test(extended) ? extended : `${extended}Z`);
  return Number.isNaN(date.getTime()) ? text(value) : date.toISOString();
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError("a member that should be a list is none");
}
