import { type Retry, sentence } from "../command-line.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { type Domain, displayDomain, parseDomain } from "../handoff/domain.ts";
import type { OrganizationPlan } from "../handoff/ensure-organization.ts";
import type { Draft, Likeness, None, Similar } from "../handoff/find-organization.ts";
import { cleanName } from "../sanitize.ts";
import type { Environment } from "../settings/environment.ts";
import { text, warning } from "../terminal/text.ts";
import type { Organization } from "../workos/port.ts";
import { cancelled } from "./confirm.ts";

export type Asker = Pick<Context, "prompts" | "globals" | "output">;

export interface ChoiceOptions {
  /** A suggested command, for another customer. */
  readonly retry: Retry;
  /** Skips confirmations, because nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** The command asks one question for everything later. */
  readonly askLater?: boolean;
}

export async function confirmCreation(
  draft: Draft,
  { dryRun, askLater }: ChoiceOptions,
  environment: Environment,
  { prompts, globals }: Asker,
): Promise<OrganizationPlan> {
  if (globals.yes || !prompts.available || dryRun || askLater) return { kind: "create", draft };
  const yes = { name: "Yes", value: "yes" } as const;
  const no = { name: "No", value: "no" } as const;
  const rename = { name: "Yes, under another name", value: "rename" } as const;
  const question = `No organization for ${draft.domain.display}. Create "${draft.name}" in ${environment.name}?`;
  const answer = await prompts.choose(
    question,
    environment.kind === "test" ? [yes, no, rename] : [no, yes, rename],
  );
  if (answer === "no") throw cancelled();
  return answer === "yes" ? { kind: "create", draft } : createRenamed(draft, prompts);
}

async function createRenamed(draft: Draft, prompts: Asker["prompts"]): Promise<OrganizationPlan> {
  const name = await prompts.ask("Name", draft.name, checkName);
  return { kind: "create", draft: { ...draft, name: cleanName(name) } };
}

const LIKENESS_WORDS: Readonly<Record<Likeness, string>> = {
  same_external_id: "has the external id",
  same_name: "has the same name",
  parent_domain: "has the parent domain",
  sub_domain: "has a related domain",
};

/** Enter selects the first choice, so it changes nothing. */
export async function chooseOrganization(
  found: None,
  options: ChoiceOptions,
  environment: Environment,
  asker: Asker,
): Promise<OrganizationPlan> {
  const { draft, similar } = found;
  const { prompts, globals, output } = asker;
  if (globals.yes || !prompts.available) return withoutAsking(found, options, asker);
  for (const one of similar) output.note(text`  ${similarLine(one)}`);
  const answer = await prompts.choose<OrganizationPlan | "cancel" | "rename">(
    `${nobodyHas(found)}${similar.length > 0 ? ", but one may be meant" : ""}.`,
    [
      { name: "Cancel", value: "cancel" as const },
      ...similar.flatMap(({ organization }) => usesOf(organization, draft.domain)),
      ...(hasSameExternalId(found) ? [] : creationsOf(found, environment)),
    ],
  );
  if (answer === "cancel") throw cancelled();
  return answer === "rename" ? createRenamed(draft, prompts) : answer;
}

function usesOf(organization: Organization, domain: Domain): { name: string; value: OrganizationPlan }[] {
  const label = `${organization.name} (${domainsOf(organization)})`;
  return [
    {
      name: `Use ${label} and add ${domain.display} to it`,
      value: { kind: "add_domain", organization, domain },
    },
    {
      name: `Use ${label} without adding a domain`,
      value: { kind: "use", organization, domain: undefined, wasAsked: true },
    },
  ];
}

function creationsOf(found: None, { name }: Environment) {
  const { draft } = found;
  const domains = [...ownDomains(found), draft.domain];
  return [
    ...domains.map((domain) => ({
      name: `Create "${draft.name}"${found.isLink ? ` for ${domain.display}` : ""} in ${name}`,
      value: { kind: "create", draft: { ...draft, domain } } as OrganizationPlan,
    })),
    { name: "Create it under another name", value: "rename" as const },
  ];
}

/** For the host of a pasted link: the domain that it belongs to, if nobody has it. */
function ownDomains({ draft, isLink, similar }: None): Domain[] {
  const isTaken = similar.some(({ likeness }) => likeness === "parent_domain");
  const { ascii, registrable } = draft.domain;
  return isLink && !isTaken && registrable !== ascii ? [parseDomain(registrable)] : [];
}

function nobodyHas(found: None): string {
  const domains = [found.draft.domain, ...ownDomains(found)].map(({ display }) => display);
  return `No organization for ${domains.join(" or ")}`;
}

function hasSameExternalId({ similar }: None): boolean {
  return similar.some(({ likeness }) => likeness === "same_external_id");
}

function withoutAsking(found: None, { retry }: ChoiceOptions, { output }: Asker): OrganizationPlan {
  const { draft, similar } = found;
  if (hasSameExternalId(found)) throw otherDomain(found, retry);
  if (found.isLink) throw hostOfLink(found, retry);
  for (const one of similar) {
    const meant = retry(one.organization.id);
    output.note(warning(text`! ${similarLine(one)}. If it was meant: ${meant}`));
  }
  return { kind: "create", draft };
}

function otherDomain({ draft, similar }: None, retry: Retry): Failure {
  const { externalId = "", domain } = draft;
  const [owner] = similar;
  const id = owner?.organization.id ?? "";
  const adding = retry(domain.readable, "--add-to", id);
  return new Failure(
    "conflict",
    `The external id ${externalId} belongs to ${owner?.organization.name} (${id}), which does not have ${domain.display}.`,
    { hint: sentence`If it is the same customer, add the domain: ${adding}` },
  );
}

function hostOfLink(found: None, retry: Retry): Failure {
  const { similar, draft } = found;
  const domains = [...ownDomains(found), draft.domain].map(({ readable }) => readable);
  const choices = [...similar.map(({ organization }) => organization.id), ...domains];
  return new Failure("usage", `${nobodyHas(found)}. The host of a link may not be the customer's domain.`, {
    details: similar.map(similarLine),
    hint: [
      "Pass the one that you mean: ",
      ...choices.flatMap((choice, index) => [index > 0 ? " · " : "", retry(choice)]),
    ],
    data: { domains, similar: similar.map(similarJson) },
  });
}

export function similarLine({ organization, likeness }: Similar): string {
  return `${organization.name} (${organization.id}) ${LIKENESS_WORDS[likeness]}: ${domainsOf(organization)}`;
}

function domainsOf({ domains }: Organization): string {
  return domains.map(({ domain }) => displayDomain(domain)).join(", ") || "no domain";
}

export function tooSimilar({ draft, similar }: None, retry: Retry): Failure {
  return new Failure("conflict", `No organization for ${draft.domain.display}, but one may be meant.`, {
    details: similar.map(similarLine),
    hint: sentence`Use it: ${retry(similar[0]?.organization.id ?? "")} · or create one: leave out --strict`,
    data: { similar: similar.map(similarJson) },
  });
}

export function similarJson({ organization: { id, name, domains }, likeness }: Similar) {
  return { id, name, domains: domains.map(({ domain }) => domain), likeness };
}

function checkName(name: string): true | string {
  return cleanName(name) !== "" || "An organization needs a name.";
}
