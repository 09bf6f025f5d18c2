import { Failure } from "../failure.ts";
import type { Intent, InvitationIntent, Organization, WorkosApi } from "../workos/port.ts";
import { activeConnection, activeDirectory, directoryName, providerName } from "./connections.ts";
import { isVerified } from "./domain-state.ts";

export const GOALS = ["sso", "domain", "directory"] as const;

/** What is waited for. */
export type Goal = (typeof GOALS)[number];

/** What a goal is called while it is waited for. */
export const GOAL_WORDS: Readonly<Record<Goal, string>> = {
  sso: "SSO to be active",
  domain: "a verified domain",
  directory: "a directory to be linked",
};

const GOALS_OF: Readonly<Partial<Record<Intent | InvitationIntent, Goal>>> = {
  sso: "sso",
  dsync: "directory",
  directory_sync: "directory",
  domain_verification: "domain",
};

/** What tells that a link for these intents has served; of several, SSO first. `undefined` where nothing in WorkOS does. */
export function goalOf(intents: readonly (Intent | InvitationIntent)[]): Goal | undefined {
  const goals = intents.flatMap((intent) => GOALS_OF[intent] ?? []);
  return goals.includes("sso") ? "sso" : goals[0];
}

interface WaitPorts {
  readonly api: WorkosApi;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Between two looks, in milliseconds: WorkOS suggests 5 to 10 seconds. */
const INTERVAL = 5000;

/**
 * Looks again and again until the goal is reached. A passing fault of the network does not end it.
 *
 * @param limit milliseconds
 * @returns what was reached, in words: `Okta SAML`
 * @throws Failure `timed_out` after the limit; any failure that waiting does not mend, such as a key that was revoked
 */
export async function waitFor(
  goal: Goal,
  organization: Organization,
  limit: number,
  ports: WaitPorts,
): Promise<string> {
  const end = ports.now().getTime() + limit;
  for (;;) {
    const reached = await look(goal, organization, ports.api);
    if (reached !== undefined) return reached;
    const left = end - ports.now().getTime();
    if (left <= 0) throw outOfTime(goal, organization);
    await ports.sleep(Math.min(INTERVAL, left));
  }
}

async function look(goal: Goal, { id }: Organization, api: WorkosApi): Promise<string | undefined> {
  try {
    return await LOOKS[goal](id, api);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "unavailable") throw error;
    return;
  }
}

const LOOKS: Readonly<Record<Goal, (id: Organization["id"], api: WorkosApi) => Promise<string | undefined>>> =
  {
    sso: async (id, api) => {
      const active = activeConnection(await api.listConnections(id));
      return active && providerName(active.type);
    },
    domain: async (id, api) => (await api.getOrganization(id))?.domains.find(isVerified)?.domain,
    directory: async (id, api) => {
      const active = activeDirectory(await api.listDirectories(id));
      return active && directoryName(active.type);
    },
  };

function outOfTime(goal: Goal, { name, id }: Organization): Failure {
  return new Failure("timed_out", `Still waiting for ${GOAL_WORDS[goal]} at ${name}; the time is up.`, {
    hint: `See where they stand: ssoctl org status ${id}`,
  });
}
