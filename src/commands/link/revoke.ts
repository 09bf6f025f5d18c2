import type { Context } from "../../context.ts";
import { customerLabel } from "../../handoff/customer.ts";
import { findOrganization } from "../../handoff/find-organization.ts";
import { readItContacts, revokeSetupLink } from "../../handoff/setup-link.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { confirm } from "../../ui/confirm.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, plannedOrganization } from "../../ui/dry-run.ts";
import { requireOrganization } from "../../ui/plan-organization.ts";
import { lastSetupLink, lastSetupLinkWords } from "../../ui/setup-link-history.ts";
import { environmentJson, organizationJson } from "../../ui/views.ts";

const SELF = "ssoctl link revoke";

interface RevokeFlags {
  readonly dryRun?: boolean;
}

export const registerLinkRevoke: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("revoke the setup link that WorkOS emailed")
    .description(
      "Revoke the setup link that WorkOS emailed; it stops working. Where none is active, nothing happens.\nA portal link of ssoctl link create expires by itself after five minutes.\nIn a pipe it prints revoked, or none.",
    )
    .addOption(dryRunOption());
  examplesFirst(command, [
    ["ssoctl link revoke acme.com", "the setup link that WorkOS emailed stops working"],
  ]);
  return command.action((typed: string, flags: RevokeFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string, { dryRun }: RevokeFlags, context: Context): Promise<void> {
  const { output } = context;
  const customer = await readCustomer(typed, context);
  const label = customerLabel(customer);
  const { api, environment } = await context.connect(label);
  const found = await findOrganization(customer, {}, api);
  const organization = await requireOrganization(found, SELF, environment, context);
  const contacts = await readItContacts(organization, api);
  if (dryRun) {
    const plan = { kind: "use", organization } as const;
    const revoking = { organization: plannedOrganization(plan), action: "setup_link_revoked" } as const;
    const changes = contacts.length > 0 ? [revoking] : [];
    return output.result(dryRunResult(plan, changes, found, environment));
  }
  const last = await lastSetupLink(context.openHistory(), organization);
  const emailed = last ? `, emailed to ${lastSetupLinkWords(last)} from this machine` : "";
  if (contacts.length > 0)
    await confirm(`Revoke the active setup link of ${organization.name}${emailed}?`, environment, context);
  const revoked = await revokeSetupLink(organization, contacts, api);
  output.done(
    revoked
      ? text`The setup link of ${strong(organization.name)}${emailed && `${emailed},`} was revoked; it no longer works.`
      : text`${strong(organization.name)} has no active setup link.`,
  );
  if (revoked)
    output.note(text`  Send a new one: ssoctl link email ${label} --to ${last?.email ?? "<address>"}`);
  output.result({
    human: [],
    bare: revoked ? "revoked" : "none",
    json: {
      organization: organizationJson(organization),
      revoked,
      email: (revoked && last?.email) || null,
      environment: environmentJson(environment),
    },
  });
}
