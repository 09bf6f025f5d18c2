import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { type Customer, type CustomerName, customerLabel } from "../handoff/customer.ts";
import { displayDomain } from "../handoff/domain.ts";
import type { Entry } from "../history/history.ts";
import { sanitize } from "../sanitize.ts";
import { faint, strong, type Text, text, warning } from "../terminal/text.ts";
import { wordsOf } from "../ui/changes.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../ui/customer.ts";

interface HistoryFlags {
  readonly limit: number;
}

const DEFAULT_LIMIT = 20;

export const registerHistory: Register = (command, launch) => {
  command
    .argument("[customer]", CUSTOMER_ARGUMENT)
    .description(
      "Show what was changed from this machine, newest first. It contains no links and no keys, and does not know about other machines or the WorkOS dashboard.\nNeeds no key. --env shows one environment only.",
    )
    .option("--limit <n>", "number of entries to show", toLimit, DEFAULT_LIMIT);
  examplesFirst(command, [
    ["ssoctl history", "the latest changes"],
    ["ssoctl history acme.com", "changes for one customer"],
    ["ssoctl history --json", "with the request IDs that WorkOS support asks for"],
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
    bare: entries.map(toCells),
    json: { entries },
  });
  const more = chosen.length - entries.length;
  if (more > 0) output.note(faint(text`  ${more} earlier: --limit ${chosen.length}`));
}

/** Skips the confirmation of unusual domains, because only this machine is searched. */
function unasked(context: Context): Context {
  return { ...context, globals: { ...context.globals, yes: true } };
}

/** A domain also matches entries that name one of its organizations by ID. */
function isAbout(
  customer: Customer | CustomerName | undefined,
  all: readonly Entry[],
): (entry: Entry) => boolean {
  if (!customer) return () => true;
  if (customer.kind === "name") {
    const wanted = customer.name.toLowerCase();
    return ({ organization }) => organization.name.toLowerCase().includes(wanted);
  }
  const label = customerLabel(customer);
  const named = all.filter((entry) => entry.customer === label).map(({ organization }) => organization.id);
  const ids = new Set<string | null>([label, ...named]);
  ids.delete(null);
  return (entry) => entry.customer === label || ids.has(entry.organization.id);
}

function isIn(name: string | undefined): (entry: Entry) => boolean {
  return ({ environment }) => name === undefined || environment.name === name;
}

function nothing(
  customer: Customer | CustomerName | undefined,
  env: string | undefined,
  all: readonly Entry[],
): Text {
  if (all.length === 0) return text`No history yet on this machine.`;
  const about = customer ? ` for ${customerLabel(customer)}` : "";
  const where = env === undefined ? "" : ` in ${env}`;
  return text`No changes${about}${where} from this machine.`;
}

interface Row {
  readonly time: string;
  readonly environment: string;
  readonly isLive: boolean;
  readonly organization: string;
  readonly change: string;
}

function table(entries: readonly Entry[]): Text[] {
  return entries.map(toRow).map(({ time, environment, isLive, organization, change }) => {
    const where = isLive ? warning(environment) : environment;
    return text`${faint(time)}\t${where}\t${strong(organization)}\t${change}`;
  });
}

function toRow(entry: Entry): Row {
  const { time, environment, organization, customer } = entry;
  return {
    time: localTime(new Date(time)),
    environment: sanitize(`${environment.name}${KIND_MARKS[environment.kind]}`),
    isLive: environment.kind !== "test",
    organization: `${shortened(sanitize(organization.name))} (${displayDomain(customer)})`,
    // The customer is in the row already.
    change: changeWords(entry).replace(displayDomain(customer), customer),
  };
}

const KIND_MARKS = { test: "", live: " · LIVE", unknown: " · UNKNOWN KIND" } as const;
const NAME_WIDTH = 32;

/** Keeps one long name from widening the whole table. */
function shortened(name: string): string {
  return name.length > NAME_WIDTH ? `${[...name].slice(0, NAME_WIDTH - 1).join("")}…` : name;
}

function toCells(entry: Entry): string[] {
  const { time, environment, organization, customer } = entry;
  return [time, environment.name, organization.id ?? "", changeWords(entry), customer];
}

function changeWords(entry: Entry): string {
  const { organization } = entry;
  if ("done" in entry) return wordsOf({ organization, ...entry.done }).history;
  return `not known whether ${wordsOf({ organization, ...entry.unknown }).unknown}`;
}

function localTime(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, "2026-11-23T14:30:12".length).replace("T", " ");
}

function toLimit(typed: string): number {
  if (/^[1-9]\d{0,5}$/u.test(typed)) return Number(typed);
  throw new InvalidArgumentError("Use a whole number from 1.");
}
