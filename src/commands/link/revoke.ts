import type { Context } from "../../context.ts";
import { customerLabel } from "../../handoff/customer.ts";
import { ensure } from "../../handoff/ensure.ts";
import { readItContacts, revokeInvitation } from "../../handoff/invitation.ts";
import { strong, text } from "../../terminal/text.ts";
import { agree } from "../agreement.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../customer.ts";
import { decisionsBy } from "../decisions.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";
import { environmentJson, organizationJson } from "../organization-view.ts";
import { deed } from "../recorded.ts";

const SELF = "ssoctl link revoke";

export const registerLinkRevoke: Register = (link, launch) => {
  const command = link
    .command("revoke")
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("take back the setup link that WorkOS emailed")
    .description(
      "Take back the setup link that WorkOS emailed; it stops working. Where there is none, nothing happens.\nA portal link of ssoctl link create cannot be taken back: it ends by itself after five minutes.",
    );
  examplesFirst(command, [
    ["ssoctl link revoke acme.com", "the setup link that WorkOS emailed stops working"],
  ]);
  return command.action((typed: string) => launch(command, (context) => run(typed, context)));
};

async function run(typed: string, context: Context): Promise<void> {
  const { output } = context;
  const customer = await readCustomer(typed, context);
  const { api, environment } = await context.connect();
  const decisions = decisionsBy(context, environment, SELF, { mayCreate: false });
  const { organization } = await ensure(customer, { domainState: "pending" }, decisions, { ...context, api });
  const contacts = await readItContacts(organization, api);
  if (contacts.length > 0)
    await agree(`End the active invitation of ${organization.name}?`, environment, context);
  const revoked = await revokeInvitation(organization, contacts, api);
  if (revoked)
    await context.record(
      deed(customer, organization, { action: "invitation_ended", invited: revoked.email }),
    );
  output.done(
    revoked
      ? text`The invitation of ${strong(revoked.email)} was ended; its link no longer works.`
      : text`${strong(organization.name)} has no active invitation. Nothing was changed.`,
  );
  if (revoked)
    output.note(text`  A new one: ssoctl link email ${customerLabel(customer)} --to ${revoked.email}`);
  output.result({
    human: [],
    bare: revoked?.email ?? "",
    json: {
      organization: organizationJson(organization),
      revoked: revoked?.email ?? null,
      environment: environmentJson(environment),
    },
  });
}
