import { displayAddress } from "../handoff/recipient.ts";
import type { Entry, History } from "../history/history.ts";
import type { Organization } from "../workos/port.ts";

/** The last setup link emailed, and not revoked, from this machine. It may not be active any more. */
export interface LastSetupLink {
  readonly email: string;
  readonly at: Date;
  /** False if the response was lost: it may have been emailed. */
  readonly isSure: boolean;
}

/** @returns undefined if the history cannot be read, because no command should fail for that */
export async function lastSetupLink(
  history: Pick<History, "read">,
  { id }: Pick<Organization, "id">,
): Promise<LastSetupLink | undefined> {
  const entries = await history.read().catch(() => []);
  const about = entries.filter(({ organization }) => organization.id === id);
  const last = about.findLast((entry) => eventOf(entry).action === "invited" || isRevoked(entry));
  if (!last) return;
  const event = eventOf(last);
  if (event.action !== "invited") return;
  return { email: event.invited, at: new Date(last.time), isSure: "done" in last };
}

function eventOf(entry: Entry) {
  return "done" in entry ? entry.done : entry.unknown;
}

/** If the outcome of the revocation is unknown, the link may still be active. */
function isRevoked(entry: Entry): boolean {
  return "done" in entry && entry.done.action === "setup_link_revoked";
}

export function lastSetupLinkWords({ email, at, isSure }: LastSetupLink): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at);
  const time = at.toTimeString().slice(0, "03:28".length);
  return `A setup link ${isSure ? "was" : "may have been"} emailed to ${displayAddress(email)} on ${day} ${time} from this machine`;
}
