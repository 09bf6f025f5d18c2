import { parse } from "tldts";
import { conflict, unprocessable } from "../http/errors.ts";
import { rule } from "../http/rules.ts";
import type { SandboxState } from "../state.ts";
import { holdersOf } from "./organization-domain.ts";

/**
 * A domain as DNS has it: ASCII (a name like müller.de goes over the wire as `xn--mller-kva.de`),
 * something registrable below a public suffix, and no address, port or trailing dot.
 */
export const domainName = rule<string>("must be a domain name", (value) => {
  if (typeof value !== "string" || !/^[a-z0-9.-]+$/i.test(value) || value.endsWith(".")) {
    return false;
  }
  const { domain, hostname, isIp } = parse(value);
  return isIp === false && domain !== null && hostname === value.toLowerCase();
});

/** WorkOS refuses consumer domains; in what words is not documented. */
export function refuseConsumerDomains(state: SandboxState, domains: readonly string[]): void {
  const consumer = domains.find((domain) => state.isConsumerDomain(domain.toLowerCase()));
  if (consumer === undefined) return;
  throw unprocessable(
    `The domain '${consumer.toLowerCase()}' is a consumer domain and can't belong to an organization.`,
  );
}

/** Refuses domains that another organization holds, where WorkOS does; 409 with a message only (recorded, 2020). */
export function refuseHeldDomains(
  state: SandboxState,
  domains: readonly string[],
  organizationId?: string,
): void {
  if (state.world.heldDomains === "allowed") return;
  const held = domains.find((domain) => [...holdersOf(state, [domain])].some((id) => id !== organizationId));
  if (held === undefined) return;
  throw conflict(`The domain '${held.toLowerCase()}' is already in use by another organization.`);
}
