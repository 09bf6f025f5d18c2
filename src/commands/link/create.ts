import { type Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { activeConnection, providerName } from "../../handoff/connections.ts";
import { type Customer, customerLabel } from "../../handoff/customer.ts";
import { type Ensured, ensure } from "../../handoff/ensure.ts";
import { INTENT_WORDS } from "../../handoff/intents.ts";
import { emailedIntents } from "../../handoff/invitation-intents.ts";
import {
  createPortalLink,
  type LinkWishes,
  PORTAL_LINK_MINUTES,
  type PortalLink,
} from "../../handoff/portal-link.ts";
import { parseRedirectUrl, type RedirectUrl } from "../../handoff/redirect-url.ts";
import type { Environment } from "../../settings/environment.ts";
import type { Copied } from "../../terminal/clipboard.ts";
import { faint, good, strong, type Text, text, warning } from "../../terminal/text.ts";
import { INTENTS, type Intent } from "../../workos/port.ts";
import { copyWords } from "../copy-words.ts";
import { addCreationFlags, type CreationFlags, checkCreationFlags, limitsOf } from "../creation-flags.ts";
import { accepted, CUSTOMER_ARGUMENT, readCustomer } from "../customer.ts";
import { decisionsBy, similarJson } from "../decisions.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";
import {
  ACTION_WORDS,
  aboveHint,
  clockTime,
  domainStates,
  environmentJson,
  organizationJson,
  organizationLabel,
} from "../organization-view.ts";
import { deed, recordEnsured } from "../recorded.ts";
import { addWaitTimeout, goalToWaitFor, type WaitFlags, waitAndTell } from "../wait.ts";
import { collectIntents, explainIntents } from "./intent-words.ts";

interface CreateFlags extends CreationFlags, WaitFlags {
  readonly intent: readonly Intent[];
  readonly returnUrl?: string;
  readonly successUrl?: string;
  readonly copy?: boolean;
  readonly open?: boolean;
  readonly wait?: boolean;
}

/** Where the link goes besides stdout. Opened, it is not copied too: it may work for one opening only. */
type Delivery = "opened" | "not-opened" | Copied | "none";

const SELF = "ssoctl link create";

export const registerLinkCreate: Register = (link, launch) => {
  const command = link
    .command("create")
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("make a portal link for someone you are talking to now")
    .description(
      `Make a portal link: it opens the WorkOS pages on which the customer's IT admin sets up sign-in. The customer's organization in WorkOS is found, or created.\nThe link works for ${PORTAL_LINK_MINUTES} minutes, probably for one opening, and cannot be taken back: give it to someone you are talking to now.`,
    );
  examplesFirst(command, [
    ["ssoctl link create acme.com", "on the clipboard, to set up Single Sign-On"],
    ["ssoctl link create acme.com --intent dsync", "to set up Directory Sync"],
    ['open "$(ssoctl link create acme.com)"', "in a pipe it prints the URL alone"],
  ]);
  return explainIntents(addFlags(command)).action((typed: string, flags: CreateFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

function addFlags(command: Command): Command {
  command
    .addOption(
      new Option("--intent <intent>", "what the link is for, see below")
        .choices(INTENTS)
        .argParser(collectIntents)
        .default([], "sso"),
    )
    .option("--return-url <url>", "the page of yours that the portal leads back to (https)")
    .option("--success-url <url>", "the page of yours that follows a finished setup (https)")
    .option("--copy", "put the link on the clipboard (default: at a terminal)")
    .option("--no-copy", "leave the clipboard alone")
    .option("--open", "open the link in your browser, to show it; then it is not copied")
    .option("--wait", "stay, and tell when what the link is for is there");
  return addWaitTimeout(addCreationFlags(command));
}

async function run(typed: string, flags: CreateFlags, context: Context): Promise<void> {
  const { output } = context;
  checkCreationFlags(flags);
  const wishes = linkWishes(flags);
  const goal = goalToWaitFor(flags);
  const customer = await readCustomer(typed, context);
  const { api, environment } = await context.connect();
  const decisions = decisionsBy(context, environment, SELF, limitsOf(flags));
  const ensuring = ensure(customer, { name: flags.name, domainState: "pending" }, decisions, {
    ...context,
    api,
  });
  const ensured = await recordEnsured(ensuring, customer, context);
  const link = await createPortalLink(ensured, wishes, api, context.now);
  await context.record(deed(customer, ensured.organization, { action: "link_created", intent: link.intent }));
  output.done(summary(ensured, link, customer));
  const above = aboveHint(customer, ensured, SELF);
  if (above) output.note(above);
  const delivery = await deliver(link, flags, context);
  output.result({ bare: link.url, json: linkJson(ensured, link, delivery, environment) });
  for (const line of closing(link, delivery, customerLabel(customer))) output.note(line);
  if (goal) await waitAndTell(goal, ensured.organization, flags, api, context);
}

/** @throws Failure `usage` */
function linkWishes({ intent: intents, returnUrl, successUrl, open, copy }: CreateFlags): LinkWishes {
  const [intent = "sso", ...others] = intents;
  if (others.length > 0) {
    throw new Failure("usage", "A portal link is for one intent.", {
      hint: "Make a link for each; or one email for several: ssoctl link email <customer> --intent …",
    });
  }
  if (open && copy)
    throw new Failure(
      "usage",
      "--open and --copy exclude each other: the link may work for one opening only.",
    );
  return {
    intent,
    returnUrl: redirectUrl("--return-url", returnUrl),
    successUrl: redirectUrl("--success-url", successUrl),
  };
}

function redirectUrl(flag: string, typed: string | undefined): RedirectUrl | undefined {
  if (typed === undefined) return;
  const parsed = parseRedirectUrl(typed);
  return accepted<RedirectUrl>(
    typeof parsed === "string" ? parsed : { ...parsed, because: `${flag}: ${parsed.because}` },
  );
}

async function deliver(
  { url }: PortalLink,
  { open, copy }: CreateFlags,
  { output, browser, clipboard }: Context,
): Promise<Delivery> {
  if (open) return (await browser.open(url)) ? "opened" : "not-opened";
  return (copy ?? output.format === "terminal") ? clipboard.copy(url) : "none";
}

function summary(
  { organization, action }: Ensured,
  { intent, connections }: PortalLink,
  customer: Customer,
): Text {
  const active = connections && activeConnection(connections);
  if (intent === "sso" && active) {
    return text`${strong(organization.name)} · ${providerName(active.type)} is active. The link opens its settings.`;
  }
  const label = organizationLabel(organization);
  return text`${ACTION_WORDS[action]}${label} · ${domainStates(organization, customer)}`;
}

function closing({ intent, expiresAt, connections }: PortalLink, delivery: Delivery, label: string): Text[] {
  const manages = intent === "sso" && connections && activeConnection(connections);
  const purpose = `${INTENT_WORDS[intent]} ${manages ? "settings" : "setup"}`;
  const until = `works until ${clockTime(expiresAt)} (${PORTAL_LINK_MINUTES} minutes), probably for one opening`;
  const lines = [text`${DELIVERY_WORDS[delivery]}${purpose}, ${until}.`];
  if (delivery === "sent") lines.push(copyWords("The link", delivery));
  if (!connections)
    lines.push(warning(text`  Whether ${INTENT_WORDS[intent]} is active already could not be read.`));
  lines.push(faint(text`  For someone you are talking to now.${emailHint(intent, label)}`));
  return lines;
}

function emailHint(intent: Intent, label: string): string {
  if ("refused" in emailedIntents([intent])) return "";
  return ` To email it: ssoctl link email ${label}${intent === "sso" ? "" : ` --intent ${intent}`} --to <address>`;
}

const DELIVERY_WORDS: Readonly<Record<Delivery, Text>> = {
  copied: text`${good("✔")} Copied. `,
  sent: text``,
  failed: text`Not copied: there is no clipboard here. `,
  opened: text`${good("✔")} Handed to the browser, so not copied. `,
  "not-opened": text`No browser could be opened here; use the link above. `,
  none: text``,
};

function linkJson(ensured: Ensured, link: PortalLink, delivery: Delivery, environment: Environment) {
  const { url, intent, expiresAt, connections } = link;
  return {
    url,
    intent,
    expiresAt: expiresAt.toISOString(),
    organization: organizationJson(ensured.organization),
    action: ensured.action,
    similar: ensured.similar.map(similarJson),
    connections: connections ?? null,
    environment: environmentJson(environment),
    copied: delivery === "copied",
    opened: delivery === "opened",
  };
}
