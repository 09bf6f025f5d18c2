import type { ItContact } from "./it-contact.ts";

/** WorkOS API reference, "IT contact". Whether it was invited can't be read back. */
export function itContactAnswer(contact: ItContact) {
  return {
    object: "it_contact" as const,
    id: contact.id,
    email: contact.email,
    created_at: contact.createdAt.toISOString(),
    updated_at: contact.updatedAt.toISOString(),
  };
}
