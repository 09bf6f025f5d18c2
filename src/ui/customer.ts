import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { type Customer, customerLabel, parseCustomer } from "../handoff/customer.ts";
import type { Domain } from "../handoff/domain.ts";
import { homograph } from "../handoff/homographs.ts";
import { faint, text } from "../terminal/text.ts";
import { cancelled } from "./confirm.ts";

export const CUSTOMER_ARGUMENT = "domain, URL, email address, or org_… ID";

/** Confirms a domain that may imitate another one. @throws Failure `usage`, `refused` or `interrupted` */
export async function readCustomer(typed: string, context: Asker): Promise<Customer> {
  const customer = parseCustomer(typed);
  const understood = customerLabel(customer);
  if (understood !== typed) context.output.note(faint(text`${typed.trim()} → ${understood}`));
  if (customer.kind === "domain") await confirmHomograph(customer.domain, context);
  return customer;
}

type Asker = Pick<Context, "output" | "prompts" | "globals">;

async function confirmHomograph(domain: Domain, { prompts, globals }: Asker): Promise<void> {
  const likeness = homograph(domain);
  if (!likeness || globals.yes) return;
  const what =
    likeness.because === "mixed_scripts" ? "mixes letters of several scripts" : "has no Latin letters";
  const looks = likeness.imitates === undefined ? "" : `; it looks like ${likeness.imitates}, and is not`;
  const said = `${domain.readable} (${domain.ascii}) ${what}${looks}.`;
  if (!prompts.available) {
    throw new Failure("refused", said, { hint: "If you mean it, pass --yes." });
  }
  if (await prompts.confirm(`${said} Continue?`, false)) return;
  throw cancelled();
}
