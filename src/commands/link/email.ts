import { type Command, InvalidArgumentError, Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { parseRecipient, type Recipient } from "../../handoff/email-address.ts";
import { afterEnsured, type Decisions, type Ensured, ensure } from "../../handoff/ensure.ts";
import { emailedIntents } from "../../handoff/invitation-intents.ts";
import { PROVIDERS, type Provider } from "../../handoff/message/facts.ts";
import { parseTemplate, type Template } from "../../handoff/message/template.ts";
import { checkRecipients } from "../../handoff/recipients.ts";
import { INTENTS, type Intent, type InvitationIntent } from "../../workos/port.ts";
import { addCreationFlags, type CreationFlags, checkCreationFlags, limitsOf } from "../creation-flags.ts";
import { accepted, CUSTOMER_ARGUMENT, readCustomer } from "../customer.ts";
import { decisionsBy } from "../decisions.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";
import { addWaitTimeout, type WaitFlags, waitAndTell } from "../wait.ts";
import { sendInvitation } from "./email-invitation.ts";
import { writeMessage } from "./email-message.ts";

const WAYS = ["invitation", "text", "draft"] as const;

interface EmailFlags extends CreationFlags, WaitFlags {
  readonly to?: readonly string[];
  readonly via: (typeof WAYS)[number];
  readonly intent: readonly Intent[];
  readonly replace?: boolean;
  readonly allowRecipient?: readonly string[];
  readonly provider?: Provider;
  readonly noteTemplate?: string;
  readonly out?: string;
  readonly copy?: boolean;
  readonly wait?: boolean;
}

/** The flags, read and checked: what both ways of writing work from. */
export interface EmailWishes extends Omit<EmailFlags, "to" | "allowRecipient" | "noteTemplate" | "intent"> {
  readonly recipients: readonly Recipient[];
  /** Let through although they are elsewhere. */
  readonly allowed: readonly Recipient[];
  readonly template: Template | undefined;
  /** Of an invitation; none named: by the state of the domain. */
  readonly invitationIntents: readonly InvitationIntent[];
  /** Of a portal link. */
  readonly intent: Intent;
}

const SELF = "ssoctl link email";
const MOST_RECIPIENTS = 20;

export const registerLinkEmail: Register = (link, launch) => {
  const command = link
    .command("email")
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("have WorkOS email a setup link that still works tomorrow")
    .description(
      "Have WorkOS email the customer's IT admin a setup link. It works for days and can be taken back; one can be active per organization. Prints a cover note to send along.\n--via text and --via draft write a message of your own with a five-minute portal link instead, for someone you are on the phone with.",
    );
  examplesFirst(command, [
    ["ssoctl link email acme.com --to jane@acme.com", "WorkOS emails Jane a setup link"],
    ["ssoctl link email acme.com --via text", "a message to paste, with a five-minute link"],
    ["ssoctl link email acme.com --to jane@acme.com --wait", "and wait until SSO is active"],
  ]);
  addFlags(command).action((typed: string, flags: EmailFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

function addFlags(command: Command): Command {
  command
    .option(
      "--to <address>",
      `who gets it; repeatable, up to ${MOST_RECIPIENTS}: the first is invited`,
      collect,
    )
    .addOption(new Option("--via <way>", "how it is sent").choices(WAYS).default("invitation"))
    .addOption(
      new Option("--intent <intent>", `what the link is for; repeatable (${INTENTS.join(", ")})`)
        .argParser(collectIntents)
        .default([], "sso, and domain_verification while no domain is verified"),
    )
    .option("--replace", "end the active invitation and send a new one")
    .option(
      "--allow-recipient <address>",
      "let one outside the customer's domains through; repeatable",
      collect,
    )
    .addOption(
      new Option("--provider <provider>", "where they sign in, to sharpen the note").choices(PROVIDERS),
    )
    .option("--note-template <file>", "a mustache template in place of the note or message")
    .option("--out <file>", "where --via draft writes the .eml file")
    .option("--copy", "put the note or message on the clipboard (default: at a terminal)")
    .option("--no-copy", "leave the clipboard alone")
    .option("--wait", "wait until SSO is active");
  return addWaitTimeout(addCreationFlags(command));
}

async function run(typed: string, flags: EmailFlags, context: Context): Promise<void> {
  const wishes = await readWishes(flags, context);
  const customer = await readCustomer(typed, context);
  const { api, environment } = await context.connect();
  const decisions = careful(decisionsBy(context, environment, SELF, limitsOf(flags)), wishes);
  const ensured = await ensure(customer, { name: flags.name, domainState: "pending" }, decisions, {
    ...context,
    api,
  });
  const { organization } = ensured;
  checkRecipients(wishes.recipients, organization, wishes.allowed);
  const scene = { ensured, customer, environment, api };
  await (flags.via === "invitation"
    ? sendInvitation(scene, wishes, context).catch(naming(ensured))
    : writeMessage(scene, wishes, context));
  if (flags.wait) await waitAndTell("sso", organization, flags, api, context);
}

/** An organization that was made for an invitation is not forgotten when the invitation fails. */
function naming(ensured: Ensured): (error: unknown) => never {
  return (error) => {
    throw error instanceof Failure ? afterEnsured(error, ensured) : error;
  };
}

/** No organization is made for an email that would be refused afterwards. */
function careful(decisions: Decisions, { recipients, allowed }: EmailWishes): Decisions {
  return {
    ...decisions,
    create: (plan, similar) => {
      checkRecipients(recipients, { name: plan.name, domains: [{ domain: plan.domain }] }, allowed);
      return decisions.create(plan, similar);
    },
  };
}

/** @throws Failure `usage` before anything is asked of WorkOS */
async function readWishes(flags: EmailFlags, { files }: Context): Promise<EmailWishes> {
  checkCreationFlags(flags);
  checkTogether(flags);
  const { to = [], allowRecipient = [], intent, via, noteTemplate } = flags;
  return {
    ...flags,
    recipients: distinct(to.map(readRecipient)),
    allowed: allowRecipient.map(readRecipient),
    template: await readTemplate(noteTemplate, files),
    invitationIntents: via === "invitation" ? accepted<InvitationIntent[]>(emailedIntents(intent)) : [],
    intent: intent[0] ?? "sso",
  };
}

/** @throws Failure `usage` for flags that do not go together */
function checkTogether({ via, to = [], out, replace, intent }: EmailFlags): void {
  const invitation = via === "invitation";
  if (via !== "text" && to.length === 0) {
    throw new Failure("usage", "Nobody to send it to.", {
      hint: "Name the IT admin: --to jane@acme.com, or --via text to paste it yourself.",
    });
  }
  if (to.length > MOST_RECIPIENTS)
    throw new Failure("usage", `--to can be given ${MOST_RECIPIENTS} times at most.`);
  if (out !== undefined && via !== "draft") throw new Failure("usage", "--out belongs to --via draft.");
  if (replace && !invitation) throw new Failure("usage", "--replace belongs to --via invitation.");
  if (intent.length > 1 && !invitation) {
    throw new Failure("usage", "A portal link is for one intent; several go with --via invitation only.");
  }
}

function readRecipient(typed: string): Recipient {
  return accepted(parseRecipient(typed));
}

function distinct(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((recipient) => [recipient.address.toLowerCase(), recipient])).values()];
}

async function readTemplate(
  path: string | undefined,
  files: Context["files"],
): Promise<Template | undefined> {
  if (path === undefined) return;
  const source = await files.read(path).catch((cause: unknown) => {
    throw new Failure("usage", `--note-template: ${path} cannot be read.`, { cause });
  });
  return accepted<Template>(parseTemplate(source));
}

function collect(typed: string, before: readonly string[] = []): string[] {
  return [...before, typed];
}

function collectIntents(typed: string, before: readonly Intent[]): Intent[] {
  const intent = INTENTS.find((known) => known === typed);
  if (intent) return [...before, intent];
  throw new InvalidArgumentError(`Allowed choices are ${INTENTS.join(", ")}.`);
}
