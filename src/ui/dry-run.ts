import { Option } from "commander";
import type { OrganizationPlan } from "../handoff/ensure-organization.ts";
import type { Found } from "../handoff/find-organization.ts";
import { isSameAddress } from "../handoff/recipient.ts";
import type { SetupLinkPlan } from "../handoff/setup-link.ts";
import type { Change, HistoryEvent, NamedOrganization } from "../journal.ts";
import type { Environment } from "../settings/environment.ts";
import type { Result } from "../terminal/output.ts";
import { faint, text } from "../terminal/text.ts";
import type { ItContact, Organization } from "../workos/port.ts";
import { wordsOf } from "./changes.ts";
import { similarJson } from "./choose-organization.ts";

import { environmentJson, organizationJson } from "./views.ts";

export function dryRunOption(): Option {
  return new Option("--dry-run", "show the plan and change nothing");
}

/** In the order in which they would be made. */
export function organizationChanges(plan: OrganizationPlan): Change[] {
  if (plan.kind === "use") return [];
  const organization = plannedOrganization(plan);
  if (plan.kind === "add_domain")
    return [{ organization, action: "domain_added", domain: plan.domain.readable }];
  const { domain, externalId, domainState } = plan.draft;
  const update: HistoryEvent = {
    action: "organization_updated",
    externalId,
    ...(domainState === "verified" && { domains: [{ domain: domain.readable, state: "verified" }] }),
  };
  return [
    { organization, action: "organization_created", domain: domain.readable },
    ...(externalId !== undefined || domainState === "verified" ? [{ organization, ...update }] : []),
  ];
}

export function setupLinkChanges(
  organization: NamedOrganization,
  { recipients, intents, replace }: SetupLinkPlan,
  contacts: readonly ItContact[],
): Change[] {
  const missing = recipients.filter(
    ({ address }) => !contacts.some(({ email }) => isSameAddress(email, address)),
  );
  return [
    ...(replace && contacts.length > 0 ? [{ organization, action: "setup_link_revoked" } as const] : []),
    ...missing.map(
      ({ readable }) => ({ organization, action: "it_contact_added", email: readable }) as const,
    ),
    { organization, action: "invited", invited: recipients[0].readable, intents },
  ];
}

export function plannedOrganization(plan: OrganizationPlan): NamedOrganization {
  return plan.kind === "create" ? { id: null, name: plan.draft.name } : namedOf(plan.organization);
}

function namedOf({ id, name }: Organization): NamedOrganization {
  return { id, name };
}

export function dryRunResult(
  plan: OrganizationPlan,
  changes: readonly Change[],
  found: Found,
  environment: Environment,
): Result {
  const { id, name } = plannedOrganization(plan);
  const use = id === null ? [] : [["use", "organization", `${name} (${id})`] as const];
  const rows = [...use, ...changes.map((change) => wordsOf(change).plan)];
  return {
    human: rows.map(
      ([verb, object, which]) => text`${faint("would")} ${verb.padEnd(7)} ${object.padEnd(12)}\t${which}`,
    ),
    bare: rows,
    json: {
      dryRun: true,
      organization: plan.kind === "create" ? null : organizationJson(plan.organization),
      changes,
      similar: found.kind === "none" ? found.similar.map(similarJson) : [],
      environment: environmentJson(environment),
    },
  };
}
