import { Failure } from "../failure.ts";
import { type Customer, customerLabel, parseCustomer } from "../handoff/customer.ts";
import type { Refusal } from "../handoff/refusal.ts";
import type { Output } from "../terminal/output.ts";
import { faint, text } from "../terminal/text.ts";

export const CUSTOMER_ARGUMENT = "a domain, a URL, an email address, or an org_… id";

/**
 * The customer a command is about. What was understood is said whenever it is not what was typed.
 *
 * @throws Failure `usage` or `refused`
 */
export function readCustomer(typed: string, output: Output): Customer {
  const customer = accepted(parseCustomer(typed));
  const understood = customerLabel(customer);
  if (understood !== typed) output.note(faint(text`${typed.trim()} → ${understood}`));
  return customer;
}

/** @throws Failure with the refusal's sentence */
export function accepted<T extends object | string>(parsed: T | Refusal): T {
  if (typeof parsed === "object" && "refused" in parsed) {
    throw new Failure(parsed.refused, parsed.because, { hint: parsed.hint });
  }
  return parsed;
}
