import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { afterEnsured, type Decisions, type Ensured, ensure } from "../../handoff/ensure.ts";
import { checkRecipients } from "../../handoff/recipients.ts";
import { limitsOf } from "../creation-flags.ts";
import { CUSTOMER_ARGUMENT, readCustomer } from "../customer.ts";
import { decisionsBy } from "../decisions.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";
import { recordEnsured } from "../recorded.ts";
import { goalToWaitFor, waitAndTell } from "../wait.ts";
import { addEmailFlags, type EmailFlags } from "./email-flags.ts";
import { sendInvitation } from "./email-invitation.ts";
import { writeMessage } from "./email-message.ts";
import { addressed, type EmailWishes, readWishes } from "./email-wishes.ts";

const SELF = "ssoctl link email";

export const registerLinkEmail: Register = (link, launch) => {
  const command = link
    .command("email")
    .argument("<customer>", CUSTOMER_ARGUMENT)
    .summary("have WorkOS email a setup link that still works tomorrow")
    .description(
      "Have WorkOS email the customer's IT admin a setup link. It works for days and can be taken back; one can be active per organization. Prints a cover note to send along.\n--via text and --via draft write a message of your own with a five-minute portal link instead, for someone you are on the phone with.",
    );
  examplesFirst(command, [
    ["ssoctl link email acme.com --to jane@acme.com", "WorkOS emails Jane a setup link"],
    ["ssoctl link email acme.com --via text", "a message to paste, with a five-minute link"],
    ["ssoctl link email acme.com --to jane@acme.com --wait", "and wait until SSO is active"],
  ]);
  return addEmailFlags(command).action((typed: string, flags: EmailFlags) =>
    launch(command, (context) => run(typed, flags, context)),
  );
};

async function run(typed: string, flags: EmailFlags, context: Context): Promise<void> {
  const goal = goalToWaitFor(flags);
  const read = await readWishes(flags, context);
  const customer = await readCustomer(typed, context);
  const wishes = await addressed(read, context);
  const { api, environment } = await context.connect();
  const decisions = careful(decisionsBy(context, environment, SELF, limitsOf(flags)), wishes);
  const ensuring = ensure(customer, { name: flags.name, domainState: "pending" }, decisions, {
    ...context,
    api,
  });
  const ensured = await recordEnsured(ensuring, customer, context);
  const { organization } = ensured;
  checkRecipients(wishes.recipients, organization, wishes.allowed);
  const scene = { ensured, customer, environment, api };
  await (flags.via === "invitation"
    ? sendInvitation(scene, wishes, context).catch(naming(ensured))
    : writeMessage(scene, wishes, context));
  if (goal) await waitAndTell(goal, organization, flags, api, context);
}

/** An organization that was made for an invitation is not forgotten when the invitation fails. */
function naming(ensured: Ensured): (error: unknown) => never {
  return (error) => {
    throw error instanceof Failure ? afterEnsured(error, ensured) : error;
  };
}

/** No organization is made for an email that would be refused afterwards. */
function careful(decisions: Decisions, { recipients, allowed }: EmailWishes): Decisions {
  return {
    ...decisions,
    create: (plan, similar) => {
      checkRecipients(recipients, { name: plan.name, domains: [{ domain: plan.domain }] }, allowed);
      return decisions.create(plan, similar);
    },
  };
}
