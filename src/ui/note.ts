import { type Command, Option } from "commander";
import { Placeholder, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { fileProblem } from "../files.ts";
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
import { cleanName } from "../sanitize.ts";
import { identityIn } from "../settings/config.ts";
import type { Environment } from "../settings/environment.ts";
import type { Identity } from "../settings/settings.ts";
import { faint, text } from "../terminal/text.ts";
import type { Organization } from "../workos/port.ts";
import { isAsked } from "./confirm.ts";
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
  identity: Identity,
): Message {
  const intents = [link.intent];
  const facts = messageFacts({ organization, recipient, intents, identity, provider, link });
  return renderTemplate(template ?? LINK_MESSAGE, facts, `Your link to set up ${facts.purpose}`);
}

/** Who a note is from. Asked once on this machine, at the first note at a terminal; Enter skips it. */
export async function readIdentity({ name }: Environment, context: Context): Promise<Identity> {
  const { prompts, output, readConfig } = context;
  const config = await readConfig();
  const known = identityIn(config, name);
  if (config.asked || Object.keys(known).length > 0 || !isAsked(context) || output.format !== "terminal")
    return known;
  const ask = async (question: string) =>
    cleanName(await prompts.ask(`${question} (Enter to skip)`, undefined, () => true)) || undefined;
  const company = await ask("Your company, for this note and later ones");
  const sender = await ask("Your name, to sign them");
  await remember({ company, sender }, context);
  return { ...known, company, sender };
}

async function remember({ company, sender }: Identity, { settings, output }: Context): Promise<void> {
  const given = { ...(company && { company }), ...(sender && { sender }) };
  const set = (value: string) => ssoctl("config", "set", value, new Placeholder("value"));
  try {
    const { config } = await settings();
    await config.change((before) => ({ ...before, ...given, asked: true }));
    output.note(faint(text`  To change this later: ${set("company")} · ${set("sender")}`));
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    output.note(faint(text`  This could not be stored: ${error.message}`));
  }
}
