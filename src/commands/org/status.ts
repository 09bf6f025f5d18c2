import { Option } from "commander";
import type { Context } from "../../context.ts";
import { displayDomain } from "../../handoff/domain.ts";
import { findOrganization } from "../../handoff/find-organization.ts";
import { GOALS, type Goal } from "../../handoff/intents.ts";
import { displayAddress } from "../../handoff/recipient.ts";
import {
  activeConnection,
  directoryName,
  type NextStep,
  nextStep,
  providerName,
  readStatus,
  type Status,
} from "../../handoff/status.ts";
import type { Environment } from "../../settings/environment.ts";
import { faint, good, strong, type Text, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { CUSTOMER_ARGUMENT, connectTo, readCustomer } from "../../ui/customer.ts";
import { oneOf, retryOf, type Synonyms } from "../../ui/options.ts";
import { customerOf, planToUse } from "../../ui/plan-organization.ts";
import { environmentJson, organizationJson } from "../../ui/views.ts";
import { addWaitTimeout, checkWait, type WaitFlags, waitAndTell } from "../../ui/wait.ts";
import type { OrganizationDomain } from "../../workos/port.ts";

interface StatusFlags extends WaitFlags {
  readonly wait?: Goal | true;
}

const GOAL_SYNONYMS: Synonyms<Goal> = {
  saml: "sso",
  domain_verification: "domain",
  verified: "domain",
  dsync: "directory",
  directory_sync: "directory",
  scim: "directory",
};

const SELF = ["org", "status"];

export const registerOrgStatus: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("show where setup stands and what is next")
    .description(
      "Show where a customer's setup stands: domains, Single Sign-On (SSO), directory and IT contacts, and what to do next. Changes nothing.\nIn a pipe it prints the state of SSO, such as active or none.",
    )
    .addOption(
      oneOf(
        new Option("--wait [goal]", "wait for sso, domain or directory (default: sso)"),
        GOALS,
        GOAL_SYNONYMS,
      ),
    );
  examplesFirst(command, [
    ["ssoctl org status acme.com", "where they stand"],
    ["ssoctl org status acme.com --wait", "wait until SSO is active"],
    ["ssoctl org status acme.com --wait domain", "wait until the domain is verified"],
  ]);
  return addWaitTimeout(command).action((typed: string, flags: StatusFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string, flags: StatusFlags, context: Context): Promise<void> {
  const { output } = context;
  checkWait(flags);
  const given = readCustomer(typed, context);
  const { api, environment, customer } = await connectTo(given, SELF, context);
  const found = await findOrganization(customer, {}, api);
  const plan = await planToUse(found, retryOf(SELF, {}), environment, context);
  const { organization } = plan;
  if (flags.wait)
    await waitAndTell(flags.wait === true ? "sso" : flags.wait, organization, flags, api, context);
  // The domains may have changed during the wait.
  const current = flags.wait ? ((await api.getOrganization(organization.id)) ?? organization) : organization;
  const status = await readStatus(current, api);
  const next = nextStep(status, customerOf(plan));
  output.result({
    human: view(status, next, environment),
    bare: ssoState(status),
    json: statusJson(
      status,
      { text: next.text, command: next.command ? output.plain(next.command) : null },
      environment,
    ),
  });
}

function ssoState({ connections }: Status): string {
  return (activeConnection(connections) ?? connections[0])?.state ?? "none";
}

function view(status: Status, next: NextStep, { name, kind }: Environment): Text[] {
  const { organization, connections, directories, contacts } = status;
  const sso = connections.map(({ type, state }) => stated(providerName(type), state));
  const directory = directories.map(({ type, state }) => stated(directoryName(type), state));
  const people = contacts
    ? contacts.map(({ email }) => text`${displayAddress(email)}`)
    : [faint("not available with this key")];
  return [
    text`${strong(organization.name)}  ${organization.id}  (${name} · ${kind})`,
    ...row("Domains", organization.domains.map(domainLine)),
    ...row("SSO", sso),
    ...row("Directory", directory),
    ...row("IT contacts", people),
    text`${strong("Next:")} ${next.text}${next.command ? text` ${next.command}` : ""}`,
  ];
}

function row(label: string, lines: readonly Text[]): Text[] {
  const [first = faint("none"), ...others] = lines;
  return [text`  ${label}\t${first}`, ...others.map((line) => text`  \t${line}`)];
}

function stated(name: string, state: string): Text {
  return text`${name.padEnd(15)}\t${state === "active" || state === "linked" ? good(state) : state}`;
}

const DOMAIN_NOTES = new Map([
  ["pending", "  not verified yet"],
  ["failed", "  not verified within 30 days"],
]);

function domainLine({ domain, state }: OrganizationDomain): Text {
  return text`${stated(displayDomain(domain), state)}${faint(DOMAIN_NOTES.get(state) ?? "")}`;
}

function statusJson(status: Status, next: object, environment: Environment) {
  const { organization, connections, directories, contacts } = status;
  return {
    organization: organizationJson(organization),
    sso: ssoState(status),
    connections: connections.map((connection) => ({
      ...connection,
      provider: providerName(connection.type),
    })),
    directories: directories.map((directory) => ({ ...directory, provider: directoryName(directory.type) })),
    itContacts: contacts ?? null,
    next,
    environment: environmentJson(environment),
  };
}
