import { Failure } from "../failure.ts";
import type { InvitationIntent, ItContact, Organization, WorkosApi } from "../workos/port.ts";
import { hasVerifiedDomain } from "./organization.ts";
import type { Recipient } from "./recipient.ts";

/** What was decided about a setup link that WorkOS is to email; nothing more is asked after it. */
export interface SetupLinkPlan {
  /** The first is emailed, the others become IT contacts. */
  readonly recipients: readonly [Recipient, ...Recipient[]];
  readonly intents: readonly InvitationIntent[];
  /** Whether an active setup link is revoked first. */
  readonly replace: boolean;
}

export interface SentSetupLink {
  readonly contact: ItContact;
  /** All whom the plan named, the emailed one first. */
  readonly contacts: readonly (ItContact & { readonly added: boolean })[];
  /** Whether an active setup link was revoked for it. */
  readonly replaced: boolean;
}

/** SSO cannot be activated without a verified domain (WorkOS docs, "Domain verification"), so both go together. */
export function defaultIntents(organization: Pick<Organization, "domains">): InvitationIntent[] {
  return hasVerifiedDomain(organization) ? ["sso"] : ["sso", "domain_verification"];
}

/** @throws Failure `unauthorized` naming the other way where the environment or the key has no IT contacts API (403, 404) */
export async function readItContacts({ id }: Organization, api: WorkosApi): Promise<ItContact[]> {
  try {
    return await api.listItContacts(id);
  } catch (error) {
    throw error instanceof Failure ? withOtherWay(error, id) : error;
  }
}

/**
 * Adds the contacts that are missing and has WorkOS email the first one a setup link.
 *
 * @param contacts those that the organization has
 * @throws Failure `conflict` while another setup link is active
 */
export async function sendSetupLink(
  organization: Organization,
  plan: SetupLinkPlan,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<SentSetupLink> {
  const replaced = plan.replace && (await revokeSetupLink(organization, contacts, api));
  const all = await addMissing(organization, plan.recipients, contacts, api);
  const [contact] = all;
  try {
    await api.inviteItContact(organization, contact, plan.intents);
  } catch (error) {
    throw error instanceof Failure ? notSent(error, organization) : error;
  }
  return { contact, contacts: all, replaced };
}

/**
 * Revokes the organization's active setup link. WorkOS does not tell whose it is, so each contact is tried.
 *
 * @returns false only where every contact was tried and each answered that it has none
 */
export async function revokeSetupLink(
  organization: Organization,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<boolean> {
  let doubt: Failure | undefined;
  for (const contact of contacts) {
    try {
      await api.revokeItContact(organization, contact);
      return true;
    } catch (error) {
      if (!(error instanceof Failure) || error.facts.status !== 404) throw error;
      if (error.facts.delivery === "unanswered") doubt = error;
    }
  }
  if (!doubt) return false;
  throw new Failure(
    "unavailable",
    "WorkOS did not answer at first, and then knew of no active setup link.",
    doubt.facts,
  );
}

type Contacts = readonly [ItContact & { added: boolean }, ...(ItContact & { added: boolean })[]];

/** The first decides whether there is a setup link at all, so the others wait for it. */
async function addMissing(
  organization: Organization,
  [first, ...others]: SetupLinkPlan["recipients"],
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<Contacts> {
  const find = (recipient: Recipient) => findOrAdd(organization, recipient, contacts, api);
  const added = await find(first);
  const results = await Promise.allSettled(others.map(find));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return [added, ...results.flatMap((result) => (result.status === "fulfilled" ? result.value : []))];
}

async function findOrAdd(
  organization: Organization,
  { address }: Recipient,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<ItContact & { added: boolean }> {
  const known = contacts.find(isAt(address));
  if (known) return { ...known, added: false };
  try {
    return { ...(await api.createItContact(organization, address)), added: true };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    // Somebody else added it a moment ago, or the answer to our own request was lost.
    const present = (await api.listItContacts(organization.id).catch(() => [])).find(isAt(address));
    if (present) return { ...present, added: error.facts.delivery === "unanswered" };
    throw withOtherWay(error, organization.id);
  }
}

const isAt = (address: string) => (contact: ItContact) =>
  contact.email.toLowerCase() === address.toLowerCase();

/** After an unanswered attempt, a 409 may be the echo of our own setup link. */
function notSent(error: Failure, { id, name }: Organization): Failure {
  const { status, delivery } = error.facts;
  if (status !== 409) return error;
  if (delivery === "unanswered") {
    const message = `WorkOS did not answer at first, and then found an active setup link for ${name}.`;
    return new Failure("unavailable", message, error.facts);
  }
  return new Failure("conflict", `${name} already has an active setup link.`, {
    ...error.facts,
    hint: `Replace it: add --replace · or revoke it: ssoctl link revoke ${id}`,
  });
}

/** An environment or a key without the IT contacts API answers 403 or 404; the handoff can be done otherwise. */
function withOtherWay(error: Failure, id: Organization["id"]): Failure {
  const { status, reason } = error.facts;
  if (status !== 403 && status !== 404) return error;
  const message =
    status === 403
      ? error.message
      : `This WorkOS environment has no API for IT contacts (404${reason === undefined ? "" : `: ${reason}`}).`;
  return new Failure("unauthorized", message, {
    ...error.facts,
    hint: `Use "Invite admin" on the organization's page in the WorkOS dashboard, or a portal link: ssoctl link create ${id}`,
  });
}
