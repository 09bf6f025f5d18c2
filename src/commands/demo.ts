import { ADDRESS, CUSTOMER as ANY_CUSTOMER, type CommandLine, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { type Customer, parseCustomer } from "../handoff/customer.ts";
import { parseDomain } from "../handoff/domain.ts";
import { type Ensured, ensureOrganization, type OrganizationPlan } from "../handoff/ensure-organization.ts";
import { findOrganization } from "../handoff/find-organization.ts";
import { createPortalLink } from "../handoff/portal-link.ts";
import { parseRecipient } from "../handoff/recipient.ts";
import { defaultIntents, type SentSetupLink, sendSetupLink } from "../handoff/setup-link.ts";
import { SANDBOX_API_KEY } from "../sandbox/address.ts";
import { faint, good, strong, type Text, text } from "../terminal/text.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { domainStates, organizationLabel } from "../ui/views.ts";
import { waitInSight } from "../ui/wait.ts";
import type { WorkosApi } from "../workos/port.ts";

const CUSTOMER = "acme.com";
const IT_ADMIN = "jane@acme.com";
const WAIT_TIMEOUT = 15 * 60_000;

interface Stage extends Context {
  readonly url: string;
  readonly api: WorkosApi;
  readonly opens: boolean;
}

export const registerDemo: Register = (command, launch) => {
  command.description(
    "Show the whole handoff, from a customer's domain to active SSO, on a sandbox of its own, with each command.\nAt a terminal you play the IT admin in your browser. In a script, or with --no-input, the demo does that too.",
  );
  command.option("--open", "open inbox and Admin Portal, and play the IT admin");
  examplesFirst(command, [
    ["ssoctl demo", "you play the IT admin, in your browser"],
    ["ssoctl demo --open", "with inbox and Admin Portal open, to show them"],
    ["ssoctl demo --no-input", "only watch"],
  ]);
  return command.action(({ open = false }: { open?: boolean }) =>
    launch(command, (context) => run(open, context)),
  );
};

async function run(opens: boolean, context: Context): Promise<void> {
  const { startSandbox } = await import("../sandbox/server.ts");
  const sandbox = await startSandbox({ port: 0, now: context.now });
  try {
    const environment = { name: "sandbox", kind: "test" } as const;
    const api = await context.openApi({ environment, key: SANDBOX_API_KEY, url: new URL(sandbox.url) });
    await play({ ...context, url: sandbox.url, api, opens });
  } finally {
    await sandbox.close();
  }
}

async function play(stage: Stage): Promise<void> {
  const { output, url, api } = stage;
  output.print(strong("From a customer's domain to active Single Sign-On"));
  step(stage, text`A stand-in for WorkOS is running at ${url}.`);
  const ensured = await ensureTwice(stage);
  const sent = await email(ensured, stage);
  await playTheItAdmin(ensured, sent, stage);
  shows(stage, "org", "status", CUSTOMER, "--wait");
  const provider = await waitInSight("sso", ensured.organization, { waitTimeout: WAIT_TIMEOUT }, api, stage);
  step(stage, text`${strong("SSO is active")}: Acme's people sign in with ${provider}.`);
  output.print(whatNext());
  if (output.format !== "json") return;
  output.result({
    bare: "",
    json: { organization: ensured.organization.id, invited: sent.contact.email, provider },
  });
}

async function ensureTwice(stage: Stage): Promise<Ensured> {
  shows(stage, "org", "ensure", CUSTOMER, "--yes");
  const first = await ensureOrganization(await plan(stage), stage);
  step(
    stage,
    text`No organization for ${CUSTOMER}, so one was created: ${organizationLabel(first.organization)}.`,
  );
  stage.output.print(
    faint(
      text`  ${domainStates(first.organization, parseDomain(CUSTOMER))}: its IT admin proves ownership with a DNS record.`,
    ),
  );
  shows(stage, "org", "ensure", CUSTOMER);
  const second = await ensureOrganization(await plan(stage), stage);
  step(stage, text`Running it again finds the same organization: ${second.organization.id}.`);
  return second;
}

/** Asks nothing, because the sandbox belongs to the demo. */
async function plan({ api }: Stage): Promise<OrganizationPlan> {
  const found = await findOrganization(parseCustomer(CUSTOMER) as Customer, {}, api);
  if (found.kind === "none") return { kind: "create", draft: found.draft };
  if (found.kind === "one") return { ...found, kind: "use", wasAsked: false };
  throw new TypeError(`several organizations have ${CUSTOMER} in a new sandbox`);
}

async function email({ organization }: Ensured, stage: Stage): Promise<SentSetupLink> {
  shows(stage, "link", "email", CUSTOMER, "--to", IT_ADMIN, "--yes");
  const contacts = await stage.api.listItContacts(organization.id);
  const wanted = {
    recipients: [parseRecipient(IT_ADMIN)],
    intents: defaultIntents(organization),
    replace: false,
  } as const;
  const sent = await sendSetupLink(organization, wanted, contacts, stage.api);
  step(stage, text`WorkOS emailed ${sent.contact.email}, Acme's IT admin, a setup link.`);
  stage.output.print(text`  Her inbox: ${inboxOf(stage)}`);
  return sent;
}

async function playTheItAdmin(ensured: Ensured, { contact }: SentSetupLink, stage: Stage): Promise<void> {
  const { output, prompts, url, opens } = stage;
  if (!prompts.available && !opens) {
    const { playItAdmin } = await import("../sandbox/it-admin.ts");
    await playItAdmin(url);
    return step(
      stage,
      text`${contact.email} opened it, verified ${CUSTOMER} and set up Okta without our help.`,
    );
  }
  const portal = opens ? await portalLink(ensured, stage) : undefined;
  output.print(
    portal
      ? text`${strong("Now you are Acme's IT admin.")} Follow the mail in the inbox, or go on in the Admin Portal; choose Okta.`
      : text`${strong("Now you are Acme's IT admin.")} In the inbox, follow the mail and choose Okta.`,
  );
  await openPage("inbox", inboxOf(stage), stage);
  if (portal) await openPage("Admin Portal", portal, stage);
}

async function portalLink({ organization }: Ensured, stage: Stage): Promise<string> {
  shows(stage, "link", "create", CUSTOMER, "--open");
  const { url } = await createPortalLink(
    { organization, action: "found" },
    { intent: "sso" },
    stage.api,
    stage.now,
  );
  step(stage, text`A portal link, for someone on a call: ${url}`);
  return url;
}

async function openPage(what: string, url: string, { output, browser }: Stage): Promise<void> {
  const opened = await browser.open(url);
  output.print(
    faint(
      opened === "opened"
        ? text`  The ${what} is in your browser.`
        : text`  Open the ${what} yourself: it could not be opened (${opened.reason}).`,
    ),
  );
}

function inboxOf({ url }: Stage): string {
  return `${url}/inbox`;
}

/** As one would type it in a second terminal, as long as the demo runs. */
function shows({ output, url }: Stage, ...words: readonly string[]): void {
  const command: CommandLine = ssoctl(...words, "--env", "sandbox").with({ WORKOS_API_URL: url });
  output.print(faint(text`$ ${command}`));
}

function step({ output }: Stage, line: Text): void {
  output.print(text`${good("✔")} ${line}`);
}

function whatNext(): Text[] {
  return [
    strong("Next"),
    text`  With your own WorkOS environment:\t${ssoctl("env", "add", "staging")}`,
    text`  \t${ssoctl("link", "email", ANY_CUSTOMER, "--to", ADDRESS)}`,
    text`  For someone on a call:\t${ssoctl("link", "create", ANY_CUSTOMER)}`,
    text`  Without a key:\t${ssoctl("sandbox")}, then: ${ssoctl("link", "create", "acme.com", "--env", "sandbox")}`,
  ];
}
