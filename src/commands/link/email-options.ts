import { type Command, Option } from "commander";
import { CUSTOMER, sentence, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import type { OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { emailedIntents } from "../../handoff/intents.ts";
import type { Provider, Template } from "../../handoff/message.ts";
import { isSameAddress, parseRecipient, type Recipient, recipientIn } from "../../handoff/recipient.ts";
import { dryRunOption } from "../../ui/dry-run.ts";
import { addNoteFlags, type NoteFlags, readTemplate } from "../../ui/note.ts";
import {
  addCreationFlags,
  type CreationFlags,
  collectIntents,
  explainIntents,
  nameFrom,
  notEmailed,
} from "../../ui/options.ts";
import { lastRecipient } from "../../ui/setup-link-history.ts";
import { addWaitTimeout, type WaitFlags } from "../../ui/wait.ts";
import { INTENTS, type Intent, type InvitationIntent } from "../../workos/port.ts";

export interface EmailFlags extends CreationFlags, WaitFlags, NoteFlags {
  readonly to?: readonly string[];
  readonly intent: readonly Intent[];
  readonly replace?: boolean;
  readonly allowRecipient?: readonly string[];
  readonly copy?: boolean;
  readonly wait?: boolean;
  readonly dryRun?: boolean;
}

export interface EmailOptions {
  /** If empty, the user is asked. */
  readonly recipients: readonly Recipient[];
  /** May receive email although they are outside the customer's domains. */
  readonly allowed: readonly Recipient[];
  readonly provider: Provider | undefined;
  readonly template: Template | undefined;
  /** If empty, the domain state decides. */
  readonly intents: readonly InvitationIntent[];
  readonly name: string | undefined;
}

const MOST_RECIPIENTS = 20;

export function addEmailFlags(command: Command): Command {
  command
    .option("--to <address>", "recipient; repeat to add IT contacts", collect)
    .addOption(
      new Option("--intent <intent>", "what the link is for; repeatable (see below)")
        .choices(INTENTS)
        .argParser(collectIntents)
        .default([], "sso, plus domain_verification if needed"),
    )
    .option("--replace", "revoke the active setup link first")
    .option("--allow-recipient <address>", "allow a recipient outside the customer's domains", collect);
  addNoteFlags(command)
    .option("--copy", "copy the note (default at a terminal)")
    .option("--no-copy", "do not copy")
    .option("--wait", "wait until setup is finished")
    .addOption(dryRunOption());
  return explainIntents(addWaitTimeout(addCreationFlags(command)), notEmailed());
}

/** @param customer as typed: an email address is the recipient. @throws Failure `usage` before any request to WorkOS */
export async function readOptions(
  customer: string,
  flags: EmailFlags,
  { files, prompts }: Context,
): Promise<EmailOptions> {
  const { to = [], allowRecipient = [], intent, provider, noteTemplate } = flags;
  const name = nameFrom(flags);
  if (to.length > MOST_RECIPIENTS)
    throw new Failure("usage", `--to can be given ${MOST_RECIPIENTS} times at most.`);
  const person = to.length === 0 ? recipientIn(customer) : undefined;
  if (to.length === 0 && !person && !prompts.available)
    throw new Failure("usage", "No recipient. Pass --to <address>.", {
      hint: sentence`To hand over a link yourself: ${ssoctl("link", "create", CUSTOMER)}`,
    });
  return {
    recipients: person ? [person] : distinct(to.map(parseRecipient)),
    allowed: allowRecipient.map(parseRecipient),
    provider,
    template: await readTemplate(noteTemplate, files),
    intents: emailedIntents(intent),
    name,
  };
}

/** Offers whom this machine emailed last. */
export async function askRecipients(
  { recipients }: EmailOptions,
  plan: OrganizationPlan,
  { prompts, openHistory }: Context,
): Promise<readonly [Recipient, ...Recipient[]]> {
  const [first, ...others] = recipients;
  if (first) return [first, ...others];
  const last = plan.kind === "create" ? undefined : await lastRecipient(openHistory(), plan.organization);
  const offered = last !== undefined && checkRecipient(last) === true ? parseRecipient(last) : undefined;
  return [
    parseRecipient(await prompts.ask("Email address of their IT admin", offered?.readable, checkRecipient)),
  ];
}

function checkRecipient(typed: string): true | string {
  try {
    parseRecipient(typed);
    return true;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

function distinct(recipients: readonly Recipient[]): Recipient[] {
  return recipients.filter(
    ({ address }, index) => recipients.findIndex((one) => isSameAddress(one.address, address)) === index,
  );
}

function collect(typed: string, before: readonly string[] = []): string[] {
  return [...before, typed];
}
