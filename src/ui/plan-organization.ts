import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Customer } from "../handoff/customer.ts";
import {
  type Ensured,
  ensureOrganization,
  type OrganizationPlan,
  organizationLine,
  severalHave,
} from "../handoff/ensure-organization.ts";
import type {
  Draft,
  Found,
  Likeness,
  None,
  One,
  OrganizationOptions,
  Several,
  Similar,
} from "../handoff/find-organization.ts";
import { isSameDomain, isVerified } from "../handoff/organization.ts";
import type { Environment } from "../settings/environment.ts";
import { type Text, text, warning } from "../terminal/text.ts";
import type { Organization, WorkosApi } from "../workos/port.ts";
import { cancelled, refuseUnattended } from "./confirm.ts";

type UsePlan = Extract<OrganizationPlan, { kind: "use" }>;

type Asker = Pick<Context, "prompts" | "globals" | "output">;

interface PlanOptions {
  /** The start of a suggested command, for example `ssoctl link create`. */
  readonly command: string;
  /** False with `--no-create`, and for commands that never create. */
  readonly create: boolean;
  /** With `--strict`: do not create if a similar organization exists. */
  readonly strict?: boolean | undefined;
  /** Skips confirmations, because nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** The command asks one question for everything later. */
  readonly askLater?: boolean;
}

/** Asks everything before the first write. @throws Failure `no_organization`, `conflict`, `refused`, `interrupted` */
export async function planOrganization(
  found: Found,
  options: PlanOptions,
  environment: Environment,
  asker: Asker,
): Promise<OrganizationPlan> {
  if (found.kind !== "none") return useFound(found, options.command, asker);
  if (!options.create) throw absent(found, environment);
  if (!options.dryRun) {
    refuseUnattended(environment, asker);
    await confirmVerified(found.draft, asker);
  }
  if (found.similar.length === 0) return confirmCreation(found.draft, options, environment, asker);
  if (options.strict) throw tooSimilar(found, options.command);
  return chooseAmongSimilar(found, options, environment, asker);
}

export async function planToUse(
  found: Found,
  command: string,
  environment: Environment,
  asker: Asker,
): Promise<UsePlan> {
  if (found.kind === "none") throw absent(found, environment);
  return useFound(found, command, asker);
}

async function useFound(found: One | Several, command: string, asker: Asker): Promise<UsePlan> {
  const { domain } = found;
  if (found.kind === "one") return { kind: "use", organization: found.organization, domain, wasAsked: false };
  return { kind: "use", organization: await chooseOne(found, command, asker), domain, wasAsked: true };
}

export function applyPlan(
  plan: OrganizationPlan,
  api: WorkosApi,
  { progress, sleep }: Pick<Context, "progress" | "sleep">,
): Promise<Ensured> {
  const inSight = (milliseconds: number) =>
    progress.during("Waiting for WorkOS to list the organization…", sleep(milliseconds));
  return ensureOrganization(plan, { api, sleep: inSight });
}

export function unusedOptions(
  { organization }: Ensured,
  { name, externalId, domainState }: OrganizationOptions,
  customer: Customer,
): Text[] {
  const own = organization.domains.filter(
    ({ domain }) => customer.kind === "organization" || isSameDomain(domain, customer.domain.ascii),
  );
  const lines = [
    name !== undefined &&
      name !== organization.name &&
      `--name was not used: it is called ${organization.name}.`,
    externalId !== undefined &&
      externalId !== organization.externalId &&
      `--external-id ${externalId} was not set: the organization exists.`,
    domainState === "verified" &&
      !own.some(isVerified) &&
      "--domain-state verified was not used: the organization exists.",
  ];
  return lines.flatMap((line) => (line ? [warning(text`  ${line}`)] : []));
}

function absent({ draft, similar }: None, { name }: Environment): Failure {
  const { readable } = draft.domain;
  return new Failure("no_organization", `No organization for ${readable} in ${name}.`, {
    details: similar.map(similarLine),
    hint: `Check the spelling, or create it: ssoctl org ensure ${readable}`,
    ...(similar.length > 0 && { data: { similar: similar.map(similarJson) } }),
  });
}

async function chooseOne(
  { domain, organizations }: Several,
  command: string,
  { prompts }: Asker,
): Promise<Organization> {
  if (!prompts.available) throw severalHave(domain.readable, organizations, command);
  return prompts.choose(
    `${organizations.length} organizations have ${domain.readable}. Which one?`,
    organizations.map((candidate) => ({ name: organizationLine(candidate), value: candidate })),
  );
}

