import type { Done, Entry } from "../../../src/history/port.ts";

/** An entry of no interest but for what is given. */
export function entry(given: Partial<Entry> = {}): Entry {
  return {
    time: "2026-11-23T14:30:12.000Z",
    environment: { name: "staging", kind: "test" },
    command: "link create",
    customer: "acme.com",
    organization: { id: "org_01", name: "Acme" },
    done: { action: "link_created", intent: "sso" },
    requestIds: ["req_01"],
    ...given,
  };
}

/** One of each. */
export const EVERYTHING_DONE: readonly Done[] = [
  { action: "organization_created" },
  { action: "domain_added", domain: "acme.io" },
  { action: "link_created", intent: "dsync" },
  { action: "message_written", via: "draft", to: ["jane@acme.com"], intent: "sso" },
  {
    action: "invited",
    invited: "jane@acme.com",
    added: ["bob@acme.com"],
    intents: ["sso", "domain_verification"],
    replaced: "amy@acme.com",
  },
  { action: "invitation_ended", invited: "jane@acme.com" },
];
