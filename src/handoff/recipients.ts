import { Failure } from "../failure.ts";
import type { Organization, OrganizationDomain } from "../workos/port.ts";
import { isConsumerDomain } from "./consumer-domains.ts";
import { registrableOf } from "./domain.ts";
import type { Recipient } from "./email-address.ts";

/**
 * A setup link decides who signs in at the customer, so it goes to nobody elsewhere: a recipient must be at one of
 * the organization's registered domains (or below it), or be let through by name.
 *
 * @throws Failure `refused` naming the recipients and the flag that lets them through
 */
export function checkRecipients(
  recipients: readonly Recipient[],
  organization: Pick<Organization, "name"> & {
    readonly domains: readonly Pick<OrganizationDomain, "domain">[];
  },
  allowed: readonly Recipient[],
): void {
  const own = new Set(organization.domains.map(({ domain }) => registrableOf(domain)));
  const letThrough = new Set(allowed.map(({ address }) => address.toLowerCase()));
  const foreign = recipients.filter(
    ({ address, domain }) =>
      !letThrough.has(address.toLowerCase()) &&
      (!own.has(domain.registrable) || isConsumerDomain(domain.registrable)),
  );
  if (foreign[0]) throw refusal(foreign, organization);
}

function refusal(foreign: readonly Recipient[], { name }: Pick<Organization, "name">): Failure {
  const addresses = foreign.map(({ readable }) => readable);
  const verb = addresses.length === 1 ? "is" : "are";
  return new Failure("refused", `${addresses.join(", ")} ${verb} not at one of ${name}'s domains.`, {
    hint: `If that is meant: ${addresses.map((address) => `--allow-recipient ${address}`).join(" ")}`,
    data: { recipients: addresses },
  });
}
