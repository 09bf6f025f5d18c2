import type { SandboxState } from "../state.ts";
import { type OrganizationDomain, setDomainState } from "./organization-domain.ts";

/** The TXT record that proves a domain: its name, and the value it must have. */
export function txtRecord(domain: OrganizationDomain): {
  name: string;
  value: string;
} {
  return {
    name: domain.domain,
    value: `${domain.verificationPrefix}=${domain.verificationToken}`,
  };
}

/** What the IT admin does at the company's DNS provider; the sandbox has no other DNS. */
export function publishTxtRecord(state: SandboxState, domain: OrganizationDomain): void {
  state.publishedTxtRecords.add(recordLine(domain));
}

/** Looks for the record: found, the domain is verified; not found, it is pending (again). */
export function verifyDomain(state: SandboxState, domain: OrganizationDomain): void {
  const isPublished = state.publishedTxtRecords.has(recordLine(domain));
  setDomainState(state, domain, isPublished ? "verified" : "pending");
}

function recordLine(domain: OrganizationDomain): string {
  const { name, value } = txtRecord(domain);
  return `${name} ${value}`;
}
