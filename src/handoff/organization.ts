import { domainToASCII } from "node:url";
import type { Organization, OrganizationDomain } from "../workos/port.ts";

export function hasDomain(organization: Pick<Organization, "domains">, ascii: string): boolean {
  return organization.domains.some(({ domain }) => isSameDomain(domain, ascii));
}

/** WorkOS may hold `müller.de` in either spelling. */
export function isSameDomain(stored: string, ascii: string): boolean {
  return domainToASCII(stored.replace(/\.$/u, "")) === ascii;
}

/** Verified by DNS, or in a way of earlier years. */
export function isVerified({ state }: Pick<OrganizationDomain, "state">): boolean {
  return state === "verified" || state === "legacy_verified";
}

export function hasVerifiedDomain({ domains }: Pick<Organization, "domains">): boolean {
  return domains.some(isVerified);
}

/** Oldest first: the order in which everyone sees them. */
export function byAge(organizations: readonly Organization[]): Organization[] {
  return [...organizations].sort(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id.localeCompare(b.id),
  );
}

/** Milliseconds by which two clocks at WorkOS may differ. */
const CLOCK_SKEW = 60_000;

/**
 * Whether an organization was created after a look that did not show it (`since`), or surely before.
 *
 * @param at the server's time of that look, to the second
 */
export function creationAge(
  { createdAt }: Pick<Organization, "createdAt">,
  at: Date | undefined,
): "since" | "before" | "unknown" {
  const created = Date.parse(createdAt);
  if (at === undefined || Number.isNaN(created)) return "unknown";
  if (created >= at.getTime()) return "since";
  return created < at.getTime() - CLOCK_SKEW ? "before" : "unknown";
}
