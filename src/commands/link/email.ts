import { type Sentence, sentence, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { customerLabel } from "../../handoff/customer.ts";
import { displayDomain } from "../../handoff/domain.ts";
import type { OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { type Found, findOrganization } from "../../handoff/find-organization.ts";
import { goalOf } from "../../handoff/intents.ts";
import { COVER_NOTE, type Message, messageFacts, renderTemplate } from "../../handoff/message.ts";
import { hasVerifiedDomain } from "../../handoff/organization.ts";
import { checkRecipients, displayAddress, isSameAddress, type Recipient } from "../../handoff/recipient.ts";
import {
  defaultIntents,
  readItContacts,
  type SentSetupLink,
  type SetupLinkPlan,
  sendSetupLink,
} from "../../handoff/setup-link.ts";
import type { Environment } from "../../settings/environment.ts";
import type { Copied } from "../../terminal/clipboard.ts";
import { faint, good, strong, type Text, text, toCopy } from "../../terminal/text.ts";
import { purposesOf } from "../../ui/changes.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { cancelled, confirm, refuseUnattended } from "../../ui/confirm.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../../ui/customer.ts";
import {
  dryRunResult,
  organizationChanges,
  plannedOrganization,
  setupLinkChanges,
} from "../../ui/dry-run.ts";
import {
  applyPlan,
  customerOf,
  domainOf,
  planOrganization,
  similarJson,
  unusedOptions,
} from "../../ui/plan-organization.ts";
import { resultFirst } from "../../ui/result-first.ts";
import { type LastSetupLink, lastSetupLink, lastSetupLinkWords } from "../../ui/setup-link-history.ts";
import { copiedLine, environmentJson, organizationJson, organizationLabel } from "../../ui/views.ts";
import { goalToWaitFor, waitAndTell } from "../../ui/wait.ts";
import type { ItContact, Organization, OrganizationDomain, WorkosApi } from "../../workos/port.ts";
import {
  addEmailFlags,
  askRecipients,
  type EmailFlags,
  type EmailOptions,
  readOptions,
} from "./email-options.ts";

const SELF = ["link", "email"];

/** For environments without the API for IT contacts. */
function otherWay({ id }: Organization): Sentence {
  return sentence`Use "Invite admin" on the organization's page in the WorkOS dashboard, or a portal link: ${ssoctl("link", "create", id)}`;
}

export const registerLinkEmail: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("have WorkOS email a setup link")
    .description(
      "Have WorkOS email the customer's IT admin a setup link. It can be revoked, and only one can be active per organization. Prints a cover note to send along.",
    );
  examplesFirst(command, [
    ["ssoctl link email acme.com --to jane@acme.com", "WorkOS emails Jane"],
    ["ssoctl link email acme.com --to jane@acme.com --wait", "wait until SSO is active"],
  ]);
  return addEmailFlags(command).action((typed: string, flags: EmailFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string, flags: EmailFlags, context: Context): Promise<void> {
  const { output } = context;
  const goal = goalToWaitFor(flags);
  const options = await readOptions(flags, context);
  const customer = readCustomer(typed, context);
  const recipients = await askRecipients(options, context);
  for (const line of droppedFrom(recipients)) output.note(line);
  const { api, environment } = await context.connect(customerLabel(customer));
  const found = await findOrganization(customer, { name: options.name }, api);
  const planOptions = { ...flags, command: SELF, askLater: true };
  const plan = await planOrganization(found, planOptions, environment, context);
  const receiver = receiverOf(plan);
  checkRecipients(recipients, receiver, options.allowed);
  const contacts =
    plan.kind === "create" ? [] : await readItContacts(plan.organization, otherWay(plan.organization), api);
  const intents = options.intents.length > 0 ? options.intents : defaultIntents(receiver);
  const wanted = { recipients, intents, replace: flags.replace ?? false };
  if (flags.dryRun) {
    const changes = setupLinkChanges(plannedOrganization(plan), wanted, contacts);
    return output.result(dryRunResult(plan, [...organizationChanges(plan), ...changes], found, environment));
  }
  output.note(preview(plan, receiver, wanted, contacts));
  const setupLink = await confirmSending(plan, wanted, environment, context);

  // Read the organization again before sending an email, even if no question was asked.
  const settled = plan.kind === "use" ? { ...plan, wasAsked: true } : plan;
  const ensured = await applyPlan(settled, api, context);
  const { organization } = ensured;
  // Another user may have created it first, with other domains.
  checkRecipients(recipients, organization, options.allowed);
  const current = await currentContacts(plan, organization, contacts, api);
  const sent = await sendSetupLink(organization, setupLink, current, api);
  for (const line of [
    ...unusedOptions(ensured, { name: options.name }, domainOf(plan)),
    ...report(sent, organization, setupLink, customerOf(plan)),
  ])
    output.note(line);
  const note = coverNote(organization, setupLink, options);
  const copied = await resultFirst<Copied | undefined>(output, {
    convenience: () => copyNote(note, flags, context),
    unknown: undefined,
    result: (known) => ({
      human: toCopy(note.text.trimEnd()),
      bare: note.text.trimEnd(),
      json: {
        organization: organizationJson(organization),
        action: ensured.action,
        similar: similarOf(found, ensured.action),
        invited: sent.contact.email,
        intents,
        contacts: sent.contacts.map(({ email, added }) => ({ email, added })),
        replaced: sent.replaced,
        note,
        environment: environmentJson(environment),
        copied: known === "copied",
      },
    }),
  });
  if (copied) output.note(copiedLine("The note", copied));
  if (goal) await waitAndTell(goal, organization, flags, api, context);
}

function droppedFrom(recipients: readonly Recipient[]): Text[] {
  return recipients
    .filter(({ dropped }) => dropped.length > 0)
    .map(({ readable, dropped }) => faint(text`${readable} is read without ${dropped.join(", ")}`));
}

interface Receiver {
  readonly name: string;
  readonly domains: readonly OrganizationDomain[];
}

function receiverOf(plan: OrganizationPlan): Receiver {
  const pending = (domain: string) => ({ domain, state: "pending" });
  if (plan.kind === "create") return { name: plan.draft.name, domains: [pending(plan.draft.domain.ascii)] };
  if (plan.kind === "use") return plan.organization;
  const { organization, domain } = plan;
  return { name: organization.name, domains: [...organization.domains, pending(domain.ascii)] };
}

async function confirmSending(
  plan: OrganizationPlan,
  wanted: SetupLinkPlan,
  environment: Environment,
  context: Context,
): Promise<SetupLinkPlan> {
  const { prompts, globals, openHistory } = context;
  const isAsked = prompts.available && !globals.yes;
  const last =
    isAsked && plan.kind !== "create" && !wanted.replace
      ? await lastSetupLink(openHistory(), plan.organization)
      : undefined;
  if (last) return replacing(last, wanted, context);
  if (plan.kind === "create") refuseUnattended(environment, context);
  await confirm(`Have WorkOS email ${wanted.recipients[0].readable}?`, environment, context);
  return wanted;
}

async function replacing(
  last: LastSetupLink,
  wanted: SetupLinkPlan,
  { prompts }: Context,
): Promise<SetupLinkPlan> {
  const question = `${lastSetupLinkWords(last)}. Revoke it if it is still active, and email ${wanted.recipients[0].readable}?`;
  if (!(await prompts.confirm(question, false))) throw cancelled();
  return { ...wanted, replace: true };
}

function preview(
  plan: OrganizationPlan,
  receiver: Receiver,
  { recipients, intents }: SetupLinkPlan,
  contacts: readonly ItContact[],
): Text[] {
  const [first, ...others] = recipients;
  const label =
    plan.kind === "create"
      ? text`${strong(plan.draft.name)}, to be created`
      : organizationLabel(plan.organization);
  const adds = plan.kind === "add_domain" ? `, ${plan.domain.display} to be added` : "";
  const isKnown = contacts.some(({ email }) => isSameAddress(email, first.address));
  const lines = [
    text`  Organization\t${label}${adds}`,
    text`  To\t${strong(first.readable)}${isKnown ? "" : ", to be added as IT contact"}`,
    text`  Can set up\t${purposesOf(intents)}${whyVerification(receiver, intents)}`,
  ];
  if (others.length > 0) {
    const names = others.map(({ readable }) => readable).join(", ");
    lines.push(
      text`  IT contacts\t${names}: added, not emailed; one setup link can be active per organization`,
    );
  }
  return lines;
}

function whyVerification({ domains }: Receiver, intents: readonly string[]): string {
  const [first] = domains;
  if (!first || hasVerifiedDomain({ domains }) || !intents.includes("domain_verification")) return "";
  return ` (${displayDomain(first.domain)} is not verified yet, and SSO cannot be activated without it)`;
}

async function currentContacts(
  plan: OrganizationPlan,
  organization: Organization,
  contacts: readonly ItContact[],
  api: WorkosApi,
): Promise<readonly ItContact[]> {
  return plan.kind === "create" ? readItContacts(organization, otherWay(organization), api) : contacts;
}

function coverNote(
  organization: Organization,
  { recipients, intents }: SetupLinkPlan,
  { template, provider }: EmailOptions,
): Message {
  const purposes = intents.map((intent) => purposesOf([intent]));
  const facts = messageFacts({ organization, recipient: recipients[0], purposes, provider, link: undefined });
  return renderTemplate(template ?? COVER_NOTE, facts, `Setting up ${facts.purpose}`);
}

function report(
  { contact, contacts, replaced }: SentSetupLink,
  { name }: Organization,
  { intents }: SetupLinkPlan,
  customer: string,
): Text[] {
  const others = contacts.slice(1).map(({ email }) => displayAddress(email));
  const goal = goalOf(intents);
  const watching = goal && ssoctl("org", "status", customer, "--wait", ...(goal === "sso" ? [] : [goal]));
  return [
    text`${good("✔")} WorkOS is emailing ${strong(displayAddress(contact.email))} a setup link. Only one can be active for ${name}.`,
    ...(replaced ? [text`  The earlier setup link was revoked; it no longer works.`] : []),
    ...(others.length > 0 ? [text`  Other IT contacts: ${others.join(", ")}`] : []),
    faint(
      text`  Revoke it: ${ssoctl("link", "revoke", customer)}${watching ? text` · Watch: ${watching}` : ""}`,
    ),
    faint("  A note to send along, so that they expect the email:"),
  ];
}

async function copyNote(
  { text: note }: Message,
  { copy }: EmailFlags,
  { output, clipboard }: Context,
): Promise<Copied | undefined> {
  return (copy ?? output.format === "terminal") ? clipboard.copy(note) : undefined;
}

function similarOf(found: Found, action: string) {
  return found.kind === "none" && action === "created" ? found.similar.map(similarJson) : [];
}
