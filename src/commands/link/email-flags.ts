import { type Command, Option } from "commander";
import { PROVIDERS, type Provider } from "../../handoff/message/facts.ts";
import { INTENTS, type Intent } from "../../workos/port.ts";
import { addCreationFlags, type CreationFlags } from "../creation-flags.ts";
import { oneOf, type Synonyms } from "../suggestion.ts";
import { addWaitTimeout, type WaitFlags } from "../wait.ts";
import { collectIntents, explainIntents, notEmailed } from "./intent-words.ts";

const WAYS = ["invitation", "text", "draft"] as const;

const WAY_SYNONYMS: Synonyms<(typeof WAYS)[number]> = {
  email: "invitation",
  workos: "invitation",
  message: "text",
  chat: "text",
  slack: "text",
  eml: "draft",
  mail: "draft",
};

const PROVIDER_SYNONYMS: Synonyms<Provider> = {
  azure: "entra",
  azure_ad: "entra",
  entra_id: "entra",
  microsoft: "entra",
  google_workspace: "google",
  gsuite: "google",
};

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
      `who gets it, else you are asked; repeatable, up to ${MOST_RECIPIENTS}: WorkOS emails the first, the others become IT contacts there`,
      collect,
    )
    .addOption(
      oneOf(
        new Option(
          "--via <way>",
          "how it is sent: by WorkOS, or as a message for you to paste, or as an email file for you to open and send",
        ),
        WAYS,
        WAY_SYNONYMS,
      ).default("invitation"),
    )
    .addOption(
      new Option("--intent <intent>", "what the link is for, see below; repeatable")
        .choices(INTENTS)
        .argParser(collectIntents)
        .default([], "sso, and domain_verification while no domain is verified"),
    )
    .option("--replace", "take back the link that was emailed before, and send a new one")
    .option(
      "--allow-recipient <address>",
      "one outside the customer's domains who may get it all the same; repeatable",
      collect,
    )
    .addOption(
      oneOf(
        new Option("--provider <provider>", "what their people sign in with, so that the note fits"),
        PROVIDERS,
        PROVIDER_SYNONYMS,
      ),
    )
    .option(
      "--note-template <file>",
      "your own words for the note or message; {{name}}, {{organization}} and others are filled in, see the README",
    )
    .option("--out <file>", "the file that --via draft writes (.eml)")
    .option("--copy", "put the note or message on the clipboard (default: at a terminal)")
    .option("--no-copy", "leave the clipboard alone")
    .option("--wait", "stay, and tell when what the link is for is there");
  return explainIntents(addWaitTimeout(addCreationFlags(command)), notEmailed());
}

function collect(typed: string, before: readonly string[] = []): string[] {
  return [...before, typed];
}
