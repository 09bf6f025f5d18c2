import { type Retry, sentence, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { type Concern, type Domain, displayDomain, parseDomain } from "../handoff/domain.ts";
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
import { homograph } from "../handoff/homographs.ts";
import { isSameDomain, isVerified } from "../handoff/organization.ts";
import { cleanName } from "../sanitize.ts";
import type { Environment } from "../settings/environment.ts";
import { type Text, text, warning } from "../terminal/text.ts";
import type { Organization, WorkosApi } from "../workos/port.ts";
import { cancelled, confirm, refuseUnattended } from "./confirm.ts";

type UsePlan = Extract<OrganizationPlan, { kind: "use" }>;

type Asker = Pick<Context, "prompts" | "globals" | "output">;

interface PlanOptions {
  /** Makes suggested commands. */
  readonly retry: Retry;
  /** False with `--no-create`, and for commands that never create. */
  readonly create: boolean;
  /** With `--strict`: do not create if a similar organization exists. */
  readonly strict?: boolean | undefined;
  /** Create it although this domain is not one customer's. */
  readonly allowDomain?: Domain | undefined;
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
  if (found.kind !== "none") return useFound(found, options.retry, asker);
  if (!options.create) throw absent(found, environment);
  await checkDraft(found.draft, options, environment, asker);
  if (options.strict && found.similar.length > 0) throw tooSimilar(found, options.retry);
  if (found.isLink || found.similar.length > 0) return chooseOrganization(found, options, environment, asker);
  return confirmCreation(found.draft, options, environment, asker);
}

/** For `--add-to`: the domain is added to this organization. */
export async function planToAdd(
  found: Found,
  organization: Organization,
  options: PlanOptions,
  environment: Environment,
  asker: Asker,
): Promise<OrganizationPlan> {
  if (found.kind === "several") throw severalHave(found.domain.display, found.organizations, options.retry);
  if (found.kind === "one") {
    if (found.organization.id !== organization.id) throw heldByOther(found, organization);
    return useFound(found, options.retry, asker);
  }
  await checkDraft(found.draft, options, environment, asker);
  const { domain } = found.draft;
  if (!options.dryRun)
    await confirm(`Add ${domain.display} to ${organization.name} (${organization.id})?`, environment, asker);
  return { kind: "add_domain", organization, domain };
}

/** What applies to the domain whether an organization is created for it or it is added to one. */
async function checkDraft(
  draft: Draft,
  { allowDomain, dryRun, retry }: PlanOptions,
  environment: Environment,
  asker: Asker,
): Promise<void> {
  const { domain } = draft;
  if (domain.concern && allowDomain?.ascii !== domain.ascii)
    throw notOneCustomers(domain, domain.concern, retry);
  await confirmHomograph(domain, asker);
  if (dryRun) return;
  refuseUnattended(environment, asker);
  await confirmVerified(draft, asker);
}

export async function planToUse(
  found: Found,
  retry: Retry,
  environment: Environment,
  asker: Asker,
): Promise<UsePlan> {
  if (found.kind === "none") throw absent(found, environment);
  return useFound(found, retry, asker);
}

async function useFound(found: One | Several, retry: Retry, asker: Asker): Promise<UsePlan> {
  const { domain } = found;
  if (found.kind === "one") return { kind: "use", organization: found.organization, domain, wasAsked: false };
  return { kind: "use", organization: await chooseOne(found, retry, asker), domain, wasAsked: true };
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

/** The domain that the organization has, or gets. `undefined` if the user gave an ID. */
export function domainOf(plan: OrganizationPlan): Domain | undefined {
  return plan.kind === "create" ? plan.draft.domain : plan.domain;
}

/** The customer in a printed command: what finds this organization and no other. */
export function customerOf(plan: OrganizationPlan): string {
  const domain = domainOf(plan);
  if (plan.kind === "use" && (plan.wasAsked || !domain)) return plan.organization.id;
  return domain?.readable ?? "";
}

export function unusedOptions(
  { organization }: Ensured,
  { name, externalId, domainState }: OrganizationOptions,
  domain: Domain | undefined,
): Text[] {
  const own = organization.domains.filter((held) => !domain || isSameDomain(held.domain, domain.ascii));
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
  const { domain } = draft;
  const hint = domain.concern
    ? CONCERNS[domain.concern](domain)
    : sentence`Check the spelling, or create it: ${ssoctl("org", "ensure", domain.readable)}`;
  return new Failure("no_organization", `No organization for ${domain.display} in ${name}.`, {
    details: similar.map(similarLine),
    hint,
    ...(similar.length > 0 && { data: { similar: similar.map(similarJson) } }),
  });
}

const CONCERNS: Readonly<Record<Concern, (domain: Domain) => string>> = {
  public_suffix: ({ display }) => `${display} is a public suffix: many owners have domains below it.`,
  consumer: ({ display }) => `${display} is a consumer email domain.`,
  unknown_ending: ({ ascii }) =>
    `There is no top-level domain .${ascii.split(".").at(-1)}. Check the spelling.`,
};

const WHY_NOT: Readonly<Record<Concern, string>> = {
  public_suffix: " Pass the customer's own domain.",
  consumer: " An organization for it would claim strangers' addresses.",
  unknown_ending: "",
};

function notOneCustomers(domain: Domain, concern: Concern, retry: Retry): Failure {
  const { readable, display } = domain;
  const code = concern === "consumer" ? "refused" : "usage";
  const said = concern === "unknown_ending" ? `${display} is not a public domain. ` : "";
  return new Failure(code, `${said}${CONCERNS[concern](domain)}${WHY_NOT[concern]}`, {
    hint: sentence`If you mean it: ${retry(readable, "--allow-domain", readable)}`,
  });
}

function heldByOther({ organization: { id, name }, domain }: One, wanted: Organization): Failure {
  return new Failure(
    "conflict",
    `${name} (${id}) has ${domain?.display}, not ${wanted.name} (${wanted.id}).`,
    {
      hint: sentence`Use it: ${ssoctl("org", "ensure", id)} · or take the domain from it in the WorkOS dashboard first.`,
    },
  );
}

/** @throws Failure `refused`, or `interrupted` */
async function confirmHomograph(domain: Domain, { prompts, globals }: Asker): Promise<void> {
  const likeness = homograph(domain);
  if (!likeness || globals.yes) return;
  const what =
    likeness.because === "mixed_scripts" ? "mixes letters of several scripts" : "has no Latin letters";
  const looks = likeness.imitates === undefined ? "" : `; it looks like ${likeness.imitates}, and is not`;
  const said = `${domain.display} ${what}${looks}.`;
  if (!prompts.available) throw new Failure("refused", said, { hint: "If you mean it, pass --yes." });
  if (!(await prompts.confirm(`${said} Continue?`, false))) throw cancelled();
}

async function chooseOne(
  { domain, organizations }: Several,
  retry: Retry,
  { prompts }: Asker,
): Promise<Organization> {
  if (!prompts.available) throw severalHave(domain.display, organizations, retry);
  return prompts.choose(
    `${organizations.length} organizations have ${domain.display}. Which one?`,
    organizations.map((candidate) => ({ name: organizationLine(candidate), value: candidate })),
  );
}

/** `verified` gives the organization control of sign-in for the domain. */
async function confirmVerified({ domain, domainState }: Draft, { prompts, globals }: Asker): Promise<void> {
  if (domainState !== "verified" || globals.yes) return;
  if (!prompts.available) {
    throw new Failure(
      "refused",
      `--domain-state verified marks ${domain.display} as verified without a DNS check.`,
      {
        hint: "Pass --yes to confirm.",
      },
    );
  }
  if (!(await prompts.confirm(`Mark ${domain.display} as verified without a DNS check?`, false)))
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
  const question = `No organization for ${draft.domain.display}. Create "${draft.name}" in ${environment.name}?`;
  const answer = await prompts.choose(
    question,
    environment.kind === "test" ? [yes, no, rename] : [no, yes, rename],
  );
  if (answer === "no") throw cancelled();
  return answer === "yes" ? { kind: "create", draft } : createRenamed(draft, prompts);
}

async function createRenamed(draft: Draft, prompts: Asker["prompts"]): Promise<OrganizationPlan> {
  const name = await prompts.ask("Name", draft.name, checkName);
  return { kind: "create", draft: { ...draft, name: cleanName(name) } };
}

const LIKENESS_WORDS: Readonly<Record<Likeness, string>> = {
  same_external_id: "has the external id",
  same_name: "has the same name",
  parent_domain: "has the parent domain",
  sub_domain: "has a related domain",
};

/** Enter selects the first choice, so it changes nothing. */
async function chooseOrganization(
  found: None,
  options: PlanOptions,
  environment: Environment,
  asker: Asker,
): Promise<OrganizationPlan> {
  const { draft, similar } = found;
  const { prompts, globals, output } = asker;
  if (globals.yes || !prompts.available) return withoutAsking(found, options, asker);
  for (const one of similar) output.note(text`  ${similarLine(one)}`);
  const answer = await prompts.choose<OrganizationPlan | "cancel" | "rename">(
    `${nobodyHas(found)}${similar.length > 0 ? ", but one may be meant" : ""}.`,
    [
      { name: "Cancel", value: "cancel" as const },
      ...similar.flatMap(({ organization }) => usesOf(organization, draft.domain)),
      ...(hasSameExternalId(found) ? [] : creationsOf(found, environment)),
    ],
  );
  if (answer === "cancel") throw cancelled();
  return answer === "rename" ? createRenamed(draft, prompts) : answer;
}

function usesOf(organization: Organization, domain: Domain): { name: string; value: OrganizationPlan }[] {
  const label = `${organization.name} (${domainsOf(organization)})`;
  return [
    {
      name: `Use ${label} and add ${domain.display} to it`,
      value: { kind: "add_domain", organization, domain },
    },
    {
      name: `Use ${label} without adding a domain`,
      value: { kind: "use", organization, domain: undefined, wasAsked: true },
    },
  ];
}

function creationsOf(found: None, { name }: Environment) {
  const { draft } = found;
  const domains = [...ownDomains(found), draft.domain];
  return [
    ...domains.map((domain) => ({
      name: `Create "${draft.name}"${found.isLink ? ` for ${domain.display}` : ""} in ${name}`,
      value: { kind: "create", draft: { ...draft, domain } } as OrganizationPlan,
    })),
    { name: "Create it under another name", value: "rename" as const },
  ];
}

/** For the host of a pasted link: the domain that it belongs to, if nobody has it. */
function ownDomains({ draft, isLink, similar }: None): Domain[] {
  const isTaken = similar.some(({ likeness }) => likeness === "parent_domain");
  const { ascii, registrable } = draft.domain;
  return isLink && !isTaken && registrable !== ascii ? [parseDomain(registrable)] : [];
}

function nobodyHas(found: None): string {
  const domains = [found.draft.domain, ...ownDomains(found)].map(({ display }) => display);
  return `No organization for ${domains.join(" or ")}`;
}

function hasSameExternalId({ similar }: None): boolean {
  return similar.some(({ likeness }) => likeness === "same_external_id");
}

function withoutAsking(found: None, { retry }: PlanOptions, { output }: Asker): OrganizationPlan {
  const { draft, similar } = found;
  if (hasSameExternalId(found)) throw otherDomain(found, retry);
  if (found.isLink) throw hostOfLink(found, retry);
  for (const one of similar) {
    const meant = retry(one.organization.id);
    output.note(warning(text`! ${similarLine(one)}. If it was meant: ${meant}`));
  }
  return { kind: "create", draft };
}

function otherDomain({ draft, similar }: None, retry: Retry): Failure {
  const { externalId = "", domain } = draft;
  const [owner] = similar;
  const id = owner?.organization.id ?? "";
  const adding = retry(domain.readable, "--add-to", id);
  return new Failure(
    "conflict",
    `The external id ${externalId} belongs to ${owner?.organization.name} (${id}), which does not have ${domain.display}.`,
    { hint: sentence`If it is the same customer, add the domain: ${adding}` },
  );
}

function hostOfLink(found: None, retry: Retry): Failure {
  const { similar, draft } = found;
  const domains = [...ownDomains(found), draft.domain].map(({ readable }) => readable);
  const choices = [...similar.map(({ organization }) => organization.id), ...domains];
  return new Failure("usage", `${nobodyHas(found)}. The host of a link may not be the customer's domain.`, {
    details: similar.map(similarLine),
    hint: [
      "Pass the one that you mean: ",
      ...choices.flatMap((choice, index) => [index > 0 ? " · " : "", retry(choice)]),
    ],
    data: { domains, similar: similar.map(similarJson) },
  });
}

function similarLine({ organization, likeness }: Similar): string {
  return `${organization.name} (${organization.id}) ${LIKENESS_WORDS[likeness]}: ${domainsOf(organization)}`;
}

function domainsOf({ domains }: Organization): string {
  return domains.map(({ domain }) => displayDomain(domain)).join(", ") || "no domain";
}

function tooSimilar({ draft, similar }: None, retry: Retry): Failure {
  return new Failure("conflict", `No organization for ${draft.domain.display}, but one may be meant.`, {
    details: similar.map(similarLine),
    hint: sentence`Use it: ${retry(similar[0]?.organization.id ?? "")} · or create one: leave out --strict`,
    data: { similar: similar.map(similarJson) },
  });
}

export function similarJson({ organization: { id, name, domains }, likeness }: Similar) {
  return { id, name, domains: domains.map(({ domain }) => domain), likeness };
}

function checkName(name: string): true | string {
  return cleanName(name) !== "" || "An organization needs a name.";
}
