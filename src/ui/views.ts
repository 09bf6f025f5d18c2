import { domainToUnicode } from "node:url";
import type { Customer } from "../handoff/customer.ts";
import type { Ensured } from "../handoff/ensure-organization.ts";
import type { Found } from "../handoff/find-organization.ts";
import { isSameDomain } from "../handoff/organization.ts";
import type { Environment } from "../settings/environment.ts";
import type { Copied } from "../terminal/clipboard.ts";
import { faint, good, strong, type Text, text } from "../terminal/text.ts";
import type { DomainState, Organization } from "../workos/port.ts";

const STATE_WORDS: Readonly<Record<DomainState, string>> = {
  verified: "is verified",
  legacy_verified: "is verified",
  pending: "is not verified yet",
  unverified: "is not verified",
  failed: "could not be verified",
};

/** `Acme (org_01H…)`: an organization as people see it. */
export function organizationLabel({ name, id }: Organization): Text {
  return text`${strong(name)} (${id})`;
}

/** `acme.com is not verified yet`: the customer's own domain, or all of them for one named by its id. */
export function domainStates({ domains }: Organization, customer: Customer): string {
  return domains
    .filter(({ domain }) => customer.kind === "organization" || isSameDomain(domain, customer.domain.ascii))
    .map(({ domain, state }) => `${domainToUnicode(domain)} ${STATE_WORDS[state as DomainState] ?? state}`)
    .join(", ");
}

/** For `eu.acme.com`, when `acme.com` has an organization: it may be the one that was meant. */
export function aboveHint(customer: Customer, found: Found, command: string): Text | undefined {
  if (found.kind !== "one" || customer.kind !== "domain") return;
  const [above] = found.atRegistrable;
  if (!above) return;
  return faint(
    text`  ${customer.domain.registrable} has an organization of its own: ${above.name}. If you meant it: ${command} ${above.id}`,
  );
}

const ACTION_WORDS: Readonly<Record<Ensured["action"], string>> = {
  found: "",
  created: "Created ",
  domain_added: "Domain added to ",
};

/** `Created Acme (org_01H…) · acme.com is not verified yet`; nothing is said of one that was found. */
export function ensuredLine({ organization, action }: Ensured, customer: Customer): Text {
  return text`${ACTION_WORDS[action]}${organizationLabel(organization)} · ${domainStates(organization, customer)}`;
}

export function organizationJson({ id, name, externalId, domains, createdAt }: Organization) {
  return { id, name, externalId, domains, createdAt };
}

export function environmentJson({ name, kind }: Environment) {
  return { name, kind };
}

/** The person's own clock, to the second. */
export function clockTime(moment: Date): string {
  return moment.toTimeString().slice(0, "14:35:12".length);
}

/**
 * What became of a copy. Whether a terminal took it cannot be known, so a person is told how to notice.
 *
 * @param what was copied, as a sentence begins with it: `The note`
 */
export function copiedLine(what: string, copied: Copied): Text {
  switch (copied) {
    case "copied":
      return text`${good("✔")} ${what} is copied.`;
    case "sent":
      return text`  ${what} was sent to your terminal's clipboard. If pasting gives something else, copy it by hand.`;
    case "failed":
      return text`  ${what} was not copied: there is no clipboard here.`;
  }
}
