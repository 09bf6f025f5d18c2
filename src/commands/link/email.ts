import { type Sentence, sentence, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { displayDomain } from "../../handoff/domain.ts";
import type { OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { type Found, findOrganization } from "../../handoff/find-organization.ts";
import { goalOf } from "../../handoff/intents.ts";
import { COVER_NOTE, type Message, messageFacts, renderTemplate } from "../../handoff/message.ts";
import { hasVerifiedDomain } from "../../handoff/organization.ts";
import {
  checkRecipients,
  displayAddress,
  outsideRecipients,
  outsideWords,
  type Recipient,
} from "../../handoff/recipient.ts";
import {
  ActiveSetupLink,
  defaultIntents,
  readItContacts,
  type SentSetupLink,
  type SetupLinkPlan,
  sendSetupLink,
} from "../../handoff/setup-link.ts";
import { activeConnection, providerName } from "../../handoff/status.ts";
import { SANDBOX_URL } from "../../sandbox/address.ts";
import { type Environment, SANDBOX } from "../../settings/environment.ts";
import type { Identity } from "../../settings/settings.ts";
import type { Copied } from "../../terminal/clipboard.ts";
import { faint, good, strong, type Text, text, toCopy, warning } from "../../terminal/text.ts";
import { purposesOf } from "../../ui/changes.ts";
import { similarJson } from "../../ui/choose-organization.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { cancelled, confirm, isAsked, refuseUnattended } from "../../ui/confirm.ts";
import { CUSTOMER_ARGUMENT, connectTo, readCustomer } from "../../ui/customer.ts";
import {
  dryRunResult,
  organizationChanges,
  plannedOrganization,
  setupLinkChanges,
} from "../../ui/dry-run.ts";
import { readIdentity } from "../../ui/note.ts";
import { retryOf } from "../../ui/options.ts";
import {
  applyPlan,
  customerOf,
  domainOf,
  planOrganization,
  unusedOptions,
} from "../../ui/plan-organization.ts";
import { resultFirst } from "../../ui/result-first.ts";
import { copiedLine, environmentJson, organizationJson, organizationLabel } from "../../ui/views.ts";
import { goalToWaitFor, waitAndTell } from "../../ui/wait.ts";
import type { ItContact, Organization, OrganizationDomain, WorkosApi } from "../../workos/port.ts";
import { type Before, type Doubt, doubtAbout, hasContact, refuseInDoubt, replacing } from "./email-doubt.ts";
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
  const options = await readOptions(typed, flags, context);
  const given = readCustomer(typed, context);
  const { api, environment, customer } = await connectTo(given, SELF, context);
  const found = await findOrganization(customer, { name: options.name }, api);
  const planOptions = { ...flags, retry: retryOf(SELF, flags), askLater: true };
  const plan = await planOrganization(found, planOptions, environment, context);
  const recipients = await askRecipients(options, plan, context);
  for (const line of droppedFrom(recipients)) output.note(line);
  const receiver = receiverOf(plan);
  const outside = outsideRecipients(recipients, receiver, options.allowed);
  const allowed = isAsked(context) ? [...options.allowed, ...outside] : options.allowed;
  checkRecipients(recipients, receiver, allowed);
  const before = await readBefore(plan, api);
  const intents = options.intents.length > 0 ? options.intents : defaultIntents(receiver);
  const wanted = { recipients, intents, replace: flags.replace ?? false };
  const doubt = await doubtAbout(plan, wanted, before, context);
  if (!isAsked(context)) refuseInDoubt(doubt, wanted, before);
  for (const line of ssoState(before, customerOf(plan))) output.note(line);
  if (flags.dryRun) {
    if (outside.length > 0) output.note(warning(text`  ${outsideWords(outside, receiver)}`));
    const changes = setupLinkChanges(plannedOrganization(plan), wanted, before.contacts);
    return output.result(dryRunResult(plan, [...organizationChanges(plan), ...changes], found, environment));
  }
  output.note(preview(plan, receiver, wanted, before.contacts));
  await confirmOutside(outside, receiver, context);
  const setupLink = await confirmSending(plan, wanted, doubt, before, environment, context);
  const identity = await readIdentity(environment, context);

  // Read the organization again before sending an email, even if no question was asked.
  const settled = plan.kind === "use" ? { ...plan, wasAsked: true } : plan;
  const ensured = await applyPlan(settled, api, context);
  const { organization } = ensured;
  // Another user may have created it first, with other domains.
  checkRecipients(recipients, organization, allowed);
  const contacts =
    plan.kind === "create"
      ? await readItContacts(organization, otherWay(organization), api)
      : before.contacts;
  const sent = await send(organization, setupLink, contacts, api, context);
  for (const line of [
    ...unusedOptions(ensured, { name: options.name }, domainOf(plan)),
    ...report(sent, organization, setupLink, customerOf(plan)),
  ])
    output.note(line);
  const note = coverNote(organization, setupLink, options, identity);
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
        connections: before.connections ?? null,
        note,
        environment: environmentJson(environment),
        copied: known === "copied",
      },
    }),
  });
  if (copied) output.note(copiedLine("The note", copied));
  if (environment.name === SANDBOX)
    output.note(text`  The sandbox's inbox: ${environment.apiUrl ?? SANDBOX_URL}/inbox`);
  if (goal) await waitAndTell(goal, organization, flags, api, context);
}

