import { Option } from "commander";
import type { Connected, Context } from "../../context.ts";
import { Failure, refuse } from "../../failure.ts";
import { type CustomerId, parseCustomer } from "../../handoff/customer.ts";
import type { OrganizationPlan } from "../../handoff/ensure-organization.ts";
import { type Found, findOrganization, type OrganizationOptions } from "../../handoff/find-organization.ts";
import { refuseKey } from "../../handoff/typed.ts";
import { similarJson } from "../../ui/choose-organization.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { CUSTOMER_ARGUMENT, connectTo, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, organizationChanges } from "../../ui/dry-run.ts";
import { addCreationFlags, type CreationFlags, nameFrom, oneOf, retryOf } from "../../ui/options.ts";
import {
  applyPlan,
  domainOf,
  planOrganization,
  planToAdd,
  planToUse,
  unusedOptions,
} from "../../ui/plan-organization.ts";
import { aboveHint, ensuredLine, environmentJson, organizationJson } from "../../ui/views.ts";

interface EnsureOptions extends CreationFlags {
  readonly externalId?: string;
  readonly domainState: OrganizationOptions["domainState"];
  readonly addTo?: CustomerId;
  readonly dryRun?: boolean;
}

const SELF = ["org", "ensure"];

export const registerOrgEnsure: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("find the customer's organization, or create it")
    .description(
      "Find the organization that has the customer's domain, or create it. Running it again finds the same organization.\nPrints the organization's ID.",
    )
    .option("--external-id <id>", "your own ID of the customer")
    .option("--add-to <org_id>", "add the domain to this organization instead", parseAddTo)
    .addOption(
      oneOf(new Option("--domain-state <state>", "verified skips the DNS check"), [
        "pending",
        "verified",
      ]).default("pending"),
    )
    .addOption(dryRunOption());
  addCreationFlags(command);
  examplesFirst(command, [
    ["ssoctl org ensure acme.com", "find or create it"],
    ["ssoctl org ensure jane@acme.com --dry-run", "show the plan"],
    ["ssoctl org ensure acme.com --json --yes", "in a script; in a pipe, only the ID is printed"],
  ]);
  return command.action((typed: string, options: EnsureOptions) =>
    launch(command, (context) => run(typed, checked(options), context)),
  );
};

async function run(typed: string, options: EnsureOptions, context: Context): Promise<void> {
  const { output } = context;
  const given = readCustomer(typed, context);
  const { api, environment, customer } = await connectTo(given, SELF, context);
  const { externalId, domainState } = options;
  const wanted = { name: nameFrom(options), externalId, domainState };
  const found = await findOrganization(customer, wanted, api);
  const plan = await planFor(found, options, { api, environment }, context);
  if (options.dryRun) return output.result(dryRunResult(plan, organizationChanges(plan), found, environment));
  const ensured = await applyPlan(plan, api, context);
  const { organization, action } = ensured;
  const above = aboveHint(found, retryOf(SELF, options));
  output.done(ensuredLine(ensured, domainOf(plan)));
  for (const line of [...unusedOptions(ensured, wanted, domainOf(plan)), ...(above ? [above] : [])])
    output.note(line);
  output.result({
    bare: organization.id,
    json: {
      organization: organizationJson(organization),
      action,
      similar: found.kind === "none" && action === "created" ? found.similar.map(similarJson) : [],
      environment: environmentJson(environment),
      dryRun: false,
    },
  });
}

async function planFor(
  found: Found,
  options: EnsureOptions,
  { api, environment }: Pick<Connected, "api" | "environment">,
  context: Context,
): Promise<OrganizationPlan> {
  const planOptions = { ...options, retry: retryOf(SELF, options) };
  if (!options.addTo) return planOrganization(found, planOptions, environment, context);
  const target = await planToUse(
    await findOrganization(options.addTo, {}, api),
    planOptions.retry,
    environment,
    context,
  );
  return planToAdd(found, target.organization, planOptions, environment, context);
}

function parseAddTo(typed: string): CustomerId {
  const customer = parseCustomer(typed);
  return customer.kind === "organization"
    ? customer
    : refuse("--add-to takes an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.");
}

function checked(options: EnsureOptions): EnsureOptions {
  nameFrom(options);
  const id = options.externalId;
  refuseKey(id ?? "", "an external ID");
  if (id === "." || id === "..") throw new Failure("usage", "--external-id cannot be . or ..");
  if (id !== undefined && !/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/u.test(id)) {
    throw new Failure("usage", "--external-id takes 1 to 128 ASCII characters.");
  }
  return options;
}
