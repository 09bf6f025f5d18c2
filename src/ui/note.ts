import { type Command, Option } from "commander";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { fileProblem } from "../files.ts";
import { intentLabel } from "../handoff/intents.ts";
import {
  LINK_MESSAGE,
  type Message,
  messageFacts,
  PROVIDERS,
  type Provider,
  parseTemplate,
  renderTemplate,
  type Template,
} from "../handoff/message.ts";
import type { PortalLink } from "../handoff/portal-link.ts";
import type { Recipient } from "../handoff/recipient.ts";
import type { Organization } from "../workos/port.ts";
import { oneOf, type Synonyms } from "./options.ts";

export interface NoteFlags {
  readonly provider?: Provider;
  readonly noteTemplate?: string;
}

const PROVIDER_SYNONYMS: Synonyms<Provider> = {
  azure: "entra",
  azure_ad: "entra",
  entra_id: "entra",
  microsoft: "entra",
  google_workspace: "google",
  gsuite: "google",
};

/** @param condition prefix for the help texts, for example `with --message, ` */
export function addNoteFlags(command: Command, condition = ""): Command {
  return command
    .addOption(
      oneOf(
        new Option("--provider <provider>", `${condition}their identity provider`),
        PROVIDERS,
        PROVIDER_SYNONYMS,
      ),
    )
    .option("--note-template <file>", `${condition}your own mustache template`);
}

/** @throws Failure `usage` if the file cannot be read or has an unknown placeholder */
export async function readTemplate(
  path: string | undefined,
  files: Context["files"],
): Promise<Template | undefined> {
  if (path === undefined) return;
  const source = await files.read(path).catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause;
    throw new Failure("usage", `--note-template: ${path} cannot be read: ${fileProblem(cause)}.`, { cause });
  });
  return parseTemplate(source);
}

export function linkMessage(
  organization: Organization,
  link: PortalLink,
  template: Template | undefined,
  provider: Provider | undefined,
  recipient: Recipient | undefined,
): Message {
  const purposes = [intentLabel(link.intent)];
  const facts = messageFacts({ organization, recipient, purposes, provider, link });
  return renderTemplate(template ?? LINK_MESSAGE, facts, `Your link to set up ${facts.purpose}`);
}
