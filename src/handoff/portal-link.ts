import { Failure } from "../failure.ts";
import { isLoopback } from "../loopback.ts";
import type { Connection, Intent, WorkosApi } from "../workos/port.ts";
import { afterEnsured, type Ensured } from "./ensure.ts";
import type { RedirectUrl } from "./redirect-url.ts";

/** How long a portal link works: five minutes (WorkOS docs, "Admin Portal"); the answer itself does not say. */
export const PORTAL_LINK_MINUTES = 5;

export interface LinkWishes {
  readonly intent: Intent;
  readonly returnUrl?: RedirectUrl | undefined;
  readonly successUrl?: RedirectUrl | undefined;
}

export interface PortalLink {
  /** A credential: who has it can set up this organization's sign-in. */
  readonly url: string;
  readonly intent: Intent;
  readonly expiresAt: Date;
  /** `undefined` where they could not be read; the link is good all the same. */
  readonly connections: readonly Connection[] | undefined;
}

/**
 * Makes a portal link, and reads the organization's connections in the same moment. A new organization has none.
 *
 * @throws Failure naming the organization, if it was made a moment ago, and the command that goes on
 */
export async function createPortalLink(
  { organization, action }: Pick<Ensured, "organization" | "action">,
  wishes: LinkWishes,
  api: WorkosApi,
  now: () => Date,
): Promise<PortalLink> {
  const { intent } = wishes;
  const reading =
    action === "created" ? Promise.resolve([]) : api.listConnections(organization.id).catch(() => undefined);
  try {
    const url = trusted(await api.createPortalLink({ organization: organization.id, ...wishes }));
    const expiresAt = new Date(now().getTime() + PORTAL_LINK_MINUTES * 60_000);
    return { url, intent, expiresAt, connections: await reading };
  } catch (error) {
    throw error instanceof Failure
      ? afterEnsured(error.after(outcomeOf(error)), { organization, action })
      : error;
  }
}

/** A link that was made and not received opens nothing by itself, and ends after five minutes. */
function outcomeOf({ isUndecided }: Failure): string {
  return isUndecided ? "Whether a link was made is not known." : "No link was made.";
}

/** The host may be the customer's own portal domain, so only the scheme is checked; http is for the sandbox. */
function trusted(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url))) return link;
  throw new Failure("unavailable", "WorkOS's answer holds no usable link.");
}
