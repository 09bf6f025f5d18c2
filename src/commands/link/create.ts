import { type Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { type Customer, customerLabel } from "../../handoff/customer.ts";
import type { Ensured } from "../../handoff/ensure-organization.ts";
import { type Found, findOrganization } from "../../handoff/find-organization.ts";
import { INTENT_FACTS, intentLabel } from "../../handoff/intents.ts";
import { checkShowsLink, type Message } from "../../handoff/message.ts";
import { createPortalLink, expiryWords, type PortalLink } from "../../handoff/portal-link.ts";
import { activeConnection, providerName } from "../../handoff/status.ts";
import type { Environment } from "../../settings/environment.ts";
import type { Copied } from "../../terminal/clipboard.ts";
import { faint, good, strong, type Text, text, warning } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, organizationChanges, plannedOrganization } from "../../ui/dry-run.ts";
import { addNoteFlags, linkMessage, type NoteFlags, readTemplate } from "../../ui/note.ts";
import {
  addCreationFlags,
  type CreationFlags,
  checkCreationFlags,
  collectIntents,
  explainIntents,
} from "../../ui/options.ts";
import { applyPlan, planOrganization, similarJson, unusedOptions } from "../../ui/plan-organization.ts";
import {
  aboveHint,
  clockTime,
  copiedLine,
  ensuredLine,
  environmentJson,
  organizationJson,
} from "../../ui/views.ts";
import { addWaitTimeout, goalToWaitFor, type WaitFlags, waitAndTell } from "../../ui/wait.ts";
import { parseRedirectUrl } from "../../urls.ts";
import { INTENTS, type Intent, type PortalLinkRequest } from "../../workos/port.ts";

interface CreateFlags extends CreationFlags, WaitFlags, NoteFlags {
  readonly intent: readonly Intent[];
  readonly returnUrl?: string;
  readonly successUrl?: string;
  readonly message?: boolean;
  readonly copy?: boolean;
  readonly open?: boolean;
  readonly wait?: boolean;
  readonly dryRun?: boolean;
}

/** Besides stdout. An opened link is not copied, because it may open only once. */
type Delivery = "opened" | "not-opened" | Copied | "none";

const SELF = "ssoctl link create";

