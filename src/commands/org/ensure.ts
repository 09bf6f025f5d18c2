import { Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { customerLabel } from "../../handoff/customer.ts";
import { findOrganization, type OrganizationOptions } from "../../handoff/find-organization.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, organizationChanges } from "../../ui/dry-run.ts";
import { addCreationFlags, type CreationFlags, checkCreationFlags, oneOf } from "../../ui/options.ts";
import { applyPlan, planOrganization, similarJson, unusedOptions } from "../../ui/plan-organization.ts";
import { aboveHint, ensuredLine, environmentJson, organizationJson } from "../../ui/views.ts";

interface EnsureOptions extends CreationFlags {
  readonly externalId?: string;
  readonly domainState: OrganizationOptions["domainState"];
  readonly dryRun?: boolean;
}

const SELF = "ssoctl org ensure";

export const registerOrgEnsure: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("find the customer's organization, or create it")
    .description(
      "Find the organization that has the customer's domain, or create it. Running it again finds the same organization.\nPrints the organization's ID.",
    )
    .option("--external-id <id>", "your own ID of the customer")
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
  const customer = await readCustomer(typed, context);
  const { api, environment } = await context.connect(customerLabel(customer));
  const { name, externalId, domainState } = options;
  const wanted = { name, externalId, domainState };
  const found = await findOrganization(customer, wanted, api);
  const plan = await planOrganization(found, { ...options, command: SELF }, environment, context);
  if (options.dryRun) return output.result(dryRunResult(plan, organizationChanges(plan), found, environment));
  const ensured = await applyPlan(plan, api, context);
  const { organization, action } = ensured;
  const above = aboveHint(customer, found, SELF);
  output.done(ensuredLine(ensured, customer));
  for (const line of [...unusedOptions(ensured, wanted, customer), ...(above ? [above] : [])])
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

function checked(options: EnsureOptions): EnsureOptions {
  checkCreationFlags(options);
  const id = options.externalId;
  if (id === "." || id === "..") throw new Failure("usage", "--external-id cannot be . or ..");
  if (id !== undefined && !/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/u.test(id)) {
    throw new Failure("usage", "--external-id takes 1 to 128 ASCII characters.");
  }
  return options;
}
