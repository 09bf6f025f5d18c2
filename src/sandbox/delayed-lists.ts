import type { MiddlewareHandler } from "hono";
import type { SandboxState } from "./state.ts";

type Listed = Pick<
  SandboxState,
  "organizations" | "organizationDomains" | "connections" | "directories" | "itContacts"
>;

/** What lists showed at that moment, in milliseconds of the state's clock. */
export interface ListSnapshot extends Listed {
  readonly at: number;
}

/**
 * Remembers what lists show after each request, as long as a list may have to answer from it. What a test changes in the
 * state directly counts from the next request on.
 */
export function keepListSnapshots(state: SandboxState): MiddlewareHandler {
  return async (_context, next) => {
    await next();
    if (state.world.listDelay === 0) return;
    const { organizations, organizationDomains, connections, directories, itContacts, listSnapshots } = state;
    const listed = { organizations, organizationDomains, connections, directories, itContacts };
    const outdated = listSnapshots.findLastIndex(({ at }) => at <= horizonOf(state));
    if (outdated > 0) listSnapshots.splice(0, outdated);
    listSnapshots.push({ at: state.now().getTime(), ...structuredClone(listed) });
  };
}

/** The state as lists show it: `listDelay` ago. */
export function asListed(state: SandboxState): SandboxState {
  if (state.world.listDelay === 0) return state;
  const seen = state.listSnapshots.findLast(({ at }) => at <= horizonOf(state));
  return { ...state, ...(seen ?? nothing()) };
}

function horizonOf({ now, world }: SandboxState): number {
  return now().getTime() - world.listDelay;
}

function nothing(): Listed {
  return {
    organizations: new Map(),
    organizationDomains: new Map(),
    connections: new Map(),
    directories: new Map(),
    itContacts: new Map(),
  };
}
