import { Failure } from "../failure.ts";
import { isLoopback } from "../urls.ts";
import type { Connection, PortalLinkRequest, WorkosApi } from "../workos/port.ts";
import type { Ensured } from "./ensure-organization.ts";

/** Documented (WorkOS docs, "Admin Portal"); the answer itself does not say. */
export const PORTAL_LINK_MINUTES = 5;

/** @param clock when, where it is known: `14:35:12` */
export function expiryWords(clock?: string): string {
  if (clock === undefined) return `expires in ${PORTAL_LINK_MINUTES} minutes`;
  return `expires at ${clock} (${PORTAL_LINK_MINUTES} min)`;
}

export interface PortalLink {
  /** A credential: who has it can set up this organization's sign-in. */
  readonly url: string;
  readonly intent: PortalLinkRequest["intent"];
  readonly expiresAt: Date;
  /** `undefined` where they could not be read; the link is good all the same. */
  readonly connections: readonly Connection[] | undefined;
}

/**
 * Makes a portal link, and reads the organization's connections in the same moment. A new organization has none.
 *
 * @throws Failure of the request, or where the answer holds no usable link
 */
export async function createPortalLink(
  { organization, action }: Ensured,
  request: PortalLinkRequest,
  api: WorkosApi,
  now: () => Date,
): Promise<PortalLink> {
  const { intent } = request;
  const reading =
    action === "created" ? Promise.resolve([]) : api.listConnections(organization.id).catch(() => undefined);
  const url = trusted(await api.createPortalLink(organization, request));
  const expiresAt = new Date(now().getTime() + PORTAL_LINK_MINUTES * 60_000);
  return { url, intent, expiresAt, connections: await reading };
}

/** The host may be the customer's own portal domain, so only the scheme is checked; http is for the sandbox. */
function trusted(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url))) return link;
  throw new Failure("unavailable", "WorkOS's answer holds no usable link.");
}
