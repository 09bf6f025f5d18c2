import { createHash } from "node:crypto";
import { type Retry, sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import type { Look, Organization, OrganizationUpdate, WorkosApi } from "../workos/port.ts";
import type { Domain } from "./domain.ts";
import { type Draft, nameFromDomain } from "./find-organization.ts";
import { byAge, creationAge, hasDomain, isSameDomain, isVerified } from "./organization.ts";

export type OrganizationPlan =
  | {
      readonly kind: "use";
      readonly organization: Organization;
      /** The organization must have it. `undefined` if the user gave an ID. */
      readonly domain: Domain | undefined;
      /** The user was prompted after the lookup, so the organization may have changed. */
      readonly wasAsked: boolean;
    }
  | { readonly kind: "create"; readonly draft: Draft }
  | { readonly kind: "add_domain"; readonly organization: Organization; readonly domain: Domain };

export interface Ensured {
  readonly organization: Organization;
  /** `created` only if `created_at` shows that this run created it. */
  readonly action: "found" | "created" | "domain_added";
}

export interface EnsurePorts {
  readonly api: WorkosApi;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** @throws Failure `conflict` if several organizations have the domain (lists all of them) */
export async function ensureOrganization(plan: OrganizationPlan, ports: EnsurePorts): Promise<Ensured> {
  if (plan.kind === "use") {
    const { organization, domain, wasAsked } = plan;
    if (!wasAsked) return { organization, action: "found" };
    return { organization: await confirmed(organization, domain, ports.api), action: "found" };
  }
  if (plan.kind === "create") return createOnce(plan.draft, ports);
  return addDomain(plan.organization, plan.domain, ports);
}

/** After this many keys with stale answers, another key would not help. */
const MOST_KEYS = 10;

/**
 * All runs send the same body and key for a domain, so WorkOS gives each the same organization, even if its lists lag.
 * The run that created it then sets the chosen name. A repeated answer may be stale, so the organization is read again.
 * If it was deleted or lost the domain, every run continues with the same next key.
 */
async function createOnce(draft: Draft, ports: EnsurePorts): Promise<Ensured> {
  const { ascii } = draft.domain;
  const stale: string[] = [];
  for (;;) {
    const look = await lookFor(ascii, ports.api);
    const present = only(look.organizations, draft.domain);
    if (present) return { organization: present, action: "found" };
    const answer = await create(draft, idempotencyKey(ascii, keyAfter(stale)), ports);
    if (answer instanceof Failure) {
      const found = await findAfter(answer, draft, ports);
      if (found && isUnanswered(answer)) return settle(found, look, draft, ports);
      if (found) return { organization: found, action: "found" };
      if (isUnanswered(answer) || stale.filter((one) => one === REFUSED).length === REFUSALS) throw answer;
      stale.push(REFUSED);
    } else {
      const [current, after] = await Promise.all([
        readBack(answer, look, ports),
        lookFor(ascii, ports.api, answer).catch((error: unknown) => {
          throw error instanceof Failure ? notChecked(error, draft.domain) : error;
        }),
      ]);
      if (current && hasDomain(current, ascii)) {
        await checkAlone(current, after.organizations, draft.domain, ports);
        return settle(current, look, draft, ports);
      }
      stale.push(answer.id);
    }
    if (stale.length === MOST_KEYS) throw outOfKeys(draft);
  }
}

function isUnanswered({ facts }: Failure): boolean {
  return facts.delivery === "unanswered";
}

/** Each unanswered attempt may have created one, and lists may show them late. After a refusal, one is enough. */
async function findAfter(
  answer: Failure,
  { domain }: Draft,
  ports: EnsurePorts,
): Promise<Organization | undefined> {
  const enough = isUnanswered(answer) ? Number.POSITIVE_INFINITY : 1;
  return only(await lookUntil(({ length }) => length >= enough, domain.ascii, ports), domain);
}

/** Stands for a refusal in the list of stale IDs. The key is retried once: another run may still be using it. */
const REFUSED = "refused";
const REFUSALS = 2;

/** WorkOS may repeat a refusal whose cause is gone, so a second refusal leads to a new key. */
function keyAfter(stale: readonly string[]): string {
  const last = stale.at(-1) ?? "";
  return last === REFUSED && stale.at(-2) !== REFUSED ? (stale.at(-2) ?? "") : last;
}

/** The same for every run (API reference, "Idempotency"). Keys belong to one API key; lifetime undocumented. */
function idempotencyKey(ascii: string, stale: string): string {
  const hash = createHash("sha256").update(JSON.stringify([ascii, stale]));
  return `ssoctl-${hash.digest("hex").slice(0, 40)}`;
}

/** Returns failures that may mean that another run created it or the answer was lost. Throws all others. */
async function create({ domain }: Draft, key: string, { api }: EnsurePorts): Promise<Organization | Failure> {
  try {
    return await api.createOrganization({ name: nameFromDomain(domain), domain: domain.ascii }, key);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    const { status, reason, delivery } = error.facts;
    const isExplained = reason !== undefined && !TAKEN.test(reason);
    const isRiddle = status === 409 || ((status === 400 || status === 422) && !isExplained);
    if (isRiddle || (delivery === "unanswered" && error.code === "unavailable")) return error;
    throw error;
  }
}

/** Reasons that mean the same as 409: the domain or the key is already in use. */
const TAKEN = /idempoten|domain.*(?:already|in_use|in use|taken|exist)/iu;

/** A new organization may be missing from reads for a moment. An older one that is missing was deleted. */
async function readBack(
  answer: Organization,
  look: Look,
  { api, sleep }: EnsurePorts,
): Promise<Organization | undefined> {
  const read = () => api.getOrganization(answer.id);
  if (creationAge(answer, look.at) === "before") return read();
  return patiently(read, (organization) => organization !== undefined, sleep);
}

async function settle(
  organization: Organization,
  look: Look,
  draft: Draft,
  { api }: EnsurePorts,
): Promise<Ensured> {
  if (creationAge(organization, look.at) !== "since") return { organization, action: "found" };
  // An update may replace all domains, so start from the current ones.
  const current =
    draft.domainState === "verified" ? await confirmed(organization, draft.domain, api) : organization;
  const update = updateFor(current, draft);
  if (!update) return { organization, action: "created" };
  await api.updateOrganization(organization, update);
  return { organization: await confirmed(organization, draft.domain, api), action: "created" };
}

/** The choices not set yet. Another run in the same second may have set its own. */
function updateFor(current: Organization, draft: Draft): OrganizationUpdate | undefined {
  const derived = nameFromDomain(draft.domain);
  const { name, externalId, domainState, domain } = draft;
  const domains = current.domains.map((held) => ({
    domain: held.domain,
    state:
      isVerified(held) || isSameDomain(held.domain, domain.ascii)
        ? ("verified" as const)
        : ("pending" as const),
  }));
  const update = {
    ...(name !== derived && current.name === derived && { name }),
    ...(externalId !== undefined && current.externalId === null && { externalId }),
    ...(domainState === "verified" && { domains }),
  };
  return Object.keys(update).length > 0 ? update : undefined;
}

async function addDomain(organization: Organization, domain: Domain, ports: EnsurePorts): Promise<Ensured> {
  const { api } = ports;
  const { organizations } = await lookFor(domain.ascii, api);
  const present = only(organizations, domain);
  if (present && present.id !== organization.id) throw takenMeanwhile(present, domain);
  if (present) return { organization: present, action: "found" };
  try {
    await api.addDomain(organization, domain.ascii);
  } catch (error) {
    return alreadyAdded(error, organization, domain, api);
  }
  const current = await confirmed(organization, domain, api);
  const { organizations: listed } = await lookFor(domain.ascii, api, current);
  await checkAlone(current, listed, domain, ports);
  return { organization: current, action: "domain_added" };
}

/** After a refusal or a lost answer, only the organization shows whether it has the domain. */
async function alreadyAdded(
  error: unknown,
  { id }: Organization,
  domain: Domain,
  api: WorkosApi,
): Promise<Ensured> {
  if (!(error instanceof Failure)) throw error;
  const { status = 0, delivery } = error.facts;
  const mayBePresent = [400, 409, 422].includes(status);
  if (!mayBePresent && (delivery !== "unanswered" || error.code === "interrupted")) throw error;
  const current = await api.getOrganization(id).catch(() => undefined);
  if (!current || !hasDomain(current, domain.ascii)) throw error;
  return { organization: current, action: delivery === "unanswered" ? "domain_added" : "found" };
}

/** @throws Failure `conflict` if the organization was deleted or does not have the domain */
export async function confirmed(
  { id, name }: Organization,
  domain: Domain | undefined,
  api: Pick<WorkosApi, "getOrganization">,
): Promise<Organization> {
  const current = await api.getOrganization(id);
  if (current && (!domain || hasDomain(current, domain.ascii))) return current;
  const state = current && domain ? `does not have ${domain.display} now` : "does not exist any more";
  throw new Failure("conflict", `${name} (${id}) ${state}: somebody else is changing it.`, {
    hint: "Run the same command again.",
  });
}

/** Lists may lag, so each listed organization is read by ID. `known` was read already. */
async function lookFor(ascii: string, api: WorkosApi, known?: Organization): Promise<Look> {
  const { organizations, at } = await api.findByDomain([ascii]);
  const current = await Promise.all(
    organizations.map((listed) => (listed.id === known?.id ? listed : api.getOrganization(listed.id))),
  );
  const holders = current.filter((organization) => organization !== undefined);
  return { organizations: byAge(holders).filter((organization) => hasDomain(organization, ascii)), at };
}

async function lookUntil(
  isEnough: (organizations: readonly Organization[]) => boolean,
  ascii: string,
  { api, sleep }: EnsurePorts,
  known?: Organization,
): Promise<readonly Organization[]> {
  const look = async () => (await lookFor(ascii, api, known)).organizations;
  return patiently(look, isEnough, sleep);
}

/** If WorkOS ignores keys, several may exist. A list without ours may lack others too, so wait until it shows ours. */
async function checkAlone(
  ours: Organization,
  listed: readonly Organization[],
  domain: Domain,
  ports: EnsurePorts,
): Promise<void> {
  const isListed = (some: readonly Organization[]) => some.some(({ id }) => id === ours.id);
  const all = isListed(listed)
    ? listed
    : await lookUntil(isListed, domain.ascii, ports, ours).catch((error: unknown) => {
        throw error instanceof Failure ? notChecked(error, domain) : error;
      });
  only(isListed(all) ? all : [...all, ours], domain);
}

/** Milliseconds between reads, six seconds in total. How far WorkOS's lists lag behind writes is not documented. */
const PAUSES = [250, 500, 1000, 2000, 2250];

async function patiently<T>(
  read: () => Promise<T>,
  isEnough: (value: T) => boolean,
  sleep: EnsurePorts["sleep"],
): Promise<T> {
  let value = await read();
  for (const pause of PAUSES) {
    if (isEnough(value)) break;
    await sleep(pause);
    value = await read();
  }
  return value;
}

/** With several, a person must choose: the oldest need not be the right one. */
function only(organizations: readonly Organization[], domain: Domain): Organization | undefined {
  if (organizations.length > 1)
    throw severalHave(domain.display, organizations, (id) => ssoctl("org", "ensure", id));
  return organizations[0];
}

export function severalHave(readable: string, organizations: readonly Organization[], retry: Retry): Failure {
  return new Failure("conflict", `${organizations.length} organizations have ${readable}:`, {
    details: organizations.map(organizationLine),
    hint: sentence`Choose one: ${retry(organizations[0]?.id ?? "")} · To have one again: in the WorkOS dashboard, take the domain from the others, or delete them if nobody uses them.`,
    data: { candidates: organizations.map(({ id, name, createdAt }) => ({ id, name, createdAt })) },
  });
}

export function organizationLine({ id, name, createdAt }: Organization): string {
  return `${id}  ${name}  created ${createdAt.slice(0, "2026-01-15".length)}`;
}

function takenMeanwhile({ id, name }: Organization, domain: Domain): Failure {
  return new Failure("conflict", `${name} (${id}) has ${domain.display} by now.`, {
    hint: sentence`Use it: ${ssoctl("org", "ensure", id)}`,
  });
}

function notChecked(error: Failure, { display }: Domain): Failure {
  return error.with({
    hint: `Run the same command again: it checks that no other organization has ${display}.`,
  });
}

function outOfKeys({ domain }: Draft): Failure {
  return new Failure(
    "conflict",
    `WorkOS keeps answering with earlier organizations for ${domain.display}, which do not have it any more.`,
    { hint: "Create the organization in the WorkOS dashboard, then run the same command again." },
  );
}