async function readBefore(plan: OrganizationPlan, api: WorkosApi): Promise<Before> {
  if (plan.kind === "create") return { contacts: [], connections: [] };
  const { organization } = plan;
  const [contacts, connections] = await Promise.all([
    readItContacts(organization, otherWay(organization), api),
    api.listConnections(organization.id).catch(() => undefined),
  ]);
  return { contacts, connections };
}

function ssoState({ connections }: Before, customer: string): Text[] {
  if (!connections) return [warning("  Whether Single Sign-On is active already could not be read.")];
  const active = activeConnection(connections);
  if (!active) return [];
  return [
    warning(
      text`  ${providerName(active.type)} is active already. To open its settings: ${ssoctl("link", "create", customer)}`,
    ),
  ];
}

async function confirmOutside(
  outside: readonly Recipient[],
  receiver: Receiver,
  { prompts }: Context,
): Promise<void> {
  if (outside.length === 0) return;
  const question = `${outsideWords(outside, receiver)} Whoever has the setup link can set up sign-in for ${receiver.name}. Continue?`;
  if (!(await prompts.confirm(question, false))) throw cancelled();
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
  doubt: Doubt | undefined,
  { connections = [] }: Before,
  environment: Environment,
  context: Context,
): Promise<SetupLinkPlan> {
  if (doubt && isAsked(context)) {
    if (!(await context.prompts.confirm(doubt.question, false))) throw cancelled();
    return { ...wanted, replace: true };
  }
  if (plan.kind === "create") refuseUnattended(environment, context);
  const byDefault = environment.kind === "test" && !activeConnection(connections);
  const question = `Have WorkOS email ${wanted.recipients[0].readable}?`;
  await confirm(question, environment, context, byDefault);
  return wanted;
}

/** Asks once more if WorkOS refuses because another setup link is active: only then is that known. */
async function send(
  organization: Organization,
  setupLink: SetupLinkPlan,
  contacts: readonly ItContact[],
  api: WorkosApi,
  context: Context,
): Promise<SentSetupLink> {
  try {
    return await sendSetupLink(organization, setupLink, contacts, api);
  } catch (error) {
    if (!(error instanceof ActiveSetupLink) || setupLink.replace || !isAsked(context)) throw error;
    const question = `${organization.name} has an active setup link; this machine does not know whose. ${replacing(setupLink.recipients[0], "instead")}`;
    if (!(await context.prompts.confirm(question, false))) throw cancelled();
    const current = await readItContacts(organization, otherWay(organization), api);
    return sendSetupLink(organization, { ...setupLink, replace: true }, current, api);
  }
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
  const lines = [
    text`  Organization\t${label}${adds}`,
    text`  To\t${strong(first.readable)}${hasContact(contacts, first) ? "" : ", to be added as IT contact"}`,
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

function coverNote(
  organization: Organization,
  { recipients, intents }: SetupLinkPlan,
  { template, provider }: EmailOptions,
  identity: Identity,
): Message {
  const [recipient] = recipients;
  const facts = messageFacts({ organization, recipient, intents, identity, provider, link: undefined });
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
