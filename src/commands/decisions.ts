import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { customerLabel } from "../handoff/customer.ts";
import type { CreationPlan, Decision, Decisions } from "../handoff/ensure.ts";
import type { Likeness, Similar } from "../handoff/near-misses.ts";
import type { Environment } from "../settings/environment.ts";
import { text, warning } from "../terminal/text.ts";
import type { Organization } from "../workos/port.ts";

type Asker = Pick<Context, "prompts" | "globals" | "output">;

interface Limits {
  /** False with `--no-create`. */
  readonly mayCreate: boolean;
  /** True with `--strict`: an organization that may have been meant is a reason not to create. */
  readonly strict?: boolean | undefined;
}

/**
 * The decisions of `ensure`: by a person where there is one to ask, by flags elsewhere.
 *
 * @param command how the command begins, to name the one that goes on: `ssoctl link create`
 */
export function decisionsBy(
  asker: Asker,
  environment: Environment,
  command: string,
  limits: Limits,
): Decisions {
  return {
    choose: (candidates, customer) => chooseOne(candidates, customerLabel(customer), command, asker),
    create: async (plan, similar) => {
      if (!limits.mayCreate) throw absent(plan, environment);
      refuseUnattended(plan, environment, asker);
      await agreeToVerified(plan, asker);
      const found = await similar();
      if (found.length === 0) return agreeToCreate(plan, environment, asker);
      if (limits.strict) throw tooSimilar(plan, found, command);
      return chooseAmongSimilar(plan, found, environment, command, asker);
    },
  };
}

function absent({ readableDomain }: CreationPlan, { name }: Environment): Failure {
  return new Failure("no_organization", `No organization has ${readableDomain} in ${name}.`, {
    hint: `Check the spelling, or create it: ssoctl org ensure ${readableDomain}`,
  });
}

async function chooseOne(
  candidates: readonly Organization[],
  domain: string,
  command: string,
  { prompts }: Asker,
): Promise<Organization> {
  const said = `${candidates.length} organizations have ${domain}`;
  const lines = candidates.map((candidate) => ({ name: describe(candidate), value: candidate }));
  if (prompts.available) return prompts.choose(`${said}. Which one?`, lines);
  throw new Failure("conflict", `${said}:`, {
    details: lines.map(({ name }) => name),
    hint: `Choose one: ${command} ${candidates[0]?.id}`,
    data: { candidates: candidates.map(({ id, name, createdAt }) => ({ id, name, createdAt })) },
  });
}

function describe({ id, name, createdAt }: Organization): string {
  return `${id}  ${name}  created ${createdAt.slice(0, "2026-01-15".length)}`;
}

/** Where nobody can be asked, an environment that may hold real customers needs `--yes`. */
function refuseUnattended(
  plan: CreationPlan,
  { name, kind }: Environment,
  { prompts, globals }: Asker,
): void {
  if (kind === "test" || prompts.available || globals.yes) return;
  const where = kind === "live" ? `${name}, which is live,` : `${name}, which may be live,`;
  throw new Failure("refused", `Creating "${plan.name}" in ${where} needs a yes. Nothing was changed.`, {
    hint: `No organization has ${plan.readableDomain} there. To create it, add --yes.`,
  });
}

/** `verified` says that someone proved who owns the domain, and gives authority over sign-in at it. */
async function agreeToVerified({ readableDomain, domainState }: CreationPlan, { prompts, globals }: Asker) {
  if (domainState !== "verified" || globals.yes) return;
  const claim = `that ${readableDomain} belongs to this customer was proven elsewhere`;
  if (!prompts.available) {
    throw new Failure("refused", `--domain-state verified says ${claim}. Nothing was changed.`, {
      hint: "If so, add --yes.",
    });
  }
  if (!(await prompts.confirm(`Vouch ${claim}?`, false))) throw declined();
}

async function agreeToCreate(plan: CreationPlan, environment: Environment, asker: Asker): Promise<Decision> {
  const { prompts, globals } = asker;
  if (globals.yes || !prompts.available) return { make: plan };
  const yes = { name: "Yes", value: "yes" } as const;
  const no = { name: "No", value: "no" } as const;
  const rename = { name: "Yes, under another name", value: "rename" } as const;
  const question = `No organization has ${plan.readableDomain}. Create "${plan.name}" in ${environment.name}?`;
  const answer = await prompts.choose(
    question,
    environment.kind === "test" ? [yes, no, rename] : [no, yes, rename],
  );
  if (answer === "no") throw declined();
  if (answer === "yes") return { make: plan };
  return makeRenamed(plan, prompts);
}

async function makeRenamed(plan: CreationPlan, prompts: Asker["prompts"]): Promise<Decision> {
  return { make: { ...plan, name: await prompts.ask("Name", plan.name, checkName) } };
}

const LIKENESS_WORDS: Readonly<Record<Likeness, string>> = {
  same_name: "has the same name",
  parent_domain: "has the parent domain",
  sub_domain: "has a related domain",
};

async function chooseAmongSimilar(
  plan: CreationPlan,
  similar: readonly Similar[],
  { name }: Environment,
  command: string,
  { prompts, globals, output }: Asker,
): Promise<Decision> {
  if (globals.yes || !prompts.available) {
    for (const one of similar) {
      const meant = `If it was meant: ${command} ${one.organization.id}`;
      output.note(warning(text`! ${likenessLine(one)}. ${meant}`));
    }
    return { make: plan };
  }
  // First what Enter takes: it must change no other customer's organization.
  const choices: { name: string; value: Decision | "no" | "rename" }[] = [
    { name: "Cancel", value: "no" },
    ...similar.map(({ organization }) => ({
      name: `Use ${organization.name} (${domainsOf(organization)}) and add ${plan.readableDomain} to it`,
      value: { use: organization },
    })),
    { name: `Create "${plan.name}" in ${name}`, value: { make: plan } },
    { name: "Create it under another name", value: "rename" },
  ];
  for (const one of similar) output.note(text`  ${likenessLine(one)}`);
  const answer = await prompts.choose(
    `No organization has ${plan.readableDomain}, but one may be meant.`,
    choices,
  );
  if (answer === "no") throw declined();
  return answer === "rename" ? makeRenamed(plan, prompts) : answer;
}

function likenessLine({ organization, likeness }: Similar): string {
  return `${organization.name} (${organization.id}) ${LIKENESS_WORDS[likeness]}: ${domainsOf(organization)}`;
}

function domainsOf({ domains }: Organization): string {
  return domains.map(({ domain }) => domain).join(", ") || "no domain";
}

function tooSimilar({ readableDomain }: CreationPlan, similar: readonly Similar[], command: string): Failure {
  return new Failure(
    "conflict",
    `No organization has ${readableDomain}, but one may be meant. Nothing was changed.`,
    {
      details: similar.map(likenessLine),
      hint: `Use it: ${command} ${similar[0]?.organization.id} · or create one: leave out --strict`,
      data: { similar: similar.map(similarJson) },
    },
  );
}

/** A near miss as a program sees it. */
export function similarJson({ organization: { id, name, domains }, likeness }: Similar) {
  return { id, name, domains: domains.map(({ domain }) => domain), likeness };
}

function checkName(name: string): true | string {
  return name.trim() !== "" || "An organization needs a name.";
}

function declined(): Failure {
  return new Failure("interrupted", "Not created. Nothing was changed.");
}
