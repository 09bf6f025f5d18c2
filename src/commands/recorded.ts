import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { type Customer, customerLabel } from "../handoff/customer.ts";
import type { Ensured } from "../handoff/ensure.ts";
import type { Invitation, InvitationPlan } from "../handoff/invitation.ts";
import type { Done } from "../history/port.ts";
import type { Organization } from "../workos/port.ts";

type Recording = Pick<Context, "record">;
type Identity = Pick<Organization, "id" | "name">;

/** Something that was done to a customer, for `context.record`. */
export function deed(customer: Customer, organization: Identity, done: Done) {
  return { customer: customerLabel(customer), organization, done };
}

/**
 * `ensure`, with what it changed in the history; also where a later step of it failed, whose failure then names the
 * organization that was made. One that was only found is not recorded.
 */
export async function recordEnsured(
  ensuring: Promise<Ensured>,
  customer: Customer,
  { record }: Recording,
): Promise<Ensured> {
  try {
    const ensured = await ensuring;
    if (ensured.action !== "found")
      await record(deed(customer, ensured.organization, changeOf(ensured, customer)));
    return ensured;
  } catch (error) {
    const made = error instanceof Failure ? error.facts.data?.["organization"] : undefined;
    if (isIdentity(made)) await record(deed(customer, made, { action: "organization_created" }));
    throw error;
  }
}

function changeOf({ action }: Ensured, customer: Customer): Done {
  if (action === "created") return { action: "organization_created" };
  return { action: "domain_added", domain: customerLabel(customer) };
}

/** An invitation that WorkOS mails, in the history; also where the earlier one was ended and this one not sent. */
export async function recordInvitation(
  inviting: Promise<Invitation>,
  { organization, intents }: InvitationPlan,
  customer: Customer,
  { record }: Recording,
): Promise<Invitation> {
  try {
    const invitation = await inviting;
    const { invited, contacts, replaced = null } = invitation;
    const added = contacts
      .filter((contact) => contact.added && contact.id !== invited.id)
      .map(({ email }) => email);
    await record(
      deed(customer, organization, { action: "invited", invited: invited.email, added, intents, replaced }),
    );
    return invitation;
  } catch (error) {
    const ended = error instanceof Failure ? error.facts.data?.["ended"] : undefined;
    if (typeof ended === "string")
      await record(deed(customer, organization, { action: "invitation_ended", invited: ended }));
    throw error;
  }
}

function isIdentity(value: unknown): value is Identity {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "name" in value &&
    typeof value.id === "string" &&
    typeof value.name === "string"
  );
}
