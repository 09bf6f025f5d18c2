import { Failure } from "../failure.ts";
import type { Organization, WorkosReads } from "../workos/port.ts";
import type { Goal } from "./intents.ts";
import { isVerified } from "./organization.ts";
import { activeConnection, activeDirectory, directoryName, providerName } from "./status.ts";

interface WaitPorts {
  readonly api: WorkosReads;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Milliseconds between checks. WorkOS suggests 5 to 10 seconds. */
const INTERVAL = 5000;

/**
 * Ignores temporary network errors. `limit`: milliseconds. Returns what was reached, or `undefined` after the limit.
 * @throws Failure that waiting does not fix, such as a deleted organization or a revoked key
 */
export async function waitFor(
  goal: Goal,
  organization: Organization,
  limit: number,
  ports: WaitPorts,
): Promise<string | undefined> {
  const end = ports.elapsed() + limit;
  for (;;) {
    const { reached, pause, isAsked } = await look(goal, organization, ports.api);
    if (reached !== undefined) return reached;
    const left = end - ports.elapsed();
    if (left > 0) await ports.sleep(Math.min(pause, left));
    if (left <= 0 || (isAsked && pause > left)) return;
  }
}

/** `pause`: milliseconds. `isAsked`: WorkOS asked for the pause. */
async function look(
  goal: Goal,
  organization: Organization,
  api: WorkosReads,
): Promise<{ readonly reached?: string | undefined; readonly pause: number; readonly isAsked?: boolean }> {
  try {
    const [current, reading] = await Promise.allSettled([
      api.getOrganization(organization.id),
      READ[goal](organization.id, api),
    ]);
    if (current.status === "rejected") throw current.reason;
    // For a deleted organization, the other answer can be anything.
    if (!current.value) throw deleted(organization);
    if (reading.status === "rejected") throw reading.reason;
    const reached = goal === "domain" ? current.value.domains.find(isVerified)?.domain : reading.value;
    return { reached, pause: INTERVAL };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "unavailable") throw error;
    const asked = (error.facts.retryAfter ?? 0) * 1000;
    return { pause: Math.max(INTERVAL, asked), isAsked: asked > 0 };
  }
}

type Read = (id: Organization["id"], api: WorkosReads) => Promise<string | undefined>;

const READ: Readonly<Record<Goal, Read>> = {
  sso: async (id, api) => {
    const active = activeConnection(await api.listConnections(id));
    return active && providerName(active.type);
  },
  domain: async () => undefined,
  directory: async (id, api) => {
    const active = activeDirectory(await api.listDirectories(id));
    return active && directoryName(active.type);
  },
};

function deleted({ id, name }: Organization): Failure {
  return new Failure("no_organization", `${name} (${id}) does not exist any more: it was deleted.`);
}
