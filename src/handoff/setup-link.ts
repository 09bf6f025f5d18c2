import { type Sentence, sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import type { InvitationIntent, ItContact, Organization, WorkosApi, WorkosReads } from "../workos/port.ts";
import { hasVerifiedDomain } from "./organization.ts";
import { isSameAddress, type Recipient } from "./recipient.ts";

export interface SetupLinkPlan {
  /** The first gets the email. The others become IT contacts. */
  readonly recipients: readonly [Recipient, ...Recipient[]];
  readonly intents: readonly InvitationIntent[];
  readonly replace: boolean;
}

export interface SentSetupLink {
  readonly contact: ItContact;
  /** Everyone in the plan, the emailed contact first. */
  readonly contacts: readonly (ItContact & { readonly added: boolean })[];
  readonly replaced: boolean;
}

/** WorkOS emailed nobody, because another setup link is active. It does not say whose. */
export class ActiveSetupLink extends Failure {}

/** SSO needs a verified domain (WorkOS docs, "Domain verification"), so the link covers both. */
export function defaultIntents(organization: Pick<Organization, "domains">): InvitationIntent[] {
  return hasVerifiedDomain(organization) ? ["sso"] : ["sso", "domain_verification"];
}

/** @throws Failure `unauthorized` without an IT contacts API (403, 404), `no_organization` if it was deleted */
export async function readItContacts(
  { id, name }: Organization,
  otherWay: Sentence,
  api: WorkosReads,
): Promise<ItContact[]> {
  try {
    return await api.listItContacts(id);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { status, reason } = error.facts;
    if (status === 403) throw new Failure("unauthorized", error.message, { ...error.facts, hint: otherWay });
    if (status !== 404) throw error;
    if (!(await api.getOrganization(id)))
      throw new Failure("no_organization", `${name} (${id}) does not exist any more: it was deleted.`);
    const code = reason === undefined ? "" : `: ${reason}`;
    const message = `This WorkOS environment has no API for IT contacts (404${code}).`;
    throw new Failure("unauthorized", message, { ...error.facts, hint: otherWay });
  }
}

/** @throws Failure `conflict` while another setup link is active */
export async function sendSetupLink(
  organization: Organization,
  plan: SetupLinkPlan,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<SentSetupLink> {
  const [first, ...others] = plan.recipients;
  const revoked = plan.replace ? await revokeSetupLink(organization, contacts, api) : undefined;
  const find = (recipient: Recipient) => findOrAdd(organization, recipient, contacts, api);
  const contact = await find(first);
  try {
    await api.inviteItContact(organization, contact, plan.intents);
  } catch (error) {
    throw error instanceof Failure ? notSent(error, organization) : error;
  }
  // Not before: WorkOS may refuse, and nobody should be added for nothing.
  const results = await Promise.allSettled(others.map(find));
  const added = results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  return { contact, contacts: [contact, ...added], replaced: revoked !== undefined };
}

/** WorkOS does not say whose link is active, so each contact is tried. `undefined` if none of them has one. */
export async function revokeSetupLink(
  organization: Organization,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<ItContact | undefined> {
  let doubt: Failure | undefined;
  for (const contact of contacts) {
    try {
      await api.revokeItContact(organization, contact);
      return contact;
    } catch (error) {
      if (!(error instanceof Failure) || error.facts.status !== 404) throw error;
      if (error.facts.delivery === "unanswered") doubt = error;
    }
  }
  if (!doubt) return;
  throw new Failure(
    "unavailable",
    "WorkOS did not answer at first, and then knew of no active setup link.",
    doubt.facts,
  );
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
    // Somebody else just added it, or the answer to our request was lost.
    const present = (await api.listItContacts(organization.id).catch(() => [])).find(isAt(address));
    if (present) return { ...present, added: error.facts.delivery === "unanswered" };
    throw error;
  }
}

const isAt = (address: string) => (contact: ItContact) => isSameAddress(contact.email, address);

/** After an unanswered attempt, a 409 may be about our own setup link. */
function notSent(error: Failure, { id, name }: Organization): Failure {
  const { status, delivery } = error.facts;
  if (status !== 409) return error;
  if (delivery === "unanswered") {
    const message = `WorkOS did not answer at first, and then found an active setup link for ${name}.`;
    return new Failure("unavailable", message, error.facts);
  }
  return new ActiveSetupLink("conflict", `${name} already has an active setup link.`, {
    ...error.facts,
    hint: sentence`Replace it: add --replace · or revoke it: ${ssoctl("link", "revoke", id)}`,
  });
}
