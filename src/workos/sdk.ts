import { DomainDataState, WorkOS } from "@workos-inc/node";
import { Failure } from "../failure.ts";
import { toConnection, toDirectory, toItContact, toLink, toOrganization } from "./answers.ts";
import type { Transport } from "./http.ts";
import type { NewOrganization, PortalLinkRequest, WorkosApi } from "./port.ts";
import { fetchBy } from "./sdk-fetch.ts";

export interface SdkOptions {
  readonly key: string;
  /** Scheme, host and port; WorkOS's API has no path before its routes. */
  readonly url: URL;
  readonly transport: Transport;
}

const PAGE = 100;

/** The official SDK behind the port. The only file that knows it. */
export function createWorkosApi({ key, url, transport }: SdkOptions): WorkosApi {
  const workos = new WorkOS({
    apiKey: key,
    apiHostname: url.hostname,
    https: url.protocol === "https:",
    ...(url.port !== "" && { port: Number(url.port) }),
    fetchFn: fetchBy(transport),
    // The transport retries and keeps time.
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
  });
  const { organizations, adminPortal, sso, directorySync, organizationDomains } = workos;
  return {
    checkKey: () =>
      asked(async () => {
        await organizations.listOrganizations({ limit: 1 });
      }),
    findByDomain: (domains) =>
      asked(async () => {
        const page = await organizations.listOrganizations({
          domains: [...domains],
          limit: PAGE,
          order: "asc",
        });
        return page.data.map(toOrganization);
      }),
    searchByName: (name) =>
      asked(async () => {
        // The SDK's types lack `search`; it passes it on.
        const query = { search: name, limit: PAGE } as Parameters<typeof organizations.listOrganizations>[0];
        return (await organizations.listOrganizations(query)).data.map(toOrganization);
      }),
    getOrganization: (id) =>
      askedOrNotFound(async () => toOrganization(await organizations.getOrganization(id))),
    getByExternalId: (externalId) =>
      askedOrNotFound(async () =>
        toOrganization(await organizations.getOrganizationByExternalId(externalId)),
      ),
    createOrganization: (organization, idempotencyKey) =>
      asked(async () =>
        toOrganization(await organizations.createOrganization(creation(organization), { idempotencyKey })),
      ),
    addDomain: (organizationId, domain) =>
      asked(async () => {
        await organizationDomains.createOrganizationDomain({ organizationId, domain });
      }),
    deleteOrganization: (id) => asked(() => organizations.deleteOrganization(id)),
    createPortalLink: (request) =>
      asked(async () => toLink(await adminPortal.generateLink(linkRequest(request)))),
    listConnections: (organizationId) =>
      asked(async () => {
        const page = await sso.listConnections({ organizationId, limit: PAGE });
        return page.data.map(toConnection);
      }),
    listDirectories: (organizationId) =>
      asked(async () => {
        const page = await directorySync.listDirectories({ organizationId, limit: PAGE });
        return page.data.map(toDirectory);
      }),
    ...itContacts(organizations),
  };
}

function itContacts(
  organizations: WorkOS["organizations"],
): Pick<WorkosApi, "listItContacts" | "createItContact" | "inviteItContact" | "revokeItContact"> {
  return {
    listItContacts: (organizationId) =>
      asked(async () => (await organizations.listItContacts({ organizationId })).data.map(toItContact)),
    createItContact: (organizationId, email) =>
      asked(async () => toItContact(await organizations.createItContact({ organizationId, email }))),
    inviteItContact: (organizationId, contactId, intents) =>
      asked(() => organizations.inviteItContact({ organizationId, contactId, intents: [...intents] })),
    revokeItContact: async (organizationId, contactId) =>
      (await askedOrNotFound(async () => {
        await organizations.revokeItContact({ organizationId, contactId });
        return true;
      })) ?? false,
  };
}

/**
 * The SDK wraps what the transport throws into an error's `cause`; anything else it throws comes from an
 * answer that is not of the documented shape.
 */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Error && error.cause instanceof Failure) throw error.cause;
    throw new Failure("unavailable", "WorkOS's answer is not of the documented form.", { cause: error });
  }
}

async function askedOrNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asked(call);
  } catch (error) {
    if (error instanceof Failure && error.facts.status === 404) return;
    throw error;
  }
}

function creation({ name, domain, domainState, externalId }: NewOrganization) {
  return {
    name,
    domainData: [
      { domain, state: domainState === "verified" ? DomainDataState.Verified : DomainDataState.Pending },
    ],
    ...(externalId !== undefined && { externalId }),
  };
}

function linkRequest({ organization, intent, returnUrl, successUrl }: PortalLinkRequest) {
  return {
    organization,
    intent,
    ...(returnUrl !== undefined && { returnUrl }),
    ...(successUrl !== undefined && { successUrl }),
  };
}