/** `verified` gives the organization control of sign-in for the domain. */
async function confirmVerified({ domain, domainState }: Draft, { prompts, globals }: Asker): Promise<void> {
  if (domainState !== "verified" || globals.yes) return;
  if (!prompts.available) {
    throw new Failure(
      "refused",
      `--domain-state verified marks ${domain.readable} as verified without a DNS check.`,
      {
        hint: "Pass --yes to confirm.",
      },
    );
  }
  if (!(await prompts.confirm(`Mark ${domain.readable} as verified without a DNS check?`, false)))
    throw cancelled();
}

async function confirmCreation(
  draft: Draft,
  { dryRun, askLater }: PlanOptions,
  environment: Environment,
  { prompts, globals }: Asker,
): Promise<OrganizationPlan> {
  if (globals.yes || !prompts.available || dryRun || askLater) return { kind: "create", draft };
  const yes = { name: "Yes", value: "yes" } as const;
  const no = { name: "No", value: "no" } as const;
  const rename = { name: "Yes, under another name", value: "rename" } as const;
  const question = `No organization for ${draft.domain.readable}. Create "${draft.name}" in ${environment.name}?`;
  const answer = await prompts.choose(
    question,
    environment.kind === "test" ? [yes, no, rename] : [no, yes, rename],
  );
  if (answer === "no") throw cancelled();
  return answer === "yes" ? { kind: "create", draft } : createRenamed(draft, prompts);
}

async function createRenamed(draft: Draft, prompts: Asker["prompts"]): Promise<OrganizationPlan> {
  const name = await prompts.ask("Name", draft.name, checkName);
  return { kind: "create", draft: { ...draft, name: name.trim() } };
}

const LIKENESS_WORDS: Readonly<Record<Likeness, string>> = {
  same_name: "has the same name",
  parent_domain: "has the parent domain",
  sub_domain: "has a related domain",
};

async function chooseAmongSimilar(
  { draft, similar }: None,
  { command }: PlanOptions,
  { name }: Environment,
  { prompts, globals, output }: Asker,
): Promise<OrganizationPlan> {
  if (globals.yes || !prompts.available) {
    for (const one of similar) {
      output.note(warning(text`! ${similarLine(one)}. If it was meant: ${command} ${one.organization.id}`));
    }
    return { kind: "create", draft };
  }
  const create = { kind: "create", draft } as const;
  // Enter selects the first choice, so it must not change any organization.
  const choices: { name: string; value: OrganizationPlan | "no" | "rename" }[] = [
    { name: "Cancel", value: "no" },
    ...similar.map(({ organization }) => ({
      name: `Use ${organization.name} (${domainsOf(organization)}) and add ${draft.domain.readable} to it`,
      value: { kind: "add_domain", organization, domain: draft.domain } as const,
    })),
    { name: `Create "${draft.name}" in ${name}`, value: create },
    { name: "Create it under another name", value: "rename" },
  ];
  for (const one of similar) output.note(text`  ${similarLine(one)}`);
  const answer = await prompts.choose(
    `No organization for ${draft.domain.readable}, but one may be meant.`,
    choices,
  );
  if (answer === "no") throw cancelled();
  return answer === "rename" ? createRenamed(draft, prompts) : answer;
}

function similarLine({ organization, likeness }: Similar): string {
  return `${organization.name} (${organization.id}) ${LIKENESS_WORDS[likeness]}: ${domainsOf(organization)}`;
}

function domainsOf({ domains }: Organization): string {
  return domains.map(({ domain }) => domain).join(", ") || "no domain";
}

function tooSimilar({ draft, similar }: None, command: string): Failure {
  return new Failure("conflict", `No organization for ${draft.domain.readable}, but one may be meant.`, {
    details: similar.map(similarLine),
    hint: `Use it: ${command} ${similar[0]?.organization.id} · or create one: leave out --strict`,
    data: { similar: similar.map(similarJson) },
  });
}

export function similarJson({ organization: { id, name, domains }, likeness }: Similar) {
  return { id, name, domains: domains.map(({ domain }) => domain), likeness };
}

function checkName(name: string): true | string {
  return name.trim() !== "" || "An organization needs a name.";
}
