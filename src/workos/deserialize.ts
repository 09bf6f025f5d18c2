import { codePoint, sanitize } from "../sanitize.ts";
import type { Connection, Directory, ItContact, Organization, OrganizationId } from "./port.ts";

/** The SDK does not check the JSON, so members are checked here. A missing link must not pass for one. */
type Answer<Member extends string> = Partial<Readonly<Record<Member, unknown>>>;

/** A member is missing, has another type, or cannot be printed as it is. The message names it. */
export class FormError extends TypeError {}

/** @throws FormError, like the others */
export function toOrganization(
  answer: Answer<"id" | "name" | "externalId" | "createdAt" | "domains">,
): Organization {
  return {
    id: id(answer.id, "organization.id") as OrganizationId,
    name: text(answer.name, "organization.name"),
    externalId: textOrNull(answer.externalId, "organization.external_id"),
    domains: list(answer.domains, "organization.domains").map((domain) => {
      const { domain: name, state } = members<"domain" | "state">(domain, "organization.domains");
      return {
        domain: word(name, "organization_domain.domain", /\s/u),
        state: word(state ?? "unverified", "organization_domain.state"),
      };
    }),
    createdAt: timestamp(answer.createdAt, "organization.created_at"),
  };
}

export function toOrganizationIfReadable(
  answer: Parameters<typeof toOrganization>[0],
): Organization | undefined {
  try {
    return toOrganization(answer);
  } catch (error) {
    if (error instanceof FormError) return;
    throw error;
  }
}

export function toConnection(answer: Answer<"id" | "name" | "type" | "state">): Connection {
  return toSetup(answer, "connection");
}

export function toDirectory(answer: Answer<"id" | "name" | "type" | "state">): Directory {
  return toSetup(answer, "directory");
}

function toSetup(answer: Answer<"id" | "name" | "type" | "state">, what: "connection" | "directory") {
  return {
    id: id(answer.id, `${what}.id`),
    name: textOrNull(answer.name, `${what}.name`),
    type: word(answer.type, `${what}.type`),
    state: word(answer.state, `${what}.state`),
  };
}

export function toItContact(contact: unknown): ItContact {
  const answer = members<"id" | "email">(contact, "it_contact");
  const email = word(
    withHiddenNamed(text(answer.email, "it_contact.email")),
    "it_contact.email",
    /\s|^[^@]*$/u,
  );
  return { id: id(answer.id, "it_contact.id"), email };
}

/** `[U+200B]jane@acme.com`. Such contacts exist, look like others, and must be revocable. */
function withHiddenNamed(email: string): string {
  return email.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (hidden) => `[${codePoint(hidden)}]`);
}

/** IT contacts bypass the SDK, so the member names are the API's. */
export function toItContactPage(page: unknown) {
  const { data, list_metadata } = members<"data" | "list_metadata">(page, "it_contacts");
  const { after } = members<"after">(list_metadata ?? {}, "list_metadata");
  return {
    contacts: list(data, "it_contacts").map(toItContact),
    after: textOrNull(after, "list_metadata.after"),
  };
}

export function toLink(answer: unknown): string {
  return text(members<"link">(answer, "link").link, "link");
}

function members<Member extends string>(value: unknown, name: string): Answer<Member> {
  if (typeof value === "object" && value !== null) return value as Answer<Member>;
  throw new FormError(name);
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new FormError(name);
}

function textOrNull(value: unknown, name: string): string | null {
  return value == null ? null : text(value, name);
}

/** WorkOS's ids have a prefix and 26 letters and digits. They are printed, put into paths, and typed again. */
function id(value: unknown, name: string): string {
  const given = text(value, name);
  if (given.length <= 100 && /^[a-z_]+_[A-Za-z0-9_-]+$/u.test(given)) return given;
  throw new FormError(name);
}

/** A value that is printed as it is: on one line, and nothing in it is hidden. */
function word(value: unknown, name: string, wrong?: RegExp): string {
  const given = text(value, name);
  if (given.trim() !== "" && sanitize(given) === given && !wrong?.test(given)) return given;
  throw new FormError(name);
}

/** SDK 11 gives a string, SDK 12 a `Date`. Returns ISO 8601 in UTC. */
function timestamp(value: unknown, name: string): string {
  const given = value instanceof Date ? value : dateOf(text(value, name));
  if (Number.isNaN(given.getTime())) throw new FormError(name);
  return given.toISOString();
}

function dateOf(given: string): Date {
  const extended = given.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/u, "$1-$2-$3T$4:$5:$6");
  if (!/^\d{4}-\d\d-\d\dT/u.test(extended)) return new Date(Number.NaN);
  // Without a zone, JavaScript would assume local time.
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/u.test(extended) ? extended : `${extended}Z`);
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormError(name);
}
