import { domainToASCII } from "node:url";
import type { Organization, OrganizationDomain } from "../workos/port.ts";

export function hasDomain(organization: Pick<Organization, "domains">, ascii: string): boolean {
  return organization.domains.some(({ domain }) => isSameDomain(domain, ascii));
}

/** WorkOS may store `müller.de` in Unicode or in ASCII. */
export function isSameDomain(stored: string, ascii: string): boolean {
  return domainToASCII(stored.replace(/\.$/u, "")) === ascii;
}

/** `legacy_verified`: verified by an older method. */
export function isVerified({ state }: Pick<OrganizationDomain, "state">): boolean {
  return state === "verified" || state === "legacy_verified";
}

export function hasVerifiedDomain({ domains }: Pick<Organization, "domains">): boolean {
  return domains.some(isVerified);
}

export function byAge(organizations: readonly Organization[]): Organization[] {
  return [...organizations].sort(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id.localeCompare(b.id),
  );
}

/** Milliseconds by which clocks at WorkOS may differ. */
const CLOCK_SKEW = 60_000;

/** Compares with `at`, the server time (to the second) of a lookup that did not show the organization. */
export function creationAge(
  { createdAt }: Pick<Organization, "createdAt">,
  at: Date | undefined,
): "since" | "before" | "unknown" {
  const created = Date.parse(createdAt);
  if (at === undefined || Number.isNaN(created)) return "unknown";
  if (created >= at.getTime()) return "since";
  return created < at.getTime() - CLOCK_SKEW ? "before" : "unknown";
}
