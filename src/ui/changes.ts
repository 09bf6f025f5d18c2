import { CUSTOMER, type Sentence, sentence, ssoctl } from "../command-line.ts";
import { displayDomain } from "../handoff/domain.ts";
import { invitationLabel } from "../handoff/intents.ts";
import { expiryWords } from "../handoff/portal-link.ts";
import { displayAddress } from "../handoff/recipient.ts";
import type { Change, HistoryEvent } from "../journal.ts";

/** The only place with wording for what was, was not, or would be done. */
interface ChangeWords {
  /** After "Done before this:". */
  readonly done: string;
  /** After "whether". */
  readonly unknown: string;
  readonly check: Sentence;
  readonly history: string;
  readonly plan: readonly [verb: string, object: string, which: string];
}

const AGAIN = "Run the same command again: it finds what is there.";

export function wordsOf({ organization: { id, name }, ...change }: Change): ChangeWords {
  const label = id === null ? name : `${name} (${id})`;
  switch (change.action) {
    case "organization_created":
      return {
        done: `created ${label}`,
        unknown: `${label} was created by this run`,
        check: AGAIN,
        history: "organization created",
        // In the history of earlier versions there is none.
        plan: ["create", "organization", `${name} (${displayDomain(change.domain ?? "")}, pending)`],
      };
    case "organization_updated": {
      const members = membersOf(change);
      return {
        done: `set ${members} of ${label}`,
        unknown: `${members} of ${name} was set`,
        check: sentence`See ${ssoctl("org", "status", id ?? CUSTOMER)}.`,
        history: `${members} set`,
        plan: ["set", "organization", members],
      };
    }
    case "domain_added":
      return {
        done: `added ${displayDomain(change.domain)} to ${label}`,
        unknown: `${displayDomain(change.domain)} was added to ${name}`,
        check: AGAIN,
        history: `domain ${displayDomain(change.domain)} added`,
        plan: ["add", "domain", `${displayDomain(change.domain)} to ${label}`],
      };
    case "it_contact_added":
      return {
        done: `added ${displayAddress(change.email)} as IT contact`,
        unknown: `${displayAddress(change.email)} was added as IT contact`,
        check: AGAIN,
        history: `IT contact ${displayAddress(change.email)} added`,
        plan: ["add", "IT contact", displayAddress(change.email)],
      };
    case "invited":
      return {
        done: `had WorkOS email ${displayAddress(change.invited)} a setup link`,
        unknown: `${displayAddress(change.invited)} was emailed a setup link`,
        check: `Ask ${displayAddress(change.invited)}, or look at the organization in the WorkOS dashboard.`,
        history: `setup link emailed to ${displayAddress(change.invited)}, for ${purposesOf(change.intents)}`,
        plan: ["email", "setup link", `${displayAddress(change.invited)}, for ${purposesOf(change.intents)}`],
      };
    case "setup_link_revoked":
      return {
        done: `revoked the setup link of ${name}`,
        unknown: `the setup link of ${name} was revoked`,
        check: sentence`To revoke what is still active: ${ssoctl("link", "revoke", id ?? CUSTOMER)}`,
        history: "setup link revoked",
        plan: ["revoke", "setup link", `of ${name}, if one is active`],
      };
    case "link_created":
      return {
        done: `created a portal link for ${invitationLabel(change.intent)}`,
        unknown: "a portal link was created",
        check: `If so, nobody has it, and it ${expiryWords()}.`,
        history: `portal link for ${invitationLabel(change.intent)}`,
        plan: ["create", "portal link", `for ${invitationLabel(change.intent)}`],
      };
  }
}

export function purposesOf(intents: readonly string[]): string {
  return intents.map(invitationLabel).join(", ");
}

function membersOf({
  name,
  externalId,
  domains,
}: Extract<HistoryEvent, { action: "organization_updated" }>): string {
  const verified =
    domains?.filter(({ state }) => state === "verified").map(({ domain }) => displayDomain(domain)) ?? [];
  const members = [
    name !== undefined && `name "${name}"`,
    externalId !== undefined && `external id ${externalId}`,
    verified.length > 0 && `${verified.join(", ")} verified`,
  ];
  return members.filter(Boolean).join(", ");
}

interface Known {
  readonly done: readonly Change[];
  readonly unknown: readonly Change[];
}

export function changeSentences({ done, unknown }: Known): Sentence[] {
  if (done.length === 0 && unknown.length === 0) return ["Nothing was changed."];
  return [
    ...(done.length > 0
      ? [`Done before this: ${done.map((change) => wordsOf(change).done).join(", ")}.`]
      : []),
    ...unknownSentences(unknown),
  ];
}

export function unknownSentences(unknown: readonly Change[]): Sentence[] {
  if (unknown.length === 0) return [];
  const words = unknown.map(wordsOf);
  const checks = [...new Map(words.map(({ check }) => [JSON.stringify(check), check])).values()];
  const doubt = `Not known: whether ${words.map((one) => one.unknown).join(", ")}.`;
  return [checks.reduce<Sentence>((said, check) => sentence`${said} ${check}`, doubt)];
}
