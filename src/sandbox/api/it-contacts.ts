import { Hono } from "hono";
import { conflict, invalid, notFound } from "../http/errors.ts";
import { listedState, listResponse, PAGE_PARAMETERS, readQuery } from "../http/lists.ts";
import { arrayOf, emailAddress, object, oneOf, readBody } from "../http/validation.ts";
import { newToken } from "../ids.ts";
import { sendInvitation } from "../inbox/mail.ts";
import { INVITATION_INTENTS, type InvitationIntent, type ItContact, type SetupInvitation } from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";

export function addItContact(
  state: SandboxState,
  organizationId: string,
  email: string,
  id = state.nextId("it_contact"),
) {
  const now = state.now();
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

/** @throws ApiError 404, also for another organization's contact */
function itContactById(state: SandboxState, organizationId: string, id: string): ItContact {
  const contact = state.itContacts.get(id);
  if (contact?.organizationId !== organizationId) throw notFound("IT contact", id);
  return contact;
}

/** WorkOS API reference, "IT contact". Has no field that says whether the contact was invited. */
function itContactResponse(contact: ItContact) {
  return {
    object: "it_contact" as const,
    id: contact.id,
    email: contact.email,
    created_at: contact.createdAt.toISOString(),
    updated_at: contact.updatedAt.toISOString(),
  };
}

/** As for the dashboard's setup links. Not documented for the API's. */
const LIFETIME_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** Does not send the email. 409 if the organization already has an active invitation. */
export function inviteItContact(
  state: SandboxState,
  contact: ItContact,
  intents: readonly InvitationIntent[],
): SetupInvitation {
  if (activeInvitation(state, contact.organizationId)) {
    throw conflict("The organization already has an active Admin Portal invitation.");
  }
  const createdAt = state.now();
  const invitation: SetupInvitation = {
    id: state.nextId("setup_invitation"),
    organizationId: contact.organizationId,
    contactId: contact.id,
    email: contact.email,
    intents,
    token: newToken(),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFETIME_MILLISECONDS),
  };
  state.setupInvitations.set(invitation.id, invitation);
  return invitation;
}

export function invitationError(
  state: SandboxState,
  { ended, expiresAt }: SetupInvitation,
): "revoked" | "completed" | "expired" | undefined {
  return ended ?? (expiresAt > state.now() ? undefined : "expired");
}

export function activeInvitation(state: SandboxState, organizationId: string): SetupInvitation | undefined {
  return [...state.setupInvitations.values()].find(
    (invitation) =>
      invitation.organizationId === organizationId && invitationError(state, invitation) === undefined,
  );
}

function revokeInvitation(state: SandboxState, contact: ItContact): boolean {
  const invitation = activeInvitation(state, contact.organizationId);
  if (invitation?.contactId !== contact.id) return false;
  invitation.ended = "revoked";
  return true;
}

/** Revokes the organization's active invitation, if `world.revoking` allows it for this contact. */
function revokeBy(state: SandboxState, contact: ItContact): boolean {
  if (state.world.revoking === "by the invited contact") return revokeInvitation(state, contact);
  const invitation = activeInvitation(state, contact.organizationId);
  if (invitation === undefined) return false;
  invitation.ended = "revoked";
  return true;
}

const newContact = object({ email: emailAddress }, {});
const newInvitation = object({ intents: arrayOf(oneOf(INVITATION_INTENTS)) }, {});
const emptyBody = object({}, {});

/**
 * WorkOS API reference, "IT contact". The OpenAPI document lacks these routes. They follow SDK 11, which expects no
 * response body from invite, revoke, and delete: 204.
 */
export function itContactRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const contactOf = (organizationId: string, contactId: string): ItContact =>
    itContactById(state, organizationById(state, organizationId).id, contactId);

  routes.get("/:id/it_contacts", (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const query = readQuery(context, PAGE_PARAMETERS);
    const contacts = itContactsOf(listedState(state), organization.id);
    if (state.world.contactLists === "pages") {
      return context.json(listResponse(contacts, query, "it_contact", itContactResponse));
    }
    return context.json({
      object: "list",
      data: contacts.map(itContactResponse),
      list_metadata: { before: null, after: null },
    });
  });

  routes.post("/:id/it_contacts", async (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const { email } = await readBody(context, newContact);
    const known = itContactsOf(state, organization.id).map((contact) => contact.email);
    if (known.some((address) => address.toLowerCase() === email.toLowerCase())) {
      throw conflict("The organization already has an IT contact with this email address.");
    }
    return context.json(itContactResponse(addItContact(state, organization.id, email)), 201);
  });

  routes.delete("/:id/it_contacts/:contactId", (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    revokeInvitation(state, contact);
    state.itContacts.delete(contact.id);
    return context.body(null, 204);
  });

  routes.post("/:id/it_contacts/:contactId/invite", async (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    const { intents } = await readBody(context, newInvitation);
    if (intents.length === 0) {
      throw invalid([{ field: "intents", code: "intents must not be empty" }]);
    }
    const invitation = inviteItContact(state, contact, [...new Set(intents)]);
    sendInvitation(state, organizationById(state, contact.organizationId), invitation);
    return context.body(null, 204);
  });

  routes.post("/:id/it_contacts/:contactId/revoke", async (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    await readBody(context, emptyBody);
    if (!revokeBy(state, contact)) throw notFound("Active invitation", contact.id);
    return context.body(null, 204);
  });

  return routes;
}
