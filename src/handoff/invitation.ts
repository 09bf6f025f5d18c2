import { Failure } from "../failure.ts";
import type { InvitationIntent, ItContact, Organization, WorkosApi } from "../workos/port.ts";
import type { Recipient } from "./email-address.ts";

/** Whom an invitation is for: the first is invited, the others are added as IT contacts. */
export interface InvitationPlan {
  readonly organization: Organization;
  readonly recipients: readonly [Recipient, ...Recipient[]];
  readonly intents: readonly InvitationIntent[];
  /** The organization's contacts as they are. */
  readonly contacts: readonly ItContact[];
}

export interface Invitation {
  readonly invited: ItContact;
  /** All whom the plan named, the invited one first. */
  readonly contacts: readonly (ItContact & { readonly added: boolean })[];
  /** The address whose invitation was ended for this one. */
  readonly replaced: string | undefined;
}

/** @throws Failure naming the ways that are left where the environment has no IT contacts API (403, 404) */
export function readItContacts({ id }: Organization, api: WorkosApi): Promise<ItContact[]> {
  return orOtherWays(api.listItContacts(id));
}

/**
 * Adds the contacts that are missing and has WorkOS email the first one a setup link.
 *
 * @param customer how the person named the customer, for the commands that go on
 * @throws Failure `conflict` while another invitation is active; each failure says what was done before it
 */
export async function invite(plan: InvitationPlan, customer: string, api: WorkosApi): Promise<Invitation> {
  const contacts = await addMissing(plan, api);
  const [invited] = contacts;
  try {
    await api.inviteItContact(plan.organization.id, invited.id, plan.intents);
  } catch (error) {
    throw error instanceof Failure ? notInvited(error, plan, contacts, customer) : error;
  }
  return { invited, contacts, replaced: undefined };
}

/**
 * Ends the active invitation, if there is one, and invites anew.
 *
 * @throws Failure that says that the old one is gone (whose it was: `ended`) and the new one was not sent, where
 * that is so
 */
export async function replaceInvitation(
  plan: InvitationPlan,
  customer: string,
  api: WorkosApi,
): Promise<Invitation> {
  const revoked = await revokeInvitation(plan.organization, plan.contacts, api);
  try {
    return { ...(await invite(plan, customer, api)), replaced: revoked?.email };
  } catch (error) {
    if (!(error instanceof Failure) || !revoked) throw error;
    const fate = error.isUndecided ? "" : "; the new one was not sent";
    throw error.after(`The old invitation, of ${revoked.email}, was ended${fate}.`, {
      data: { ended: revoked.email },
    });
  }
}

/**
 * Ends the organization's active invitation. WorkOS does not tell whose it is, so each contact is asked for.
 *
 * @returns the contact whose invitation it was; `undefined` where none was active
 */
export async function revokeInvitation(
  { id }: Organization,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<ItContact | undefined> {
  for (const contact of contacts) {
    if (await orOtherWays(api.revokeItContact(id, contact.id).catch(notKnown))) return contact;
  }
  return;
}

function notKnown(error: unknown): never {
  if (!(error instanceof Failure) || !error.isUndecided) throw error;
  throw error.after("Whether the active invitation was ended is not known.", {
    hint: "Run the same command again: it ends what is still active.",
  });
}

type Contacts = readonly [ItContact & { added: boolean }, ...(ItContact & { added: boolean })[]];

async function addMissing(
  { organization, recipients, contacts }: InvitationPlan,
  api: WorkosApi,
): Promise<Contacts> {
  const [first, ...others] = recipients;
  const find = (recipient: Recipient) => findOrAdd(organization, recipient, contacts, api);
  // The first decides whether there is an invitation at all, so the others wait for it.
  return [await find(first), ...(await Promise.all(others.map(find)))];
}

async function findOrAdd(
  { id }: Organization,
  { address }: Recipient,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<ItContact & { added: boolean }> {
  const known = contacts.find(isAt(address));
  if (known) return { ...known, added: false };
  try {
    return { ...(await api.createItContact(id, address)), added: true };
  } catch (error) {
    // Somebody else added it a moment ago, or the answer to our own request was lost.
    const added = (await api.listItContacts(id).catch(() => [])).find(isAt(address));
    if (added) return { ...added, added: true };
    throw error instanceof Failure ? otherWays(error).after(`${address} was not invited.`) : error;
  }
}

const isAt = (address: string) => (contact: ItContact) =>
  contact.email.toLowerCase() === address.toLowerCase();

function notInvited(
  error: Failure,
  { organization }: InvitationPlan,
  contacts: Contacts,
  customer: string,
): Failure {
  const [invited] = contacts;
  const added = contacts.filter((contact) => contact.added).map(({ email }) => email);
  const known = added.length > 0 ? `Added as IT contact: ${added.join(", ")}. ` : "";
  if (error.facts.status === 409) {
    return new Failure(
      "conflict",
      `${organization.name} already has an active invitation. ${known}Nothing was sent.`,
      {
        ...error.facts,
        hint: `Replace it with --replace, or end it: ssoctl link revoke ${customer}`,
      },
    );
  }
  if (error.isUndecided) {
    return error.after(`${known}Whether ${invited.email} was invited is not known.`, {
      hint: "Ask whether the mail came, or send it anew with --replace.",
    });
  }
  return otherWays(error).after(`${known}${invited.email} was not invited.`);
}

async function orOtherWays<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof Failure ? otherWays(error) : error;
  }
}

/** An environment, or a plan, without IT contacts answers 403 or 404; the handoff can be done otherwise. */
function otherWays(error: Failure): Failure {
  const { status } = error.facts;
  if (status !== 403 && status !== 404) return error;
  const code = status === 403 ? "unauthorized" : "unavailable";
  return new Failure(code, `WorkOS does not let this key email setup links here (${status}).`, {
    ...error.facts,
    hint: 'Ways that are left: "Invite admin" on the organization\'s page of the WorkOS dashboard, or --via text.',
  });
}
