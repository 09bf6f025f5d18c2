import mustache from "mustache";
import { refuse, shorten } from "../failure.ts";
import { sanitize } from "../sanitize.ts";
import type { Identity } from "../settings/settings.ts";
import type { Intent, InvitationIntent, Organization } from "../workos/port.ts";
import { displayDomain } from "./domain.ts";
import { invitationLabel } from "./intents.ts";
import { hasVerifiedDomain } from "./organization.ts";
import { PORTAL_LINK_MINUTES, type PortalLink } from "./portal-link.ts";
import type { Recipient } from "./recipient.ts";

export const PROVIDERS = ["okta", "entra", "google", "other"] as const;

export type Provider = (typeof PROVIDERS)[number];

/** Every member is a placeholder name. Those of the identity are empty if they are not set. */
export interface MessageFacts extends Readonly<Record<keyof Identity, string>> {
  readonly organization: string;
  /** Empty if the recipient has no name. */
  readonly name: string;
  /** Empty if there is no recipient. */
  readonly address: string;
  readonly purpose: string;
  readonly preparations: readonly string[];
  /** The portal link. Empty in a cover note: ssoctl never sees an emailed setup link. */
  readonly link: string;
  /** When the link expires: `14:35 UTC`. */
  readonly worksUntil: string;
  readonly minutes: number;
}

export interface MessageSubject {
  readonly organization: Organization;
  readonly recipient: Recipient | undefined;
  readonly intents: readonly (Intent | InvitationIntent)[];
  /** Who we are. */
  readonly identity: Identity;
  readonly provider: Provider | undefined;
  readonly link: PortalLink | undefined;
}

