import type { Organization, WorkosApi } from "../workos/port.ts";
import { type Domain, parseDomain } from "./domain.ts";
import { hasDomain } from "./lookup.ts";

/** Why an organization may be the one that was meant. */
export type Likeness = "same_name" | "parent_domain" | "sub_domain";

export interface Similar {
  readonly organization: Organization;
  readonly likeness: Likeness;
}

/**
 * Organizations that may be the customer's although none has the domain. It is asked only before one is made, so the
 * common path pays nothing: one request, by name, and the organizations above a sub-domain, which the lookup knows.
 *
 * One that has the domain by now was made by somebody else a moment ago, and is no near miss: `createOnce` finds it.
 */
export async function nearMisses(
  name: string,
  domain: Domain,
  above: readonly Organization[],
  api: WorkosApi,
): Promise<Similar[]> {
  const found = await api.searchByName(name);
  const similar = [
    ...above.map((organization) => ({ organization, likeness: "parent_domain" as const })),
    ...found.flatMap((organization) => likenessOf(organization, name, domain)),
  ];
  return [...new Map(similar.toReversed().map((one) => [one.organization.id, one])).values()].toReversed();
}

function likenessOf(organization: Organization, name: string, { ascii, registrable }: Domain): Similar[] {
  if (hasDomain(organization, ascii)) return [];
  if (organization.domains.some(({ domain }) => registrableOf(domain) === registrable)) {
    return [{ organization, likeness: "sub_domain" }];
  }
  return alike(organization.name) === alike(name) ? [{ organization, likeness: "same_name" }] : [];
}

function registrableOf(stored: string): string | undefined {
  const domain = parseDomain(stored);
  return "refused" in domain ? undefined : domain.registrable;
}

/** A name without what people leave out: case, punctuation, spaces. */
function alike(name: string): string {
  return name
    .normalize("NFKC")
    .toLocaleLowerCase("en")
    .replace(/[\p{P}\p{Z}\p{C}]/gu, "");
}
