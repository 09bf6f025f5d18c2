import { type Retry, sentence, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Concern, Domain } from "../handoff/domain.ts";
import {
  type Ensured,
  ensureOrganization,
  type OrganizationPlan,
  organizationLine,
  severalHave,
} from "../handoff/ensure-organization.ts";
import type { Draft, Found, None, One, OrganizationOptions, Several } from "../handoff/find-organization.ts";
import { homograph } from "../handoff/homographs.ts";
import { isSameDomain, isVerified } from "../handoff/organization.ts";
import type { Environment } from "../settings/environment.ts";
import { type Text, text, warning } from "../terminal/text.ts";
import type { Organization, WorkosApi } from "../workos/port.ts";
import {
  type Asker,
  type ChoiceOptions,
  chooseOrganization,
  confirmCreation,
  similarJson,
  similarLine,
  tooSimilar,
} from "./choose-organization.ts";
import { cancelled, confirm, refuseUnattended } from "./confirm.ts";

type UsePlan = Extract<OrganizationPlan, { kind: "use" }>;

interface PlanOptions extends ChoiceOptions {
  /** False with `--no-create`, and for commands that never create. */
  readonly create: boolean;
  /** With `--strict`: do not create if a similar organization exists. */
  readonly strict?: boolean | undefined;
  /** Create it although this domain is not one customer's. */
  readonly allowDomain?: Domain | undefined;
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
