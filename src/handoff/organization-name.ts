import type { Domain } from "./domain.ts";

/** A first guess at a company's name from its domain: `big-corp.co.uk` → `Big Corp`. */
export function nameFromDomain(domain: Domain): string {
  return domain.label
    .split("-")
    .filter(Boolean)
    .map((word) => word.charAt(0).toLocaleUpperCase("en") + word.slice(1))
    .join(" ");
}
