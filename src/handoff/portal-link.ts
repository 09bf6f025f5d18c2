import { Failure } from "../failure.ts";
import { isLoopback } from "../urls.ts";
import type { Connection, PortalLinkRequest, WorkosApi } from "../workos/port.ts";
import type { Ensured } from "./ensure-organization.ts";

/** From WorkOS docs, "Admin Portal". The answer does not contain it. */
export const PORTAL_LINK_MINUTES = 5;

/** @param clock the expiry time, if known: `14:35:12` */
export function expiryWords(clock?: string): string {
  if (clock === undefined) return `expires in ${PORTAL_LINK_MINUTES} minutes`;
  return `expires at ${clock} (${PORTAL_LINK_MINUTES} min)`;
}

export interface PortalLink {
  /** A credential: anyone with it can set up this organization's sign-in. */
  readonly url: string;
  readonly intent: PortalLinkRequest["intent"];
  readonly expiresAt: Date;
  /** `undefined` if they could not be read. The link works anyway. */
  readonly connections: readonly Connection[] | undefined;
}

/** @throws Failure of the request, or `unavailable` if the answer has no usable link */
export async function createPortalLink(
  { organization, action }: Ensured,
  request: PortalLinkRequest,
  api: WorkosApi,
  now: () => Date,
): Promise<PortalLink> {
  const { intent } = request;
  const reading =
    action === "created" ? Promise.resolve([]) : api.listConnections(organization.id).catch(() => undefined);
  const link = await api.createPortalLink(organization, request);
  // This machine's clock may be wrong.
  const created = link.at ?? now();
  const expiresAt = new Date(created.getTime() + PORTAL_LINK_MINUTES * 60_000);
  return { url: trusted(link.url), intent, expiresAt, connections: await reading };
}

const LONGEST_LINK = 2048;

/** The host may be the customer's own portal domain. http is for the sandbox. @returns the link in its standard form */
function trusted(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const isSecure = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url));
  const isPlain = url?.username === "" && url.password === "" && url.href.length <= LONGEST_LINK;
  if (isSecure && isPlain) return url.href;
  throw new Failure("unavailable", "WorkOS's answer holds no usable link.");
}
