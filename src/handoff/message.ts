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
    `somebody who can add a DNS TXT record for ${sanitize(first.domain)}, which proves that it is yours`,
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
  // The message is plain text; its HTML form is escaped when it is made.
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

/** Goes beside an invitation that WorkOS emails: announces it, so that it is expected and not taken for a fraud. */
export const COVER_NOTE = `Subject: Setting up {{purpose}} between {{organization}} and us

Hi{{#name}} {{name}}{{/name}},

you will shortly get an email with a link to set up {{purpose}} between {{organization}} and us. WorkOS, the service we use for sign-in, sends it for us{{#address}} to {{address}}{{/address}}.

What to have at hand:
{{#preparations}}
- {{.}}
{{/preparations}}

How to recognise it: it comes from WorkOS, its link begins with https://, and it asks for none of your passwords. You need not open it at once, and you can come back to it until the setup is complete. If anything about it looks odd, ask me before you open it.

I am here if you get stuck.
` as Template;

/** Carries a portal link to somebody who reads it now. */
export const LINK_MESSAGE = `Subject: Your link to set up {{purpose}} for {{organization}}

Hi{{#name}} {{name}}{{/name}},

here is your link to set up {{purpose}} between {{organization}} and us:

{{link}}

It stops working at {{worksUntil}}, {{minutes}} minutes after I made it, and probably after one opening: please open it now, in the browser you will work in. If it has stopped working, tell me, and I make a new one at once.

What to have at hand:
{{#preparations}}
- {{.}}
{{/preparations}}

Please do not forward it: whoever has it can set up the sign-in of {{organization}}.
` as Template;
