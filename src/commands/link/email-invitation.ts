import type { Context } from "../../context.ts";
import { customerLabel } from "../../handoff/customer.ts";
import { hasVerifiedDomain } from "../../handoff/domain-state.ts";
import type { Recipient } from "../../handoff/email-address.ts";
import {
  type Invitation,
  type InvitationPlan,
  invite,
  readItContacts,
  replaceInvitation,
} from "../../handoff/invitation.ts";
import { defaultIntents, INVITATION_WORDS } from "../../handoff/invitation-intents.ts";
import { messageFacts } from "../../handoff/message/facts.ts";
import { type Message, renderTemplate } from "../../handoff/message/template.ts";
import { COVER_NOTE } from "../../handoff/message/templates.ts";
import { type Goal, goalOf } from "../../handoff/waiting.ts";
import { faint, good, strong, type Text, text } from "../../terminal/text.ts";
import type { InvitationIntent, Organization } from "../../workos/port.ts";
import { agree } from "../agreement.ts";
import { copyWords } from "../copy-words.ts";
import { similarJson } from "../decisions.ts";
import { environmentJson, organizationJson, organizationLabel } from "../organization-view.ts";
import { recordInvitation } from "../recorded.ts";
import type { EmailWishes } from "./email-wishes.ts";
import type { Scene } from "./scene.ts";

/** Has WorkOS email a setup link, and hands the person a cover note for it. */
export async function sendInvitation(scene: Scene, wishes: EmailWishes, context: Context): Promise<void> {
  const { ensured, customer, environment, api } = scene;
  const { output } = context;
  const plan = await planInvitation(ensured.organization, wishes, scene);
  const label = customerLabel(customer);
  for (const line of preview(plan)) output.note(line);
  await agree("Have WorkOS email this setup link?", environment, context);
  const inviting = (wishes.replace ? replaceInvitation : invite)(plan, label, api);
  const invitation = await recordInvitation(inviting, plan, customer, context);
  const note = coverNote(plan, wishes);
  for (const line of report(invitation, plan, label)) output.note(line);
  const copied = await copyNote(note, wishes, context);
  output.result({
    bare: note.text.trimEnd(),
    json: {
      organization: organizationJson(ensured.organization),
      action: ensured.action,
      similar: ensured.similar.map(similarJson),
      invited: invitation.invited.email,
      intents: plan.intents,
      contacts: invitation.contacts.map(({ email, added }) => ({ email, added })),
      replaced: invitation.replaced ?? null,
      note,
      environment: environmentJson(environment),
      copied,
    },
  });
}

async function planInvitation(
  organization: Organization,
  { recipients, invitationIntents }: EmailWishes,
  { api }: Scene,
): Promise<InvitationPlan> {
  return {
    organization,
    recipients: recipients as [Recipient, ...Recipient[]],
    intents: invitationIntents.length > 0 ? invitationIntents : defaultIntents(organization),
    contacts: await readItContacts(organization, api),
  };
}

function preview({ organization, recipients, intents }: InvitationPlan): Text[] {
  const [first, ...others] = recipients;
  const lines = [
    text`  Organization  ${organizationLabel(organization)}`,
    text`  To            ${strong(first.readable)}`,
    text`  Can set up    ${intents.map((intent) => INVITATION_WORDS[intent]).join(", ")}${why(organization, intents)}`,
  ];
  if (others.length > 0) {
    const names = others.map(({ readable }) => readable).join(", ");
    lines.push(
      text`  IT contacts   ${names}: added, not invited; one invitation can be active per organization`,
    );
  }
  return lines;
}

function why(organization: Organization, intents: readonly InvitationIntent[]): string {
  const [first] = organization.domains;
  if (!first || hasVerifiedDomain(organization) || !intents.includes("domain_verification")) return "";
  return ` (${first.domain} is not verified yet, and SSO cannot be activated without it)`;
}

function coverNote(
  { organization, recipients, intents }: InvitationPlan,
  { template, provider }: EmailWishes,
): Message {
  const purposes = intents.map((intent) => INVITATION_WORDS[intent]);
  const facts = messageFacts({ organization, recipient: recipients[0], purposes, provider, link: undefined });
  return renderTemplate(template ?? COVER_NOTE, facts, `Setting up ${facts.purpose}`);
}

function report(
  { invited, contacts, replaced }: Invitation,
  { organization, intents }: InvitationPlan,
  label: string,
): Text[] {
  const added = contacts.slice(1).map(({ email }) => email);
  const lines = [
    text`${good("✔")} WorkOS is emailing ${strong(invited.email)} a setup link. Only one can be active for ${organization.name}.`,
  ];
  if (replaced !== undefined)
    lines.push(text`  The earlier invitation, of ${replaced}, was ended; its link no longer works.`);
  if (added.length > 0) lines.push(text`  IT contacts besides: ${added.join(", ")}`);
  lines.push(
    faint(text`  Take it back: ssoctl link revoke ${label}${watchHint(goalOf(intents), label)}`),
    faint("  A note to send along, so that the mail is expected:"),
  );
  return lines;
}

function watchHint(goal: Goal | undefined, label: string): string {
  if (!goal) return "";
  return ` · Watch: ssoctl org status ${label} --wait${goal === "sso" ? "" : ` ${goal}`}`;
}

async function copyNote(
  { text: note }: Message,
  { copy }: EmailWishes,
  { output, clipboard }: Context,
): Promise<boolean> {
  if (!(copy ?? output.format === "terminal")) return false;
  const copied = await clipboard.copy(note);
  output.note(copyWords("The note", copied));
  return copied === "copied";
}
