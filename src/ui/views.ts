import type { Retry } from "../command-line.ts";
import { type Domain, displayDomain } from "../handoff/domain.ts";
import type { Ensured } from "../handoff/ensure-organization.ts";
import type { Found } from "../handoff/find-organization.ts";
import { isSameDomain } from "../handoff/organization.ts";
import type { Environment } from "../settings/environment.ts";
import type { Copied } from "../terminal/clipboard.ts";
import { faint, good, strong, type Text, text } from "../terminal/text.ts";
import type { DomainState, Organization } from "../workos/port.ts";

const STATE_WORDS = new Map<string, string>([
  ["verified", "is verified"],
  ["legacy_verified", "is verified"],
  ["pending", "is not verified yet"],
  ["unverified", "is not verified"],
  ["failed", "could not be verified"],
] satisfies [DomainState, string][]);

export function organizationLabel({ name, id }: Organization): Text {
  return text`${strong(name)} (${id})`;
}

/** For example `acme.com is not verified yet`. Covers all domains if the customer was given by ID. */
export function domainStates({ domains }: Organization, domain: Domain | undefined): string {
  if (domains.length === 0) return "no domain yet";
  return domains
    .filter((held) => !domain || isSameDomain(held.domain, domain.ascii))
    .map((held) => `${displayDomain(held.domain)} ${STATE_WORDS.get(held.state) ?? held.state}`)
    .join(", ");
}

/** For `eu.acme.com` when `acme.com` has an organization, which may be the intended one. */
export function aboveHint(found: Found, retry: Retry): Text | undefined {
  if (found.kind !== "one" || !found.domain) return;
  const [above] = found.atRegistrable;
  if (!above) return;
  return faint(
    text`  ${displayDomain(found.domain.registrable)} has an organization of its own: ${above.name}. If you meant it: ${retry(above.id)}`,
  );
}

const ACTION_WORDS: Readonly<Record<Ensured["action"], string>> = {
  found: "",
  created: "Created ",
  domain_added: "Domain added to ",
};

export function ensuredLine({ organization, action }: Ensured, domain: Domain | undefined): Text {
  return text`${ACTION_WORDS[action]}${organizationLabel(organization)} · ${domainStates(organization, domain)}`;
}

export function organizationJson({ id, name, externalId, domains, createdAt }: Organization) {
  return { id, name, externalId, domains, createdAt };
}

export function environmentJson({ name, kind }: Environment) {
  return { name, kind };
}

export function clockTime(moment: Date): string {
  return moment.toTimeString().slice(0, "14:35:12".length);
}

/** A terminal does not confirm a copy, so the text says how to check. `what` is for example `The note`. */
export function copiedLine(what: string, copied: Copied): Text {
  if (copied === "copied") return text`${good("✔")} ${what} is copied.`;
  if (copied !== "sent") return text`  ${what} was not copied: ${copied.reason}.`;
  return text`  ${what} was sent to your terminal's clipboard. If pasting gives something else, copy it by hand.`;
}
