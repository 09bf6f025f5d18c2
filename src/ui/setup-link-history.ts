import { displayAddress } from "../handoff/recipient.ts";
import type { Entry, History } from "../history/history.ts";
import type { ItContact, Organization } from "../workos/port.ts";

/** The last setup link emailed, and not revoked, from this machine. It may not be active any more. */
export interface LastSetupLink {
  readonly email: string;
  readonly intents: readonly string[];
  readonly at: Date;
  /** False if the response was lost: it may have been emailed. */
  readonly isSure: boolean;
}

/** What this machine knows of an organization's setup link. Others may have emailed one. */
export type KnownSetupLink = LastSetupLink | "revoked" | "none";

/** @returns `none` if the history cannot be read, because no command should fail for that */
export async function knownSetupLink(
  history: Pick<History, "read">,
  organization: Pick<Organization, "id">,
): Promise<KnownSetupLink> {
  const about = await entriesOf(history, organization);
  const last = about.findLast((entry) => eventOf(entry).action === "invited" || isRevoked(entry));
  if (!last) return "none";
  const event = eventOf(last);
  if (event.action !== "invited") return "revoked";
  return { email: event.invited, intents: event.intents, at: new Date(last.time), isSure: "done" in last };
}

/** Whom this machine emailed a setup link last, revoked or not. */
export async function lastRecipient(
  history: Pick<History, "read">,
  organization: Pick<Organization, "id">,
): Promise<string | undefined> {
  const events = (await entriesOf(history, organization)).map(eventOf);
  return events.flatMap((event) => (event.action === "invited" ? event.invited : [])).at(-1);
}

async function entriesOf(
  history: Pick<History, "read">,
  { id }: Pick<Organization, "id">,
): Promise<readonly Entry[]> {
  const entries = await history.read().catch(() => []);
  return entries.filter(({ organization }) => organization.id === id);
}

function eventOf(entry: Entry) {
  return "done" in entry ? entry.done : entry.unknown;
}

/** If the outcome of the revocation is unknown, the link may still be active. */
function isRevoked(entry: Entry): boolean {
  return "done" in entry && entry.done.action === "setup_link_revoked";
}

const SHOWN_CONTACTS = 3;

/**
 * Why a setup link may be active, as far as this machine knows. WorkOS says it only when another one is emailed, and
 * that needs an IT contact.
 *
 * @param others the IT contacts that may have one
 */
export function whyMaybeActive(known: KnownSetupLink, others: readonly ItContact[]): string | undefined {
  if (typeof known === "object") return `A setup link may be active: ${setupLinkLabel(known)}.`;
  if (known === "revoked" || others.length === 0) return;
  const shown = others.slice(0, SHOWN_CONTACTS).map(({ email }) => displayAddress(email));
  const contacts = [...shown, ...(others.length > SHOWN_CONTACTS ? ["…"] : [])].join(", ");
  return `A setup link may be active; this machine does not know whose (IT contacts: ${contacts}).`;
}

export function lastSetupLinkWords({ email, at, isSure }: LastSetupLink): string {
  return `A setup link ${isSure ? "was" : "may have been"} emailed to ${displayAddress(email)} on ${minute(at)} from this machine`;
}

/** `jane@acme.com, emailed 24 Nov 03:28 from this machine` */
function setupLinkLabel({ email, at, isSure }: LastSetupLink): string {
  return `${displayAddress(email)}, ${isSure ? "emailed" : "perhaps emailed"} ${minute(at)} from this machine`;
}

function minute(at: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at);
  return `${day} ${at.toTimeString().slice(0, "03:28".length)}`;
}
