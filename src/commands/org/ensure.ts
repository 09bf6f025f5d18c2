import { Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import type { Customer } from "../../handoff/customer.ts";
import { type Ensured, ensure, planFor, similarTo, type Wishes } from "../../handoff/ensure.ts";
import { type Lookup, lookUp } from "../../handoff/lookup.ts";
import type { Environment } from "../../settings/environment.ts";
import type { Result } from "../../terminal/output.ts";
import { noPrompts } from "../../terminal/prompts.ts";
import { type Text, text, warning } from "../../terminal/text.ts";
import type { WorkosApi } from "../../workos/port.ts";
import { addCreationFlags, type CreationFlags, checkCreationFlags, limitsOf } from "../creation-flags.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../customer.ts";
import { decisionsBy, similarJson } from "../decisions.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";
import {
  ACTION_WORDS,
  aboveHint,
  domainStates,
  environmentJson,
  organizationJson,
  organizationLabel,
} from "../organization-view.ts";
import { recordEnsured } from "../recorded.ts";
import { oneOf } from "../suggestion.ts";

interface EnsureOptions extends CreationFlags {
  readonly externalId?: string;
  readonly domainState: Wishes["domainState"];
  readonly dryRun?: boolean;
}

const SELF = "ssoctl org ensure";

export const registerOrgEnsure: Register = (org, launch) => {
  const command = org
    .command("ensure")
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("find the customer's organization, or create it")
    .description(
      "Find the organization that has the customer's domain, or create it: the same answer however often it is run.\nPrints the organization's id.",
    )
    .option(
      "--external-id <id>",
      "your own id of the customer, from your CRM for instance; finds the organization too",
    )
    .addOption(
      oneOf(
        new Option(
          "--domain-state <state>",
          "of a new organization's domain: pending until they prove that it is theirs; with verified you vouch for it",
        ),
        ["pending", "verified"],
      ).default("pending"),
    )
    .option("--dry-run", "say what would be done, and do nothing");
  addCreationFlags(command);
  examplesFirst(command, [
    ["ssoctl org ensure acme.com", "the organization of acme.com, made if need be"],
    ["ssoctl org ensure jane@acme.com --dry-run", "what would happen"],
    ["id=$(ssoctl org ensure acme.com --yes)", "in a script"],
  ]);
  return command.action((typed: string, options: EnsureOptions) =>
    launch(command, (context) => run(typed, checked(options), context)),
  );
};

async function run(typed: string, options: EnsureOptions, context: Context): Promise<void> {
  const { output } = context;
  const customer = await readCustomer(typed, context);
  const { api, environment } = await context.connect();
  const decisions = decisionsBy(context, environment, SELF, limitsOf(options));
  if (options.dryRun) {
    const lookup = await lookUp(customer, options.externalId, api);
    return preview({ customer, lookup, api, environment }, options, context);
  }
  const ensuring = ensure(customer, options, decisions, { ...context, api });
  const ensured = await recordEnsured(ensuring, customer, context);
  const above = aboveHint(customer, ensured, SELF);
  output.done(summary(ensured, customer));
  if (above) output.note(above);
  if (options.externalId !== undefined && ensured.organization.externalId === null) {
    output.note(warning(`  It has no external id; ${options.externalId} was not written to it.`));
  }
  output.result(result(ensured, environment));
}

interface Preview {
  readonly customer: Customer;
  readonly lookup: Lookup;
  readonly api: WorkosApi;
  readonly environment: Environment;
}

/** What `ensure` would do. What would be a failure is one here too. */
async function preview(
  { customer, lookup, api, environment }: Preview,
  options: EnsureOptions,
  context: Context,
): Promise<void> {
  const { output } = context;
  const agreeing = { output, prompts: noPrompts, globals: { ...context.globals, yes: true } };
  const decisions = decisionsBy(agreeing, environment, SELF, limitsOf(options));
  const [first, second] = lookup.organizations;
  if (first) {
    const organization = second ? await decisions.choose(lookup.organizations, customer) : first;
    output.done(text`${organizationLabel(organization)} would be used. Nothing would be changed.`);
    return output.result(
      result({ organization, action: "found", similar: [] }, environment, { dryRun: true }),
    );
  }
  const plan = planFor(customer, options);
  const look = similarTo(customer, plan, lookup.atRegistrable, api);
  await decisions.create(plan, look);
  const { name, readableDomain, domainState, externalId } = plan;
  output.done(
    text`"${name}" would be created in ${environment.name} with ${readableDomain} (${domainState}). Nothing was done.`,
  );
  output.result({
    bare: "",
    json: {
      organization: null,
      action: "would_create",
      similar: (await look()).map(similarJson),
      plan: { name, domain: readableDomain, domainState, externalId: externalId ?? null },
      environment: environmentJson(environment),
      dryRun: true,
    },
  });
}

function summary({ organization, action }: Ensured, customer: Customer): Text {
  return text`${ACTION_WORDS[action]}${organizationLabel(organization)} · ${domainStates(organization, customer)}`;
}

function result(
  { organization, action, similar }: Pick<Ensured, "organization" | "action" | "similar">,
  environment: Environment,
  { dryRun } = { dryRun: false },
): Result {
  return {
    bare: organization.id,
    json: {
      organization: organizationJson(organization),
      action,
      similar: similar.map(similarJson),
      environment: environmentJson(environment),
      dryRun,
    },
  };
}

/** @throws Failure `usage` */
function checked(options: EnsureOptions): EnsureOptions {
  checkCreationFlags(options);
  const id = options.externalId;
  if (id === "." || id === "..") throw new Failure("usage", "--external-id cannot be a dot or two.");
  if (id !== undefined && !/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/u.test(id)) {
    throw new Failure("usage", "--external-id takes 1 to 128 ASCII characters.");
  }
  return options;
}
