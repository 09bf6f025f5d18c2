import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { NewOrganization, Organization, WorkosApi } from "../workos/port.ts";
import { idempotencyKey } from "./idempotency.ts";
import { byAge, hasDomain } from "./lookup.ts";
import { withdraw } from "./withdrawal.ts";

/** What came of a creation: made by us, or by somebody else in the same moment. */
export interface Settled {
  readonly organization: Organization;
  readonly action: "created" | "found";
}

/**
 * Makes an organization so that one remains, whatever happens on the way.
 *
 * WorkOS lets several organizations have one domain, and an answer can be lost after the work was done. So the domain
 * is looked up again after every attempt. Of several, the oldest wins: everyone who looks sees the same one as the
 * oldest, and only who made a younger one a moment ago takes it back.
 *
 * @throws Failure that says what is known to have been done
 */
export async function createOnce(wanted: NewOrganization, api: WorkosApi): Promise<Settled> {
  const attempt = await tryToCreate(wanted, idempotencyKey(wanted), api);
  const present = await lookAgain(wanted, attempt, api);
  if (attempt instanceof Failure) return afterFailure(attempt, wanted, present);
  if (present.some(({ id }) => id === attempt.id)) return settle(attempt, present, api);
  return afterAbsence(attempt, wanted, present, api);
}

/** A conflict or a refusal is looked into as well: somebody else may have been quicker. */
async function tryToCreate(
  wanted: NewOrganization,
  key: string,
  api: WorkosApi,
): Promise<Organization | Failure> {
  try {
    return await api.createOrganization(wanted, key);
  } catch (error) {
    if (error instanceof Failure && error.code !== "unauthorized" && error.code !== "interrupted")
      return error;
    throw error instanceof Failure ? error.after(outcomeOf(error, wanted)) : error;
  }
}

async function lookAgain(
  wanted: NewOrganization,
  attempt: Organization | Failure,
  api: WorkosApi,
): Promise<readonly Organization[]> {
  try {
    const found = await api.findByDomain([wanted.domain]);
    return byAge(found).filter((organization) => hasDomain(organization, wanted.domain));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw attempt instanceof Failure ? lost(attempt, wanted) : unchecked(error, attempt);
  }
}

function afterFailure(
  failure: Failure,
  wanted: NewOrganization,
  [first, second]: readonly Organization[],
): Settled {
  if (first && !second) return { organization: first, action: "found" };
  if (first && second) throw unsettled([first, second]);
  throw failure.code === "unavailable" ? lost(failure, wanted) : failure.after("Nothing was changed.");
}

/**
 * The organization that was answered is not among those of the domain. Either the key was remembered for one that was
 * deleted since, and it is made anew under a fresh key; or the list is behind, and the organization is there.
 */
async function afterAbsence(
  answered: Organization,
  wanted: NewOrganization,
  present: readonly Organization[],
  api: WorkosApi,
): Promise<Settled> {
  const [first] = present;
  if (await api.getOrganization(answered.id)) return settle(answered, byAge([...present, answered]), api);
  if (first) return afterFailure(new Failure("conflict", "It was made by somebody else."), wanted, present);
  const anew = await tryToCreate(wanted, randomUUID(), api);
  const now = await lookAgain(wanted, anew, api);
  return anew instanceof Failure ? afterFailure(anew, wanted, now) : settle(anew, byAge([...now, anew]), api);
}

/** @param present all that have the domain, oldest first, ours among them */
async function settle(
  ours: Organization,
  present: readonly Organization[],
  api: WorkosApi,
): Promise<Settled> {
  const [oldest = ours] = present;
  if (oldest.id === ours.id) return { organization: ours, action: "created" };
  if (await withdraw(ours, api)) return { organization: oldest, action: "found" };
  throw unsettled([oldest, ours], ours);
}

/** Whatever the reason, the person is told what may have been done. */
function lost(failure: Failure, wanted: NewOrganization): Failure {
  return failure.after(outcomeOf(failure, wanted), {
    hint: `Run the same command again: it finds the organization if it was made.`,
  });
}

function outcomeOf({ isUndecided }: Failure, { name }: NewOrganization): string {
  return isUndecided ? `Whether ${name} was created is not known.` : "Nothing was changed.";
}

function unchecked(failure: Failure, { id, name }: Organization): Failure {
  return failure.after(`${name} (${id}) was created, but whether somebody else made one too is not known.`, {
    hint: "Run the same command again: it finds what is there.",
    data: { organization: { id, name } },
  });
}

/** @param made the one of them that is known to be ours */
function unsettled(organizations: readonly [Organization, Organization], made?: Organization): Failure {
  return new Failure("conflict", "Two organizations were made for the domain at the same time:", {
    details: organizations.map(({ id, name, createdAt }) => `${id}  ${name}  created ${createdAt}`),
    hint: `The older one is ${organizations[0].id}. Delete the other one in the WorkOS dashboard if nobody uses it.`,
    data: {
      candidates: organizations.map(({ id, name, createdAt }) => ({ id, name, createdAt })),
      ...(made && { organization: { id: made.id, name: made.name } }),
    },
  });
}
