import { ADDRESS, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { confirmed } from "../../handoff/ensure-organization.ts";
import { findOrganization } from "../../handoff/find-organization.ts";
import { expiryWords } from "../../handoff/portal-link.ts";
import { isSameAddress, readableAddress } from "../../handoff/recipient.ts";
import { readItContacts, revokeSetupLink } from "../../handoff/setup-link.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { confirm, isAsked } from "../../ui/confirm.ts";
import { CUSTOMER_ARGUMENT, connectTo, readCustomer } from "../../ui/customer.ts";
import { dryRunOption, dryRunResult, plannedOrganization } from "../../ui/dry-run.ts";
import { retryOf } from "../../ui/options.ts";
import { customerOf, planToUse } from "../../ui/plan-organization.ts";
import {
  knownSetupLink,
  type LastSetupLink,
  lastSetupLinkWords,
  whyMaybeActive,
} from "../../ui/setup-link-history.ts";
import { environmentJson, organizationJson } from "../../ui/views.ts";
import type { ItContact, Organization, WorkosReads } from "../../workos/port.ts";

const SELF = ["link", "revoke"];

interface RevokeFlags {
  readonly dryRun?: boolean;
}

export const registerLinkRevoke: Register = (command, launch) => {
  command
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("revoke the setup link that WorkOS emailed")
    .description(
      `Revoke the setup link that WorkOS emailed; it stops working. A portal link of ssoctl link create ${expiryWords()} by itself.\nIn a pipe it prints revoked or none.`,
    )
    .addOption(dryRunOption());
  examplesFirst(command, [["ssoctl link revoke acme.com", "the emailed setup link stops working"]]);
  return command.action((typed: string, flags: RevokeFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string, { dryRun }: RevokeFlags, context: Context): Promise<void> {
  const { output } = context;
  const given = readCustomer(typed, context);
  const { api, environment, customer } = await connectTo(given, SELF, context);
  const found = await findOrganization(customer, {}, api);
  const plan = await planToUse(found, retryOf(SELF, {}), environment, context);
  const known = await knownSetupLink(context.openHistory(), plan.organization);
  const last = typeof known === "object" ? known : undefined;
  const planned = await readContacts(plan.organization, last, api, context);
  if (dryRun) {
    const revoking = { organization: plannedOrganization(plan), action: "setup_link_revoked" } as const;
    return output.result(dryRunResult(plan, planned.length > 0 ? [revoking] : [], found, environment));
  }
  const isConfirmed = planned.length > 0 && isAsked(context);
  if (planned.length > 0) {
    if (last && !isConfirmed) output.note(text`  ${lastSetupLinkWords(last)}.`);
    // A colleague may have sent another one since.
    const why = whyMaybeActive(known === "revoked" ? "none" : known, planned);
    await confirm(`${why} Revoke it?`, environment, context);
  }
  // During the prompt, contacts may be added, and the organization may lose the domain.
  const organization = await confirmed(plan.organization, plan.domain, api);
  const contacts = isConfirmed ? await readContacts(organization, last, api, context) : planned;
  const revokedBy = await revokeSetupLink(organization, contacts, api);
  const isLast = revokedBy !== undefined && last?.isSure && isSameAddress(revokedBy.email, last.email);
  output.done(
    revokedBy
      ? text`The setup link of ${strong(organization.name)} was revoked; it no longer works.`
      : text`${strong(organization.name)} has no active setup link.`,
  );
  if (revokedBy)
    output.note(
      text`  Send a new one: ${ssoctl("link", "email", customerOf(plan), "--to", isLast ? readableAddress(last.email) : ADDRESS)}`,
    );
  output.result({
    human: [],
    bare: revokedBy ? "revoked" : "none",
    json: {
      organization: organizationJson(organization),
      revoked: revokedBy !== undefined,
      email: isLast ? last.email : null,
      environment: environmentJson(environment),
    },
  });
}

/** Milliseconds for which WorkOS may not list a new contact yet. */
const LIST_DELAY = 6000;

/** The contact that was emailed last from this machine comes first, as the most likely choice. */
async function readContacts(
  organization: Organization,
  last: LastSetupLink | undefined,
  api: WorkosReads,
  { now, sleep, progress }: Pick<Context, "now" | "sleep" | "progress">,
): Promise<ItContact[]> {
  const read = () => readItContacts(organization, OTHER_WAY, api);
  const isLast = ({ email }: ItContact) => last !== undefined && isSameAddress(email, last.email);
  const contacts = await read();
  const age = last ? now().getTime() - last.at.getTime() : Number.POSITIVE_INFINITY;
  if (age >= LIST_DELAY || contacts.some(isLast))
    return contacts.sort((a, b) => Number(isLast(b)) - Number(isLast(a)));
  await progress.during("Waiting for WorkOS to list the contact…", sleep(LIST_DELAY - Math.max(age, 0)));
  return read();
}

const OTHER_WAY = "Revoke it on the organization's page in the WorkOS dashboard.";
