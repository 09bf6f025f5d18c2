import { Placeholder, sentence, ssoctl } from "../command-line.ts";
import type { Connected, Context } from "../context.ts";
import { Failure, shorten } from "../failure.ts";
import { type Customer, type CustomerName, customerLabel, parseCustomer } from "../handoff/customer.ts";
import { storedDomain } from "../handoff/domain.ts";
import { searchOrganizations } from "../handoff/find-organization.ts";
import { isVerified } from "../handoff/organization.ts";
import { activeConnection, providerName } from "../handoff/status.ts";
import { faint, text } from "../terminal/text.ts";
import type { Organization, WorkosReads } from "../workos/port.ts";
import { cancelled } from "./confirm.ts";

export const CUSTOMER_ARGUMENT = "domain, URL, email address, org_… ID, or name";

/** Says how it was understood, if that differs from what was typed. @throws Failure `usage` */
export function readCustomer(typed: string, { output }: Pick<Context, "output">): Customer | CustomerName {
  const customer = parseCustomer(typed);
  const understood = customerLabel(customer);
  const remarks = customer.kind === "domain" ? customer.remarks : [];
  if (understood !== typed || remarks.length > 0) {
    const why = remarks.length > 0 ? ` (${remarks.join(", ")})` : "";
    output.note(faint(text`${shorten(typed.trim())} → ${spelled(customer, typed)}${why}`));
  }
  return customer;
}

interface Reached extends Connected {
  readonly customer: Customer;
}

/** A name is searched for, and the user chooses. @param command the start of a suggested command */
export async function connectTo(
  customer: Customer | CustomerName,
  command: readonly string[],
  context: Context,
): Promise<Reached> {
  const connected = await context.connect(customerLabel(customer));
  if (customer.kind !== "name") return { ...connected, customer };
  const organization = await chooseByName(customer, command, connected, context);
  const [first] = organization.domains;
  connected.recordAs(storedDomain(first?.domain ?? "")?.readable ?? organization.id);
  return { ...connected, customer: { kind: "organization", id: organization.id } };
}

interface Match {
  readonly organization: Organization;
  readonly domains: string;
  readonly state: string;
}

/** Enter selects the first choice, so it is none of them. @throws Failure `no_organization`, `usage`, `interrupted` */
async function chooseByName(
  customer: CustomerName,
  command: readonly string[],
  { api, environment }: Connected,
  { prompts, globals }: Context,
): Promise<Organization> {
  const found = await searchOrganizations(customer, api);
  const name = shorten(customer.name);
  if (found.length === 0)
    throw new Failure("no_organization", `No organization is called "${name}" in ${environment.name}.`, {
      hint: sentence`Pass the customer's domain: ${ssoctl(...command, new Placeholder("domain"))}`,
    });
  const matches = await Promise.all(found.map((organization) => toMatch(organization, api, found.length)));
  const count = found.length === 1 ? "1 organization matches" : `${found.length} organizations match`;
  if (globals.yes || !prompts.available) throw severalMatch(`${count} "${name}".`, matches, command);
  const names = columns(
    matches.map(({ organization, domains, state }) => [organization.name, domains, state]),
  );
  const chosen = await prompts.choose<Organization | undefined>(`${count} "${name}". Which one?`, [
    { name: "None of these", value: undefined },
    ...matches.map(({ organization }, index) => ({ name: names[index] ?? "", value: organization })),
  ]);
  if (!chosen) throw cancelled();
  return chosen;
}

/** For more of them, the connections are not read: that is a request for each. */
const MOST_READ = 8;

async function toMatch(organization: Organization, api: WorkosReads, count: number): Promise<Match> {
  const { domains } = organization;
  const connections =
    count > MOST_READ ? [] : await api.listConnections(organization.id).catch(ignoreFailure);
  const active = activeConnection(connections);
  const names = domains.map(({ domain }) => storedDomain(domain)?.readable ?? domain);
  const ownership = domains.some(isVerified) ? "domain verified" : `domain ${domains[0]?.state}`;
  const state = domains.length === 0 ? "" : ownership;
  return {
    organization,
    domains: names.join(", ") || "no domain",
    state: active ? `${providerName(active.type)} active` : state,
  };
}

/** It is only shown to tell them apart. */
function ignoreFailure(error: unknown): [] {
  if (error instanceof Failure && error.code !== "interrupted") return [];
  throw error;
}

function severalMatch(message: string, matches: readonly Match[], command: readonly string[]): Failure {
  const shown = matches.slice(0, MOST_READ);
  const ids = shown.map(({ organization }) => organization.id);
  const more = matches.length > shown.length ? [`and ${matches.length - shown.length} more`] : [];
  return new Failure("usage", message, {
    details: [
      ...columns(shown.map(({ organization: { id, name }, domains, state }) => [id, name, domains, state])),
      ...more,
    ],
    hint: [
      "Pass the one that you mean: ",
      ...ids.flatMap((id, index) => [index > 0 ? " · " : "", ssoctl(...command, id)]),
    ],
    data: {
      candidates: matches.map(({ organization: { id, name, createdAt, domains }, state }) => ({
        id,
        name,
        createdAt,
        domains,
        state,
      })),
    },
  });
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** With both forms, unless the other one was typed. */
function spelled(customer: Customer | CustomerName, typed: string): string {
  if (customer.kind !== "domain") return customerLabel(customer);
  const { ascii, readable, display } = customer.domain;
  return typed.includes(ascii) ? readable : display;
}
