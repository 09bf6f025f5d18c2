import { Failure } from "../failure.ts";
import type { Organization, WorkosApi } from "../workos/port.ts";

/**
 * Takes back an organization that this process made a moment ago, because an older one has the domain. Only while it
 * is untouched: no connection, no directory, no contact and no other domain.
 *
 * @returns whether it is gone
 */
export async function withdraw({ id }: Organization, api: WorkosApi): Promise<boolean> {
  try {
    const current = await api.getOrganization(id);
    if (!current) return true;
    if (current.domains.length !== 1 || !(await isEmpty(id, api))) return false;
    await api.deleteOrganization(id);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

async function isEmpty(id: Organization["id"], api: WorkosApi): Promise<boolean> {
  const [connections, directories, contacts] = await Promise.all([
    api.listConnections(id),
    api.listDirectories(id),
    api.listItContacts(id).catch(noContactsApi),
  ]);
  return connections.length + directories.length + contacts.length === 0;
}

/** Where there is no IT contacts API, there are no contacts. */
function noContactsApi(error: unknown): [] {
  const status = error instanceof Failure ? error.facts.status : undefined;
  if (status === 403 || status === 404) return [];
  throw error;
}
