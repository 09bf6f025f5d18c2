import { describe, expect, test } from "vitest";
import { nextStep, type Status } from "../../src/handoff/status.ts";
import type { OrganizationId } from "../../src/workos/port.ts";
import { plain } from "../support/plain.ts";

const ACTIVE = "nothing; SSO is active with Okta SAML.";
const VALIDATING = "WorkOS is validating the connection. ssoctl org status acme.com --wait";

/** What the IT admin does, by the state of the domain and of the connection. */
const TASKS: readonly (readonly [domain: string | null, connection: string | null, text: string])[] = [
  ["pending", null, "the IT admin verifies acme.com and sets up SSO."],
  ["unverified", null, "the IT admin verifies acme.com and sets up SSO."],
  ["failed", null, "the IT admin verifies acme.com again and sets up SSO."],
  ["verified", null, "the IT admin sets up SSO."],
  ["legacy_verified", null, "the IT admin sets up SSO."],
  [null, null, "the IT admin adds and verifies a domain and sets up SSO."],
  ["pending", "deleting", "the IT admin verifies acme.com and sets up SSO."],
  ["unverified", "deleting", "the IT admin verifies acme.com and sets up SSO."],
  ["failed", "deleting", "the IT admin verifies acme.com again and sets up SSO."],
  ["verified", "deleting", "the IT admin sets up SSO."],
  ["legacy_verified", "deleting", "the IT admin sets up SSO."],
  [null, "deleting", "the IT admin adds and verifies a domain and sets up SSO."],
  ["pending", "draft", "the IT admin verifies acme.com and finishes setting up SSO with Okta SAML."],
  ["unverified", "draft", "the IT admin verifies acme.com and finishes setting up SSO with Okta SAML."],
  ["failed", "draft", "the IT admin verifies acme.com again and finishes setting up SSO with Okta SAML."],
  ["verified", "draft", "the IT admin finishes setting up SSO with Okta SAML."],
  ["legacy_verified", "draft", "the IT admin finishes setting up SSO with Okta SAML."],
  [null, "draft", "the IT admin adds and verifies a domain and finishes setting up SSO with Okta SAML."],
  ["pending", "inactive", "the IT admin verifies acme.com and activates SSO with Okta SAML again."],
  ["unverified", "inactive", "the IT admin verifies acme.com and activates SSO with Okta SAML again."],
  ["failed", "inactive", "the IT admin verifies acme.com again and activates SSO with Okta SAML again."],
  ["verified", "inactive", "the IT admin activates SSO with Okta SAML again."],
  ["legacy_verified", "inactive", "the IT admin activates SSO with Okta SAML again."],
  [null, "inactive", "the IT admin adds and verifies a domain and activates SSO with Okta SAML again."],
];

const DOMAINS = ["pending", "unverified", "failed", "verified", "legacy_verified", null];

const CONTACTS = [
  [
    "a contact",
    [{ id: "contact_1", email: "jane@acme.com" }],
    "ssoctl link email acme.com --to jane@acme.com",
  ],
  ["no contact", [], "ssoctl link email acme.com --to <address>"],
  ["no contacts API", undefined, "ssoctl link create acme.com"],
] as const;

function told(
  domain: string | null,
  connection: string | null,
  contacts: Status["contacts"],
  type = "OktaSAML",
): string {
  const { text, command } = nextStep(
    {
      organization: {
        id: "org_01" as OrganizationId,
        name: "Acme",
        externalId: null,
        domains: domain === null ? [] : [{ domain: "acme.com", state: domain }],
        createdAt: "2026-01-01T00:00:00.000Z",
      },
      connections: connection === null ? [] : [{ id: "conn_1", name: "Acme", type, state: connection }],
      directories: [],
      contacts,
    },
    "acme.com",
  );
  return [text, plain(command)].filter(Boolean).join(" ");
}

describe.each(CONTACTS)("with %s", (_what, contacts, command) => {
  test.each(TASKS)("domain %s, connection %s: %s", (domain, connection, text) => {
    const sent = domain === null ? "ssoctl link create acme.com --intent domain_verification" : command;
    expect(told(domain, connection, contacts)).toBe(`${text} Send a link: ${sent}`);
  });

  test.each(DOMAINS)("domain %s, connection active or validating: nothing is sent", (domain) => {
    expect(told(domain, "active", contacts)).toBe(ACTIVE);
    expect(told(domain, "validating", contacts)).toBe(VALIDATING);
  });

  test("a connection whose provider is not chosen yet has none to name", () => {
    expect(told("verified", "requires_type", contacts, "Pending")).toBe(
      `the IT admin finishes setting up SSO. Send a link: ${command}`,
    );
  });
});

test("the table is whole", () => {
  const connections = [null, "deleting", "draft", "inactive"];
  expect(TASKS).toHaveLength(DOMAINS.length * connections.length);
});
