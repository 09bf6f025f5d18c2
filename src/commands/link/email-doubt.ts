import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import type { OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { isSameAddress, type Recipient } from "../../handoff/recipient.ts";
import type { SetupLinkPlan } from "../../handoff/setup-link.ts";
import { activeConnection } from "../../handoff/status.ts";
import { knownSetupLink, whyMaybeActive } from "../../ui/setup-link-history.ts";
import type { Connection, ItContact } from "../../workos/port.ts";

/** What WorkOS has before anything is changed. */
export interface Before {
  readonly contacts: readonly ItContact[];
  /** `undefined` if they could not be read. */
  readonly connections: readonly Connection[] | undefined;
}

/** That another setup link may be active. */
export interface Doubt {
  readonly why: string;
  /** What revokes it and sends the new one, as a question. */
  readonly question: string;
}

export async function doubtAbout(
  plan: OrganizationPlan,
  { replace, recipients: [first] }: SetupLinkPlan,
  { contacts, connections = [] }: Before,
  { openHistory }: Context,
): Promise<Doubt | undefined> {
  if (plan.kind === "create" || replace) return;
  const known = await knownSetupLink(openHistory(), plan.organization);
  const active = activeConnection(connections);
  // When setup is complete, WorkOS revokes the link (docs, "Admin Portal").
  if (active && typeof known === "object" && known.intents.includes("sso")) return;
  // A contact is not added, so WorkOS can tell.
  const others = active || hasContact(contacts, first) ? [] : contacts;
  const why = whyMaybeActive(known, others);
  if (why === undefined) return;
  const isSame = typeof known === "object" && isSameAddress(known.email, first.address);
  return { why, question: `${why} ${replacing(first, isSame ? "again" : "instead")}` };
}

export function replacing({ readable }: Recipient, how: "again" | "instead"): string {
  return `Revoke it and email ${readable} ${how}?`;
}

/** Before anything is written: who is added as IT contact stays one, even if WorkOS then emails nobody. */
export function refuseInDoubt(
  doubt: Doubt | undefined,
  { recipients: [first] }: SetupLinkPlan,
  { contacts, connections = [] }: Before,
): void {
  if (!doubt || hasContact(contacts, first) || activeConnection(connections)) return;
  throw new Failure("conflict", doubt.why, {
    hint: `To revoke it if it is active, and email ${first.readable} instead: add --replace`,
  });
}

export function hasContact(contacts: readonly ItContact[], { address }: Recipient): boolean {
  return contacts.some(({ email }) => isSameAddress(email, address));
}