export function messageFacts({
  organization,
  recipient,
  intents,
  identity: { company = "", product = "", sender = "", support = "" },
  provider,
  link,
}: MessageSubject): MessageFacts {
  const purposes = intents.map(invitationLabel);
  return {
    company,
    product,
    sender,
    support,
    organization: sanitize(organization.name),
    name: sanitize(recipient?.name ?? ""),
    address: recipient?.readable ?? "",
    purpose: new Intl.ListFormat("en", { type: "conjunction" }).format(purposes),
    preparations: preparations(organization, intents, provider),
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

/** What is set up at an identity provider. */
const AT_PROVIDER: ReadonlySet<string> = new Set<Intent | InvitationIntent>([
  "sso",
  "dsync",
  "directory_sync",
  "certificate_renewal",
]);

/** SSO cannot be activated without a verified domain. */
const NEEDS_DOMAIN: ReadonlySet<string> = new Set<Intent>(["sso", "domain_verification"]);

function preparations(
  organization: Organization,
  intents: MessageSubject["intents"],
  provider: Provider | undefined,
): string[] {
  const [first] = organization.domains;
  const account = provider ? ACCOUNTS[provider] : ANY_ACCOUNT;
  const needsRecord =
    first && !hasVerifiedDomain(organization) && intents.some((intent) => NEEDS_DOMAIN.has(intent));
  return [
    ...(intents.some((intent) => AT_PROVIDER.has(intent)) ? [account] : []),
    ...(needsRecord
      ? [
          `somebody who can add a DNS TXT record for ${sanitize(displayDomain(first.domain))}, to prove that it is yours`,
        ]
      : []),
  ];
}

/** Has a time zone, since readers may be elsewhere. Rounded down, so it is never too late. */
function minute(moment: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(moment);
}

declare const parsed: unique symbol;

/** Text with known placeholders (mustache(5)). The first line may be a subject. */
export type Template = string & { readonly [parsed]: true };

export interface Message {
  readonly subject: string;
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
  "company",
  "product",
  "sender",
  "support",
] satisfies (keyof MessageFacts)[]);

const SUBJECT = /^Subject:[ \t]*(?<subject>[^\r\n]*)\r?\n+/u;

/** @throws Failure `usage` */
export function parseTemplate(source: string): Template {
  const unknown = namesIn(source).find((name) => !PLACEHOLDERS.has(name));
  if (unknown === undefined) return source as Template;
  const all = [...PLACEHOLDERS].join(", ");
  return refuse(`The template has an unknown placeholder: {{${shorten(unknown)}}}.`, `There are: ${all}.`);
}

const SAMPLE_LINK = "https://example.com/link";

/** @throws Failure `usage` if the message would not contain the link */
export function checkShowsLink(template: Template): void {
  const facts: MessageFacts = {
    company: "",
    product: "",
    sender: "",
    support: "",
    organization: "Acme",
    name: "",
    address: "",
    purpose: "Single Sign-On",
    preparations: ["an account"],
    link: SAMPLE_LINK,
    worksUntil: "14:35 UTC",
    minutes: PORTAL_LINK_MINUTES,
  };
  if (renderTemplate(template, facts, "").text.includes(SAMPLE_LINK)) return;
  refuse("The template does not show the link.", "Write {{link}} where the link belongs.");
}

function namesIn(source: string): string[] {
  try {
    return placeholders(mustache.parse(source));
  } catch (error) {
    return refuse(`The template cannot be read: ${(error as Error).message}.`);
  }
}

/** @param fallbackSubject used if the first line is not a subject */
export function renderTemplate(template: Template, facts: MessageFacts, fallbackSubject: string): Message {
  // Plain text needs no escaping.
  const rendered = mustache.render(template, facts, {}, { escape: String });
  const subject = SUBJECT.exec(rendered)?.groups?.["subject"]?.trim();
  return { subject: subject || fallbackSubject, text: `${rendered.replace(SUBJECT, "").trim()}\n` };
}

type Tokens = ReturnType<typeof mustache.parse>;

/** Includes names inside sections. `.` is the current list item. */
function placeholders(tokens: Tokens): string[] {
  return tokens.flatMap(([type, name, , , inner]) => {
    if (type === "text" || type === "!" || type === "=" || name === ".") return [];
    return [name, ...(Array.isArray(inner) ? placeholders(inner as Tokens) : [])];
  });
}

const BETWEEN =
  "{{#company}}between {{organization}} and {{company}}{{/company}}{{^company}}for {{organization}}{{/company}}";

const NEEDS = `{{#preparations.0}}
What you need:
{{#preparations}}
- {{.}}
{{/preparations}}

{{/preparations.0}}`;

/** What is not set must be seen before the note is sent. */
const SIGNATURE = `{{#support}}
If you get stuck, tell me, or ask {{support}}.
{{/support}}
{{^support}}
If you get stuck, tell me.
{{/support}}

{{sender}}{{^sender}}[Your name{{^company}} and company{{/company}}]{{/sender}}
{{company}}{{^company}}{{#sender}}[Your company]{{/sender}}{{/company}}`;

/** Announces the email so that it does not look like phishing. Does not name its sender, which is configurable. */
export const COVER_NOTE = `Subject: Setting up {{purpose}} ${BETWEEN}

Hi{{#name}} {{name}}{{/name}},

you will get an email with a link to set up {{purpose}} ${BETWEEN}. It is sent{{#address}} to {{address}}{{/address}} by WorkOS, the service {{#product}}that {{product}} uses{{/product}}{{^product}}we use{{/product}} for sign-in.

${NEEDS}
The link begins with https:// and never asks for your password. You do not have to open it right away, and you can come back to it until setup is complete. If anything looks wrong, ask me before you open it.

${SIGNATURE}
` as Template;

export const LINK_MESSAGE = `Subject: Your link to set up {{purpose}} for {{organization}}

Hi{{#name}} {{name}}{{/name}},

here is your link to set up {{purpose}} ${BETWEEN}{{#product}}, for sign-in to {{product}}{{/product}}:

{{link}}

It expires at {{worksUntil}}, {{minutes}} minutes after I made it, and may open only once. Please open it now, in the browser you will use. If it has expired, tell me and I will send a new one.

${NEEDS}
Please do not forward it: anyone with the link can set up sign-in for {{organization}}.

${SIGNATURE}
` as Template;
