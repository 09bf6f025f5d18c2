import { Failure } from "../failure.ts";
import type { Connection, Directory, ItContact, Organization, WorkosApi } from "../workos/port.ts";

/** Where a customer stands. */
export interface Status {
  readonly organization: Organization;
  readonly connections: readonly Connection[];
  readonly directories: readonly Directory[];
  /** `undefined` where the environment has no IT contacts API. */
  readonly contacts: readonly ItContact[] | undefined;
}

/** Reads everything about an organization in one round trip. */
export async function readStatus(organization: Organization, api: WorkosApi): Promise<Status> {
  const [connections, directories, contacts] = await Promise.all([
    api.listConnections(organization.id),
    api.listDirectories(organization.id),
    api.listItContacts(organization.id).catch(withoutContactsApi),
  ]);
  return { organization, connections, directories, contacts };
}

function withoutContactsApi(error: unknown): undefined {
  const status = error instanceof Failure ? error.facts.status : undefined;
  if (status !== 403 && status !== 404) throw error;
}
