import type { Entry } from "../../../src/history/history.ts";
import type { HistoryEvent } from "../../../src/journal.ts";

type Facts = Omit<Entry, "done" | "unknown">;

/** An entry of no interest but for what is given. */
export function entry(given: Partial<Facts & { done: HistoryEvent }> = {}): Entry {
  return { ...facts(), done: { action: "link_created", intent: "sso" }, requestIds: ["req_01"], ...given };
}

/** One that may have been done. */
export function unknownEntry(unknown: HistoryEvent, given: Partial<Facts> = {}): Entry {
  return { ...facts(), unknown, requestIds: ["req_01"], ...given };
}

function facts(): Omit<Facts, "requestIds"> {
  return {
    time: "2026-11-23T14:30:12.000Z",
    environment: { name: "staging", kind: "test" },
    command: "link create",
    customer: "acme.com",
    organization: { id: "org_01", name: "Acme" },
  };
}

/** One of each, and more than one where its members differ. */
export const EVERY_DEED: readonly HistoryEvent[] = [
  { action: "organization_created", domain: "acme.com" },
  { action: "organization_updated", name: "Acme Inc" },
  { action: "organization_updated", externalId: "crm_42" },
  {
    action: "organization_updated",
    name: "Acme Inc",
    externalId: "crm_42",
    domains: [
      { domain: "acme.com", state: "verified" },
      { domain: "acme.io", state: "pending" },
    ],
  },
  { action: "domain_added", domain: "acme.io" },
  { action: "it_contact_added", email: "jane@acme.com" },
  { action: "invited", invited: "jane@acme.com", intents: ["sso", "domain_verification"] },
  { action: "setup_link_revoked" },
  { action: "link_created", intent: "dsync" },
];
