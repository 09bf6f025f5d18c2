import { createHash } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Look, Organization, OrganizationUpdate, WorkosApi } from "../workos/port.ts";
import type { Domain } from "./domain.ts";
import { type Draft, nameFromDomain } from "./find-organization.ts";
import { byAge, creationAge, hasDomain, isSameDomain, isVerified } from "./organization.ts";

/** What was decided about the customer's organization; nothing more is asked after it. */
export type OrganizationPlan =
  | {
      readonly kind: "use";
      readonly organization: Organization;
      /** That it must have; none for one that was named by its id. */
      readonly domain: Domain | undefined;
      /** Somebody was asked since it was found, so it may have changed. */
      readonly wasAsked: boolean;
    }
  | { readonly kind: "create"; readonly draft: Draft }
  | { readonly kind: "add_domain"; readonly organization: Organization; readonly domain: Domain };

export interface Ensured {
  /** As it was read back after the last write. */
  readonly organization: Organization;
  /** `created` only where its `created_at` shows that. */
  readonly action: "found" | "created" | "domain_added";
}

export interface EnsurePorts {
  readonly api: WorkosApi;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Carries out what was decided, and answers with an organization that has the customer's domain now.
 *
 * @throws Failure `conflict` naming all organizations that have the domain, where there are several
 */
export async function ensureOrganization(plan: OrganizationPlan, ports: EnsurePorts): Promise<Ensured> {
  if (plan.kind === "use") {
    const { organization, domain, wasAsked } = plan;
    if (!wasAsked) return { organization, action: "found" };
    return { organization: await confirmed(organization, domain, ports.api), action: "found" };
  }
  if (plan.kind === "create") return createOnce(plan.draft, ports);
  return addDomain(plan.organization, plan.domain, ports);
}

/** Each of so many keys was answered with an organization that is out of date: no further key would change that. */
const MOST_KEYS = 10;

/**
 * Creates an organization so that there is one, whatever happens on the way.
 *
 * Everyone sends the same body and the same key for a domain, so that WorkOS answers all of them with one organization,
 * whatever names they chose and however far its lists are behind. A chosen name is set afterwards, by whose request
 * created it. What WorkOS repeats for a key may be out of date: it is read back, and where it lost the domain or is gone,
 * everyone goes on with the same next key.
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

/** After a refusal somebody else's is enough; each unanswered attempt may have created one, which lists show one by one. */
async function findAfter(
  answer: Failure,
  { domain }: Draft,
  ports: EnsurePorts,
): Promise<Organization | undefined> {
  const enough = isUnanswered(answer) ? Number.POSITIVE_INFINITY : 1;
  return only(await lookUntil(({ length }) => length >= enough, domain.ascii, ports), domain);
}

/** In place of a stale id. The same key is tried again first: another request with it may still have been under way. */
const REFUSED = "refused";
const REFUSALS = 2;

/** WorkOS may repeat a refusal for a key after its reason has gone, so the second refusal leads to a key of its own. */
function keyAfter(stale: readonly string[]): string {
  const last = stale.at(-1) ?? "";
  return last === REFUSED && stale.at(-2) !== REFUSED ? (stale.at(-2) ?? "") : last;
}

/**
 * The same key for a domain, whoever asks, from wherever and however often (WorkOS API reference, "Idempotency").
 * WorkOS keeps keys per API key; how long is not documented.
 *
 * @param stale what the key before it was answered with; empty for the first
 */
function idempotencyKey(ascii: string, stale: string): string {
  const hash = createHash("sha256").update(JSON.stringify([ascii, stale]));
  return `ssoctl-${hash.digest("hex").slice(0, 40)}`;
}

/**
 * @returns a failure where somebody else may have been quicker, or the answer was lost: then it is looked again
 * @throws the other failures, and what WorkOS explains, such as a consumer domain
 */
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

/** Reasons that say no more than a 409: somebody else was quicker, or used the key. */
const TAKEN = /idempoten|domain.*(?:already|in_use|in use|taken|exist)/iu;

/** One that was created a moment ago may be missing for a moment, as lists are; an older one that is missing is gone. */
async function readBack(
  answer: Organization,
  look: Look,
  { api, sleep }: EnsurePorts,
): Promise<Organization | undefined> {
  const read = () => api.getOrganization(answer.id);
  if (creationAge(answer, look.at) === "before") return read();
  return patiently(read, (organization) => organization !== undefined, sleep);
}

/** Gives an organization that was created by this run what was chosen for it, and reads it back. */
async function settle(
  organization: Organization,
  look: Look,
  draft: Draft,
  { api }: EnsurePorts,
): Promise<Ensured> {
  if (creationAge(organization, look.at) !== "since") return { organization, action: "found" };
  // An update may replace all domains, so it starts from what is there now.
  const current =
    draft.domainState === "verified" ? await confirmed(organization, draft.domain, api) : organization;
  const update = updateFor(current, draft);
  if (!update) return { organization, action: "created" };
  await api.updateOrganization(organization, update);
  return { organization: await confirmed(organization, draft.domain, api), action: "created" };
}

/** What was chosen and not set yet; somebody who ran this in the same second may have set theirs already. */
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

/** 409, or a lost answer: the organization itself tells whether it has the domain now. */
async function alreadyAdded(
  error: unknown,
  { id }: Organization,
  domain: Domain,
  api: WorkosApi,
): Promise<Ensured> {
  if (!(error instanceof Failure)) throw error;
  const { status, delivery } = error.facts;
  if (status !== 409 && (delivery !== "unanswered" || error.code === "interrupted")) throw error;
  const current = await api.getOrganization(id).catch(() => undefined);
  if (!current || !hasDomain(current, domain.ascii)) throw error;
  return { organization: current, action: delivery === "unanswered" ? "domain_added" : "found" };
}

/** @throws Failure where the organization is gone, or does not have the domain */
export async function confirmed(
  { id, name }: Organization,
  domain: Domain | undefined,
  api: Pick<WorkosApi, "getOrganization">,
): Promise<Organization> {
  const current = await api.getOrganization(id);
  if (current && (!domain || hasDomain(current, domain.ascii))) return current;
  const state = current && domain ? `does not have ${domain.readable} now` : "does not exist any more";
  throw new Failure("conflict", `${name} (${id}) ${state}: somebody else is changing it.`, {
    hint: "Run the same command again.",
  });
}

/**
 * Those that have the domain now: lists may be behind, so each that is listed is read by its id.
 *
 * @param known was read by its id already
 */
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

/**
 * Where WorkOS does not honor keys, several may have been created at the same time. A list that does not show ours yet
 * may lack the others as well, so it is looked at until it does.
 *
 * @throws Failure `conflict` naming all
 */
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

/** Milliseconds between looks. How far WorkOS's lists can be behind its writes is not documented: six seconds are enough for five. */
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

/** @throws Failure `conflict` where there are several: which one is right is for people to say, not for age */
function only(organizations: readonly Organization[], domain: Domain): Organization | undefined {
  if (organizations.length > 1) throw severalHave(domain.readable, organizations, "ssoctl org ensure");
  return organizations[0];
}

/** Several organizations have one domain, and nobody can be asked which one is meant. */
export function severalHave(
  readable: string,
  organizations: readonly Organization[],
  command: string,
): Failure {
  return new Failure("conflict", `${organizations.length} organizations have ${readable}:`, {
    details: organizations.map(organizationLine),
    hint: `Choose one: ${command} ${organizations[0]?.id} · To have one again: in the WorkOS dashboard, take the domain from the others, or delete them if nobody uses them.`,
    data: { candidates: organizations.map(({ id, name, createdAt }) => ({ id, name, createdAt })) },
  });
}

export function organizationLine({ id, name, createdAt }: Organization): string {
  return `${id}  ${name}  created ${createdAt.slice(0, "2026-01-15".length)}`;
}

function takenMeanwhile({ id, name }: Organization, domain: Domain): Failure {
  return new Failure("conflict", `${name} (${id}) has ${domain.readable} by now.`, {
    hint: `Use it: ssoctl org ensure ${id}`,
  });
}

function notChecked(error: Failure, { readable }: Domain): Failure {
  return error.with({
    hint: `Run the same command again: it checks that no other organization has ${readable}.`,
  });
}

function outOfKeys({ domain }: Draft): Failure {
  return new Failure(
    "conflict",
    `WorkOS keeps answering with earlier organizations for ${domain.readable}, which do not have it any more.`,
    { hint: "Create the organization in the WorkOS dashboard, then run the same command again." },
  );
}
