import { type Command, Option } from "commander";
import { ADDRESS, CUSTOMER, Placeholder, type Sentence, sentence, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import type { Ensured, OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { type Found, findOrganization } from "../../handoff/find-organization.ts";
import { INTENT_FACTS, intentLabel } from "../../handoff/intents.ts";
import { checkShowsLink, type Message } from "../../handoff/message.ts";
import { createPortalLink, expiryWords, type PortalLink } from "../../handoff/portal-link.ts";
import { recipientIn } from "../../handoff/recipient.ts";
import { activeConnection, providerName } from "../../handoff/status.ts";
import type { Environment } from "../../settings/environment.ts";
import type { Opened } from "../../terminal/browser.ts";
import type { Copied } from "../../terminal/clipboard.ts";
import { faint, good, strong, type Text, text, toCopy, warning } from "../../terminal/text.ts";
import { similarJson } from "../../ui/choose-organization.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { CUSTOMER_ARGUMENT, connectTo, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, organizationChanges, plannedOrganization } from "../../ui/dry-run.ts";
import { addNoteFlags, linkMessage, type NoteFlags, readIdentity, readTemplate } from "../../ui/note.ts";
import {
  addCreationFlags,
  type CreationFlags,
  collectIntents,
  explainIntents,
  nameFrom,
  retryOf,
} from "../../ui/options.ts";
import {
  applyPlan,
  customerOf,
  domainOf,
  planOrganization,
  unusedOptions,
} from "../../ui/plan-organization.ts";
import { resultFirst } from "../../ui/result-first.ts";
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
interface Delivery {
  readonly opened?: Opened;
  readonly copied?: Copied;
}

const SELF = ["link", "create"];

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
    ["ssoctl link create acme.com --json", "in a script; in a pipe, only the URL is printed"],
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
  const name = nameFrom(flags);
  const request = linkRequest(flags);
  const goal = goalToWaitFor(flags);
  const template = await readTemplate(flags.noteTemplate, context.files);
  if (template) checkShowsLink(template);
  const given = readCustomer(typed, context);
  const { api, environment, customer } = await connectTo(given, SELF, context);
  const found = await findOrganization(customer, { name }, api);
  const plan = await planOrganization(found, { ...flags, retry: retryOf(SELF, flags) }, environment, context);
  if (flags.dryRun) {
    const organization = plannedOrganization(plan);
    const link = { organization, action: "link_created", intent: request.intent } as const;
    return output.result(dryRunResult(plan, [...organizationChanges(plan), link], found, environment));
  }
  const identity = flags.message ? await readIdentity(environment, context) : {};
  const ensured = await applyPlan(plan, api, context);
  const link = await createPortalLink(ensured, request, api, context.now);
  for (const line of opening(ensured, link, plan, found, flags)) output.note(line);
  const message = flags.message
    ? linkMessage(ensured.organization, link, template, flags.provider, recipientIn(typed), identity)
    : undefined;
  const bare = message ? `Subject: ${message.subject}\n\n${message.text.trimEnd()}` : link.url;
  const delivery = await resultFirst<Delivery>(output, {
    convenience: () => deliver(link.url, message, flags, context),
    unknown: {},
    result: (known) => ({
      human: toCopy(bare),
      bare,
      json: { ...linkJson(ensured, link, found, known, environment), message: message ?? null },
    }),
  });
  for (const line of closing(link, delivery, customerOf(plan))) output.note(line);
  if (goal) await waitAndTell(goal, ensured.organization, flags, api, context);
}

function linkRequest(flags: CreateFlags): PortalLinkRequest {
  const { intent: intents, returnUrl, successUrl } = flags;
  checkTogether(flags);
  const [intent = "sso", ...others] = intents;
  if (others.length > 0) {
    throw new Failure("usage", "A portal link is for one intent.", {
      hint: sentence`Make one link for each, or email one setup link for several: ${ssoctl("link", "email", CUSTOMER, "--intent", new Placeholder("intent"))}`,
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
  const opened = open ? await browser.open(url) : undefined;
  if (opened === "opened") return { opened };
  const copies = copy ?? (opened !== undefined || output.format === "terminal");
  return {
    ...(opened && { opened }),
    ...(copies && { copied: await clipboard.copy(message?.text ?? url) }),
  };
}

function opening(
  ensured: Ensured,
  { intent, connections }: PortalLink,
  plan: OrganizationPlan,
  found: Found,
  flags: CreateFlags,
): Text[] {
  const active = connections && activeConnection(connections);
  const isActive = intent === "sso" && active;
  const line = isActive
    ? text`${strong(ensured.organization.name)} · ${providerName(active.type)} is active. The link opens its settings.`
    : ensuredLine(ensured, domainOf(plan));
  const above = aboveHint(found, retryOf(SELF, flags));
  return [
    text`${good("✔")} ${line}`,
    ...unusedOptions(ensured, { name: nameFrom(flags) }, domainOf(plan)),
    ...(above ? [above] : []),
  ];
}

function closing(
  { intent, expiresAt, connections }: PortalLink,
  delivery: Delivery,
  customer: string,
): Text[] {
  const { opened, copied } = delivery;
  const manages = intent === "sso" && connections && activeConnection(connections);
  const purpose = `${intentLabel(intent)} ${manages ? "settings" : "setup"}`;
  const until = `${expiryWords(clockTime(expiresAt))}; may open only once`;
  const lines: Text[] = [];
  if (opened && opened !== "opened")
    lines.push(text`  The link was not opened in your browser: ${opened.reason}.`);
  lines.push(text`${deliveryWords(delivery)}${purpose}, ${until}.`);
  if (copied === "sent") lines.push(copiedLine("The link", copied));
  if (!connections)
    lines.push(warning(text`  Whether ${intentLabel(intent)} is active already could not be read.`));
  lines.push(faint(text`  For someone you are talking to now.${emailHint(intent, customer)}`));
  return lines;
}

function emailHint(intent: Intent, customer: string): Sentence {
  if (INTENT_FACTS[intent].emailedAs === undefined) return "";
  const purpose = intent === "sso" ? [] : ["--intent", intent];
  return sentence` To email it: ${ssoctl("link", "email", customer, ...purpose, "--to", ADDRESS)}`;
}

function deliveryWords({ opened, copied }: Delivery): Text {
  if (opened === "opened") return text`${good("✔")} Opened in your browser, so not copied. `;
  if (copied === "copied") return text`${good("✔")} Copied. `;
  return copied === undefined || copied === "sent" ? text`` : text`Not copied: ${copied.reason}. `;
}

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
    copied: delivery.copied === "copied",
    opened: delivery.opened === "opened",
  };
}
