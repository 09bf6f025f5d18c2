import { harmless } from "../../harmless.ts";
import type { Organization } from "../../workos/port.ts";
import type { Recipient } from "../email-address.ts";
import { hasVerifiedDomain } from "../organization.ts";
import type { PortalLink } from "../portal-link.ts";
import { PORTAL_LINK_MINUTES } from "../portal-link.ts";

export const PROVIDERS = ["okta", "entra", "google", "other"] as const;

/** Where the customer's people sign in today. */
export type Provider = (typeof PROVIDERS)[number];

/** What a template may say. Every member is a placeholder's name. */
export interface MessageFacts {
  readonly organization: string;
  /** Empty where the recipient has no name. */
  readonly name: string;
  /** Empty where nobody in particular is written to. */
  readonly address: string;
  /** `Single Sign-On and domain verification`. */
  readonly purpose: string;
  /** What the IT admin should have at hand, a line each. */
  readonly preparations: readonly string[];
  /** The portal link; empty in a cover note, for the link of an invitation never passes through here. */
  readonly link: string;
  /** The minute at which the link stops working: `14:35 UTC`. */
  readonly worksUntil: string;
  readonly minutes: number;
}

export interface MessageSubject {
  readonly organization: Organization;
  readonly recipient: Recipient | undefined;
  /** In people's words. */
  readonly purposes: readonly string[];
  readonly provider: Provider | undefined;
  readonly link: PortalLink | undefined;
}

export function messageFacts({
  organization,
  recipient,
  purposes,
  provider,
  link,
}: MessageSubject): MessageFacts {
  return {
    organization: harmless(organization.name),
    name: harmless(recipient?.name ?? ""),
    address: recipient?.readable ?? "",
    purpose: new Intl.ListFormat("en", { type: "conjunction" }).format(purposes),
    preparations: preparations(organization, provider),
    link: link?.url ?? "",
    worksUntil: link ? minute(link.expiresAt) : "",
    minutes: PORTAL_LINK_MINUTES,
  };
}

const ACCOUNTS: Readonly<Record<Provider, string>> = {
  okta: "an Okta account that may add app integrations (Super Administrator or Application Administrator)",
  entra: "an Entra ID account that may add enterprise applications (Cloud Application Administrator)",
  google: "a Google Workspace account that may add SAML apps (Super Admin)",
  other: "an account at your identity provider that may add a SAML or OpenID Connect application",
};

const ANY_ACCOUNT =
  "an administrator's account at your identity provider, such as Okta, Entra ID or Google Workspace, that may add applications";

function preparations(organization: Organization, provider: Provider | undefined): string[] {
  const account = provider ? ACCOUNTS[provider] : ANY_ACCOUNT;
  const [first] = organization.domains;
  if (!first || hasVerifiedDomain(organization)) return [account];
  return [
    account,
    `somebody who can add a DNS TXT record for ${harmless(first.domain)}, which proves that it is yours`,
  ];
}

/** With its time zone, for the reader may be in another one; rounded down, so that the promise holds. */
function minute(moment: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(moment);
}
