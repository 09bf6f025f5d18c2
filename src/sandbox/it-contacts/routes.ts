import { Hono } from "hono";
import { asListed } from "../delayed-lists.ts";
import { readBody } from "../http/body.ts";
import { conflict, invalid, notFound } from "../http/errors.ts";
import { listAnswer, PAGE_PARAMETERS } from "../http/pagination.ts";
import { readQuery } from "../http/query.ts";
import { listOf, object, oneOf } from "../http/rules.ts";
import { organizationById } from "../organizations/organization.ts";
import type { SandboxState } from "../state.ts";
import { itContactAnswer } from "./answer.ts";
import { emailAddress } from "./email-address.ts";
import { addItContact, type ItContact, itContactById, itContactsOf } from "./it-contact.ts";
import { INVITATION_INTENTS, inviteItContact, revokeBy, revokeInvitation } from "./setup-invitation.ts";

const newContact = object({ email: emailAddress }, {});
const invitation = object({ intents: listOf(oneOf(INVITATION_INTENTS)) }, {});
const nothing = object({}, {});

/**
 * WorkOS API reference, "IT contact". The OpenAPI document lacks these routes; they follow SDK 11,
 * which reads no body from invite, revoke and delete: 204.
 */
export function itContactRoutes(state: SandboxState): Hono {
  const routes = new Hono();
  const contactOf = (organizationId: string, contactId: string): ItContact =>
    itContactById(state, organizationById(state, organizationId).id, contactId);

  routes.get("/:id/it_contacts", (context) => {
    const organization = organizationById(state, context.req.param("id"));
    const query = readQuery(context, PAGE_PARAMETERS);
    const contacts = itContactsOf(asListed(state), organization.id);
    if (state.world.contactLists === "pages") {
      return context.json(listAnswer(contacts, query, "it_contact", itContactAnswer));
    }
    return context.json({
      object: "list",
      data: contacts.map(itContactAnswer),
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
    return context.json(itContactAnswer(addItContact(state, organization.id, email)), 201);
  });

  routes.delete("/:id/it_contacts/:contactId", (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    revokeInvitation(state, contact);
    state.itContacts.delete(contact.id);
    return context.body(null, 204);
  });

  routes.post("/:id/it_contacts/:contactId/invite", async (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    const { intents } = await readBody(context, invitation);
    if (intents.length === 0) {
      throw invalid([{ field: "intents", code: "intents must not be empty" }]);
    }
    inviteItContact(state, contact, [...new Set(intents)]);
    return context.body(null, 204);
  });

  routes.post("/:id/it_contacts/:contactId/revoke", async (context) => {
    const contact = contactOf(context.req.param("id"), context.req.param("contactId"));
    await readBody(context, nothing);
    if (!revokeBy(state, contact)) throw notFound("Active invitation", contact.id);
    return context.body(null, 204);
  });

  return routes;
}
