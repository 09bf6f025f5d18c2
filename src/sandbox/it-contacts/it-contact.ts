import { notFound } from "../http/errors.ts";
import type { SandboxState } from "../state.ts";

/** Somebody in the customer's IT team. */
export interface ItContact {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Adds a contact; nothing is mailed. */
export function addItContact(state: SandboxState, organizationId: string, email: string) {
  const now = state.now();
  const id = state.nextId("it_contact");
  const contact: ItContact = {
    id,
    organizationId,
    email,
    createdAt: now,
    updatedAt: now,
  };
  state.itContacts.set(id, contact);
  return contact;
}

export function itContactsOf(state: SandboxState, organizationId: string): ItContact[] {
  return [...state.itContacts.values()].filter((contact) => contact.organizationId === organizationId);
}

/** The contact, or 404 where there is none or it is another organization's. */
export function itContactById(state: SandboxState, organizationId: string, id: string): ItContact {
  const contact = state.itContacts.get(id);
  if (contact?.organizationId !== organizationId) throw notFound("IT contact", id);
  return contact;
}
