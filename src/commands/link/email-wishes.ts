import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { parseRecipient, type Recipient } from "../../handoff/email-address.ts";
import { emailedIntents } from "../../handoff/invitation-intents.ts";
import { parseTemplate, type Template } from "../../handoff/message/template.ts";
import type { Intent, InvitationIntent } from "../../workos/port.ts";
import { checkCreationFlags } from "../creation-flags.ts";
import { accepted } from "../customer.ts";
import { type EmailFlags, MOST_RECIPIENTS } from "./email-flags.ts";

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

/** @throws Failure `usage` before anything is asked of WorkOS */
export async function readWishes(flags: EmailFlags, { files, prompts }: Context): Promise<EmailWishes> {
  checkTogether(flags);
  const { to = [], allowRecipient = [], intent, via, noteTemplate } = flags;
  if (to.length === 0 && via !== "text" && !prompts.available) throw nobody();
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
function checkTogether(flags: EmailFlags): void {
  const { via, to = [], out, replace, intent } = flags;
  checkCreationFlags(flags);
  const invitation = via === "invitation";
  if (to.length > MOST_RECIPIENTS)
    throw new Failure("usage", `--to can be given ${MOST_RECIPIENTS} times at most.`);
  if (out !== undefined && via !== "draft") throw new Failure("usage", "--out belongs to --via draft.");
  if (replace && !invitation) throw new Failure("usage", "--replace belongs to --via invitation.");
  if (intent.length > 1 && !invitation) {
    throw new Failure("usage", "A portal link is for one intent; several go with --via invitation only.");
  }
}

/** Asks for whom it is, where no flag has said so. A message to paste needs nobody's address. */
export async function addressed(wishes: EmailWishes, { prompts }: Context): Promise<EmailWishes> {
  if (wishes.recipients.length > 0 || wishes.via === "text") return wishes;
  const typed = await prompts.ask("Email address of their IT admin", undefined, checkRecipient);
  return { ...wishes, recipients: [readRecipient(typed)] };
}

function nobody(): Failure {
  return new Failure("usage", "Nobody to send it to.", {
    hint: "Name the IT admin: --to jane@acme.com, or --via text to paste it yourself.",
  });
}

function checkRecipient(typed: string): true | string {
  const parsed = parseRecipient(typed);
  return "because" in parsed ? parsed.because : true;
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
