import mustache from "mustache";
import { refuse, shorten } from "../failure.ts";
import { sanitize } from "../sanitize.ts";
import type { Organization } from "../workos/port.ts";
import { hasVerifiedDomain } from "./organization.ts";
import { PORTAL_LINK_MINUTES, type PortalLink } from "./portal-link.ts";
import type { Recipient } from "./recipient.ts";

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
    organization: sanitize(organization.name),
    name: sanitize(recipient?.name ?? ""),
    address: recipient?.readable ?? "",
    purpose: new Intl.ListFormat("en", { type: "conjunction" }).format(purposes),
    preparations: preparations(organization, provider),
    link: link?.url ?? "",
    worksUntil: link ? minute(link.expiresAt) : "",
    minutes: PORTAL_LINK_MINUTES,
  };
}

const ACCOUNTS: Readonly<Record<Provider, string>> = {
  okta: "an Okta account that can add app integrations (Super Administrator or Application Administrator)",
  entra: "an Entra ID account that can add enterprise applications (Cloud Application Administrator)",
  google: "a Google Workspace account that can add SAML apps (Super Admin)",
  other: "an account at your identity provider that can add a SAML or OpenID Connect application",
};

const ANY_ACCOUNT =
  "an administrator account at your identity provider, such as Okta, Entra ID or Google Workspace";

function preparations(organization: Organization, provider: Provider | undefined): string[] {
  const account = provider ? ACCOUNTS[provider] : ANY_ACCOUNT;
  const [first] = organization.domains;
  if (!first || hasVerifiedDomain(organization)) return [account];
  return [
    account,
    `somebody who can add a DNS TXT record for ${sanitize(first.domain)}, to prove that it is yours`,
  ];
}

/** With its time zone: the reader may be in another. Rounded down, so that it is not too late. */
function minute(moment: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(moment);
}

declare const parsed: unique symbol;

/** A message with placeholders (mustache(5)), every one of them known. Its first line may be a subject. */
export type Template = string & { readonly [parsed]: true };

export interface Message {
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

const PLACEHOLDERS = new Set<string>([
  "organization",
  "name",
  "address",
  "purpose",
  "preparations",
  "link",
  "worksUntil",
  "minutes",
] satisfies (keyof MessageFacts)[]);

const SUBJECT = /^Subject:[ \t]*(?<subject>[^\r\n]*)\r?\n+/u;

/**
 * A template of the person's own.
 *
 * @throws Failure `usage`
 */
export function parseTemplate(source: string): Template {
  const unknown = namesIn(source).find((name) => !PLACEHOLDERS.has(name));
  if (unknown === undefined) return source as Template;
  const all = [...PLACEHOLDERS].join(", ");
  return refuse(`The template has an unknown placeholder: {{${shorten(unknown)}}}.`, `There are: ${all}.`);
}

function namesIn(source: string): string[] {
  try {
    return placeholders(mustache.parse(source));
  } catch (error) {
    return refuse(`The template cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * @param fallbackSubject where the template's first line is none
 */
export function renderTemplate(template: Template, facts: MessageFacts, fallbackSubject: string): Message {
  // The message is plain text: nothing to escape.
  const rendered = mustache.render(template, facts, {}, { escape: String });
  const subject = SUBJECT.exec(rendered)?.groups?.["subject"]?.trim();
  return { subject: subject || fallbackSubject, text: `${rendered.replace(SUBJECT, "").trim()}\n` };
}

type Tokens = ReturnType<typeof mustache.parse>;

/** The names in a template, those inside sections included. `.` is the line of a list. */
function placeholders(tokens: Tokens): string[] {
  return tokens.flatMap(([type, name, , , inner]) => {
    if (type === "text" || type === "!" || type === "=" || name === ".") return [];
    return [name, ...(Array.isArray(inner) ? placeholders(inner as Tokens) : [])];
  });
}

/** Announces the email, so that nobody takes it for phishing. It does not say who the sender is: that can be configured. */
export const COVER_NOTE = `Subject: Setting up {{purpose}} between {{organization}} and us

Hi{{#name}} {{name}}{{/name}},

you will get an email with a link to set up {{purpose}} between {{organization}} and us. It is sent{{#address}} to {{address}}{{/address}} by WorkOS, the service we use for sign-in.

What you need:
{{#preparations}}
- {{.}}
{{/preparations}}

The link begins with https:// and never asks for your password. You do not have to open it right away, and you can come back to it until setup is complete. If anything looks wrong, ask me before you open it.

I am here if you get stuck.
` as Template;

/** For somebody who reads it now. */
export const LINK_MESSAGE = `Subject: Your link to set up {{purpose}} for {{organization}}

Hi{{#name}} {{name}}{{/name}},

here is your link to set up {{purpose}} between {{organization}} and us:

{{link}}

It expires at {{worksUntil}}, {{minutes}} minutes after I made it, and may open only once. Please open it now, in the browser you will use. If it has expired, tell me and I will send a new one.

What you need:
{{#preparations}}
- {{.}}
{{/preparations}}

Please do not forward it: anyone with the link can set up sign-in for {{organization}}.
` as Template;
