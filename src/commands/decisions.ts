import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { customerLabel } from "../handoff/customer.ts";
import type { CreationPlan, Decisions } from "../handoff/ensure.ts";
import type { Environment } from "../settings/environment.ts";
import type { Organization } from "../workos/port.ts";

type Asker = Pick<Context, "prompts" | "globals">;

/**
 * The decisions of `ensure`: by a person where there is one to ask, by flags elsewhere.
 *
 * @param command how the command begins, to name the one that goes on: `ssoctl link create`
 */
export function decisionsBy(
  asker: Asker,
  environment: Environment,
  command: string,
  { mayCreate }: { mayCreate: boolean },
): Decisions {
  return {
    choose: (candidates, customer) => chooseOne(candidates, customerLabel(customer), command, asker),
    create: async (plan) => {
      if (!mayCreate) throw absent(plan, environment);
      await agreeToVerified(plan, asker);
      return agreeToCreate(plan, environment, asker);
    },
  };
}

function absent({ readableDomain }: CreationPlan, { name }: Environment): Failure {
  return new Failure("no_organization", `No organization has ${readableDomain} in ${name}.`, {
    hint: "Without --no-create it would be made.",
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

async function agreeToCreate(
  plan: CreationPlan,
  environment: Environment,
  { prompts, globals }: Asker,
): Promise<CreationPlan> {
  if (globals.yes) return plan;
  const careful = environment.kind !== "test";
  if (prompts.available) return askToCreate(plan, environment, careful, prompts);
  if (!careful) return plan;
  throw new Failure(
    "refused",
    `Creating "${plan.name}" in ${describeCareful(environment)} needs a yes. Nothing was changed.`,
    {
      hint: `No organization has ${plan.readableDomain} there. To create it, add --yes.`,
    },
  );
}

function describeCareful({ name, kind }: Environment): string {
  return kind === "live" ? `${name}, which is live,` : `${name}, which may be live,`;
}

async function askToCreate(
  plan: CreationPlan,
  { name }: Environment,
  careful: boolean,
  prompts: Asker["prompts"],
): Promise<CreationPlan> {
  const yes = { name: "Yes", value: "yes" } as const;
  const no = { name: "No", value: "no" } as const;
  const rename = { name: "Yes, under another name", value: "rename" } as const;
  const question = `No organization has ${plan.readableDomain}. Create "${plan.name}" in ${name}?`;
  const answer = await prompts.choose(question, careful ? [no, yes, rename] : [yes, no, rename]);
  if (answer === "no") throw declined();
  if (answer === "yes") return plan;
  return { ...plan, name: await prompts.ask("Name", plan.name, checkName) };
}

function checkName(name: string): true | string {
  return name.trim() !== "" || "An organization needs a name.";
}

function declined(): Failure {
  return new Failure("interrupted", "Not created. Nothing was changed.");
}
