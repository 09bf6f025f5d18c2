import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { type Customer, customerLabel } from "../handoff/customer.ts";
import { INTENT_WORDS } from "../handoff/intents.ts";
import { INVITATION_WORDS } from "../handoff/invitation-intents.ts";
import { harmless } from "../harmless.ts";
import type { Done, Entry } from "../history/port.ts";
import { faint, strong, type Text, text, warning } from "../terminal/text.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "./customer.ts";
import { examplesFirst } from "./examples.ts";
import type { Register } from "./launch.ts";

interface HistoryFlags {
  readonly limit: number;
}

const DEFAULT_LIMIT = 20;

export const registerHistory: Register = (program, launch) => {
  const command = program
    .command("history")
    .argument("[customer]", CUSTOMER_ARGUMENT)
    .description(
      "Show what was done from this machine, newest first: organizations created, links made, invitations sent and ended. It holds no links and no keys, and does not know what was done elsewhere.\nNeeds no key. --env shows one environment alone.",
    )
    .option("--limit <n>", "how many at most", toLimit, DEFAULT_LIMIT);
  examplesFirst(command, [
    ["ssoctl history", "what was done lately"],
    ["ssoctl history acme.com", "was it sent already?"],
    ["ssoctl history --json | jq '.entries[].requestIds'", "for WorkOS's support"],
  ]);
  return command.action((typed: string | undefined, flags: HistoryFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string | undefined, { limit }: HistoryFlags, context: Context): Promise<void> {
  const { output, globals, openHistory } = context;
  const customer = typed === undefined ? undefined : await readCustomer(typed, unasked(context));
  const all = (await openHistory().read()).toReversed();
  const chosen = all.filter(isAbout(customer, all)).filter(isIn(globals.env));
  const entries = chosen.slice(0, limit);
  if (entries.length === 0) output.note(nothing(customer, globals.env, all));
  output.result({
    human: table(entries),
    bare: entries.map(bareLine).join("\n"),
    json: { entries },
  });
  const more = chosen.length - entries.length;
  if (more > 0) output.note(faint(text`  ${more} earlier: --limit ${chosen.length}`));
}

/** Whether a domain is really meant need not be asked before something is only looked up on this machine. */
function unasked(context: Context): Context {
  return { ...context, globals: { ...context.globals, yes: true } };
}

/** A domain means every organization that was dealt with under it, also where it was named by its id that time. */
function isAbout(customer: Customer | undefined, all: readonly Entry[]): (entry: Entry) => boolean {
  if (!customer) return () => true;
  const label = customerLabel(customer);
  const named = all.filter((entry) => entry.customer === label).map(({ organization }) => organization.id);
  const ids = new Set([label, ...named]);
  return ({ organization }) => ids.has(organization.id);
}

function isIn(name: string | undefined): (entry: Entry) => boolean {
  return ({ environment }) => name === undefined || environment.name === name;
}

function nothing(customer: Customer | undefined, env: string | undefined, all: readonly Entry[]): Text {
  if (all.length === 0) return text`No history yet: nothing was done from this machine.`;
  const about = customer ? ` for ${customerLabel(customer)}` : "";
  const where = env === undefined ? "" : ` in ${env}`;
  return text`Nothing was done${about}${where} from this machine.`;
}

interface Row {
  readonly time: string;
  readonly environment: string;
  readonly careful: boolean;
  readonly organization: string;
  readonly done: string;
}

function table(entries: readonly Entry[]): Text[] {
  const rows = entries.map(toRow);
  const widest = (cells: readonly string[]) => Math.max(0, ...cells.map((cell) => cell.length));
  const environments = widest(rows.map(({ environment }) => environment));
  const organizations = widest(rows.map(({ organization }) => organization));
  return rows.map(({ time, environment, careful, organization, done }) => {
    const where = environment.padEnd(environments);
    return text`${faint(time)}  ${careful ? warning(where) : where}  ${strong(organization.padEnd(organizations))}  ${done}`;
  });
}

function toRow({ time, environment, organization, customer, done }: Entry): Row {
  return {
    time: localTime(new Date(time)),
    environment: harmless(`${environment.name}${KIND_MARKS[environment.kind]}`),
    careful: environment.kind !== "test",
    organization: `${shortened(harmless(organization.name))} (${harmless(customer)})`,
    done: doneWords(done),
  };
}

const KIND_MARKS = { test: "", live: " · LIVE", unknown: " · UNKNOWN KIND" } as const;
const NAME_WIDTH = 32;

/** So that one long name does not spread the whole table. */
function shortened(name: string): string {
  return name.length > NAME_WIDTH ? `${[...name].slice(0, NAME_WIDTH - 1).join("")}…` : name;
}

function bareLine({ time, environment, organization, done }: Entry): string {
  return [time, environment.name, organization.id, doneWords(done)].map(harmless).join("\t");
}

function doneWords(done: Done): string {
  switch (done.action) {
    case "organization_created":
      return "organization created";
    case "domain_added":
      return `domain ${done.domain} added`;
    case "link_created":
      return `portal link for ${intentWords([done.intent])}`;
    case "message_written":
      return `portal link in a ${done.via === "draft" ? "draft" : "message"}${forWhom(done.to)}, for ${intentWords([done.intent])}`;
    case "invited":
      return invitedWords(done);
    case "invitation_ended":
      return `invitation of ${done.invited} ended`;
  }
}

function invitedWords({ invited, intents, replaced, added }: Extract<Done, { action: "invited" }>): string {
  const instead = replaced === null ? "" : `; that of ${replaced} ended`;
  const besides = added.length === 0 ? "" : `; IT contacts added: ${added.join(", ")}`;
  return `setup link emailed to ${invited}, for ${intentWords(intents)}${instead}${besides}`;
}

function forWhom(addresses: readonly string[]): string {
  return addresses.length === 0 ? "" : ` to ${addresses.join(", ")}`;
}

const WORDS: Readonly<Record<string, string>> = { ...INTENT_WORDS, ...INVITATION_WORDS };

function intentWords(intents: readonly string[]): string {
  return intents.map((intent) => WORDS[intent] ?? intent).join(", ");
}

/** The person's own clock and calendar: `2026-11-23 14:30:12`. */
function localTime(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, "2026-11-23T14:30:12".length).replace("T", " ");
}

function toLimit(typed: string): number {
  if (/^[1-9]\d{0,5}$/u.test(typed)) return Number(typed);
  throw new InvalidArgumentError("It must be a whole number from 1.");
}
