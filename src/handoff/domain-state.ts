import type { Organization, OrganizationDomain } from "../workos/port.ts";

/** Verified today, or by the means of earlier years. */
export function isVerified({ state }: Pick<OrganizationDomain, "state">): boolean {
  return state === "verified" || state === "legacy_verified";
}

export function hasVerifiedDomain({ domains }: Pick<Organization, "domains">): boolean {
  return domains.some(isVerified);
}
