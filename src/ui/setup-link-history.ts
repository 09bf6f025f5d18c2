import type { Entry, History } from "../history/history.ts";
import type { Organization } from "../workos/port.ts";

/** The last setup link that was emailed from this machine and not revoked from it. Whether it is active is not known here. */
export interface LastSetupLink {
  readonly email: string;
  readonly at: Date;
  /** False where the answer was lost: it may have been emailed. */
  readonly isSure: boolean;
}

/** @returns nothing where the history cannot be read: it is a help, and no command fails for it */
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

/** One that may not have been revoked may still be active. */
function isRevoked(entry: Entry): boolean {
  return "done" in entry && entry.done.action === "setup_link_revoked";
}

/** `A setup link was emailed to jane@acme.com on 24 Nov 03:28 from this machine`: the person's own clock. */
export function lastSetupLinkWords({ email, at, isSure }: LastSetupLink): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at);
  const time = at.toTimeString().slice(0, "03:28".length);
  return `A setup link ${isSure ? "was" : "may have been"} emailed to ${email} on ${day} ${time} from this machine`;
}