export const registerLinkCreate: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("make a portal link for someone you are talking to")
    .description(
      `Make a portal link: the customer's IT admin opens it and sets up sign-in on WorkOS's pages. ssoctl finds or creates the customer's organization first.\nThe link ${expiryWords()} and may open only once: give it to someone you are talking to now.`,
    );
  examplesFirst(command, [
    ["ssoctl link create acme.com", "copy a link to set up Single Sign-On"],
    ["ssoctl link create acme.com --intent dsync", "for Directory Sync"],
    ["ssoctl link create acme.com --message", "with a message to paste into chat"],
    ["url=$(ssoctl link create acme.com)", "in a script: only the URL is printed"],
  ]);
  return explainIntents(addFlags(command)).action((typed: string, flags: CreateFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

function addFlags(command: Command): Command {
  command
    .addOption(
      new Option("--intent <intent>", "what the link is for (see below)")
        .choices(INTENTS)
        .argParser(collectIntents)
        .default([], "sso"),
    )
    .option("--return-url <url>", "your page to return to (https)")
    .option("--success-url <url>", "your page after a finished setup (https)")
    .option("--message", "print a message to paste into chat");
  addNoteFlags(command, "with --message, ")
    .option("--copy", "copy to the clipboard (default at a terminal)")
    .option("--no-copy", "do not copy")
    .option("--open", "open it in your browser instead")
    .option("--wait", "wait until setup is finished")
    .addOption(dryRunOption());
  return addWaitTimeout(addCreationFlags(command));
}

async function run(typed: string, flags: CreateFlags, context: Context): Promise<void> {
  const { output } = context;
  checkCreationFlags(flags);
  const request = linkRequest(flags);
  const goal = goalToWaitFor(flags);
  const template = await readTemplate(flags.noteTemplate, context.files);
  if (template) checkShowsLink(template);
  const customer = await readCustomer(typed, context);
  const label = customerLabel(customer);
  const { api, environment } = await context.connect(label);
  const found = await findOrganization(customer, { name: flags.name }, api);
  const plan = await planOrganization(found, { ...flags, command: SELF }, environment, context);
  if (flags.dryRun) {
    const organization = plannedOrganization(plan);
    const link = { organization, action: "link_created", intent: request.intent } as const;
    return output.result(dryRunResult(plan, [...organizationChanges(plan), link], found, environment));
  }
  const ensured = await applyPlan(plan, api, context);
  const link = await createPortalLink(ensured, request, api, context.now);
  for (const line of opening(ensured, link, customer, found, flags)) output.note(line);
  const message = flags.message
    ? linkMessage(ensured.organization, link, template, flags.provider)
    : undefined;
  const delivery = await deliver(link.url, message, flags, context);
  output.result({
    bare: message ? `Subject: ${message.subject}\n\n${message.text.trimEnd()}` : link.url,
    json: { ...linkJson(ensured, link, found, delivery, environment), message: message ?? null },
  });
  for (const line of closing(link, delivery, label)) output.note(line);
  if (goal) await waitAndTell(goal, ensured.organization, flags, api, context);
}

function linkRequest(flags: CreateFlags): PortalLinkRequest {
  const { intent: intents, returnUrl, successUrl } = flags;
  checkTogether(flags);
  const [intent = "sso", ...others] = intents;
  if (others.length > 0) {
    throw new Failure("usage", "A portal link is for one intent.", {
      hint: "Make one link for each, or email one setup link for several: ssoctl link email <customer> --intent …",
    });
  }
  return {
    intent,
    returnUrl: returnUrl === undefined ? undefined : parseRedirectUrl(returnUrl, "--return-url"),
    successUrl: successUrl === undefined ? undefined : parseRedirectUrl(successUrl, "--success-url"),
  };
}

function checkTogether({ open, copy, message, provider, noteTemplate }: CreateFlags): void {
  if (open && (copy || message)) {
    const other = copy ? "--copy" : "--message";
    throw new Failure("usage", `--open and ${other} exclude each other: the link may open only once.`);
  }
  if (message) return;
  if (provider !== undefined) throw new Failure("usage", "--provider belongs to --message.");
  if (noteTemplate !== undefined) throw new Failure("usage", "--note-template belongs to --message.");
}

async function deliver(
  url: string,
  message: Message | undefined,
  { open, copy }: CreateFlags,
  { output, browser, clipboard }: Context,
): Promise<Delivery> {
  if (open) return (await browser.open(url)) ? "opened" : "not-opened";
  return (copy ?? output.format === "terminal") ? clipboard.copy(message?.text ?? url) : "none";
}

function opening(
  ensured: Ensured,
  { intent, connections }: PortalLink,
  customer: Customer,
  found: Found,
  flags: CreateFlags,
): Text[] {
  const active = connections && activeConnection(connections);
  const isActive = intent === "sso" && active;
  const line = isActive
    ? text`${strong(ensured.organization.name)} · ${providerName(active.type)} is active. The link opens its settings.`
    : ensuredLine(ensured, customer);
  const above = aboveHint(customer, found, SELF);
  return [text`${good("✔")} ${line}`, ...unusedOptions(ensured, flags, customer), ...(above ? [above] : [])];
}

function closing({ intent, expiresAt, connections }: PortalLink, delivery: Delivery, label: string): Text[] {
  const manages = intent === "sso" && connections && activeConnection(connections);
  const purpose = `${intentLabel(intent)} ${manages ? "settings" : "setup"}`;
  const until = `${expiryWords(clockTime(expiresAt))}; may open only once`;
  const lines = [text`${DELIVERY_WORDS[delivery]}${purpose}, ${until}.`];
  if (delivery === "sent") lines.push(copiedLine("The link", delivery));
  if (!connections)
    lines.push(warning(text`  Whether ${intentLabel(intent)} is active already could not be read.`));
  lines.push(faint(text`  For someone you are talking to now.${emailHint(intent, label)}`));
  return lines;
}

function emailHint(intent: Intent, label: string): string {
  if (INTENT_FACTS[intent].emailedAs === undefined) return "";
  return ` To email it: ssoctl link email ${label}${intent === "sso" ? "" : ` --intent ${intent}`} --to <address>`;
}

const DELIVERY_WORDS: Readonly<Record<Delivery, Text>> = {
  copied: text`${good("✔")} Copied. `,
  sent: text``,
  failed: text`Not copied: no clipboard found. `,
  opened: text`${good("✔")} Opened in your browser, so not copied. `,
  "not-opened": text`No browser could be opened; use the link above. `,
  none: text``,
};

function linkJson(
  { organization, action }: Ensured,
  { url, intent, expiresAt, connections }: PortalLink,
  found: Found,
  delivery: Delivery,
  environment: Environment,
) {
  return {
    url,
    intent,
    expiresAt: expiresAt.toISOString(),
    organization: organizationJson(organization),
    action,
    similar: action === "created" && found.kind === "none" ? found.similar.map(similarJson) : [],
    connections: connections ?? null,
    environment: environmentJson(environment),
    copied: delivery === "copied",
    opened: delivery === "opened",
  };
}
