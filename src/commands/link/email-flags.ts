import { type Command, InvalidArgumentError, Option } from "commander";
import { PROVIDERS, type Provider } from "../../handoff/message/facts.ts";
import { INTENTS, type Intent } from "../../workos/port.ts";
import { addCreationFlags, type CreationFlags } from "../creation-flags.ts";
import { addWaitTimeout, type WaitFlags } from "../wait.ts";

const WAYS = ["invitation", "text", "draft"] as const;

/** The flags of `link email`, as they were typed. */
export interface EmailFlags extends CreationFlags, WaitFlags {
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

export const MOST_RECIPIENTS = 20;

export function addEmailFlags(command: Command): Command {
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

function collect(typed: string, before: readonly string[] = []): string[] {
  return [...before, typed];
}

function collectIntents(typed: string, before: readonly Intent[]): Intent[] {
  const intent = INTENTS.find((known) => known === typed);
  if (intent) return [...before, intent];
  throw new InvalidArgumentError(`Allowed choices are ${INTENTS.join(", ")}.`);
}
