import type { Context } from "../context.ts";
import { shorten } from "../failure.ts";
import { type Customer, customerLabel, parseCustomer } from "../handoff/customer.ts";
import { faint, text } from "../terminal/text.ts";

export const CUSTOMER_ARGUMENT = "domain, URL, email address, or org_… ID";

/** Says how it was understood, if that differs from what was typed. @throws Failure `usage` */
export function readCustomer(typed: string, { output }: Pick<Context, "output">): Customer {
  const customer = parseCustomer(typed);
  const understood = customerLabel(customer);
  const remarks = customer.kind === "domain" ? customer.remarks : [];
  if (understood !== typed || remarks.length > 0) {
    const why = remarks.length > 0 ? ` (${remarks.join(", ")})` : "";
    output.note(faint(text`${shorten(typed.trim())} → ${spelled(customer, typed)}${why}`));
  }
  return customer;
}

/** With both forms, unless the other one was typed. */
function spelled(customer: Customer, typed: string): string {
  if (customer.kind === "organization") return customer.id;
  const { ascii, readable, display } = customer.domain;
  return typed.includes(ascii) ? readable : display;
}
