import { DomainDataState, WorkOS } from "@workos-inc/node";
import { Failure } from "../failure.ts";
import {
  FormError,
  toConnection,
  toDirectory,
  toItContact,
  toItContactPage,
  toLink,
  toOrganization,
  toOrganizationIfReadable,
} from "./deserialize.ts";
import { dateOf, type HttpAnswer, type HttpRequest, type Transport } from "./http-client.ts";
import type { ItContact, OrganizationId, OrganizationUpdate, PortalLinkRequest, WorkosApi } from "./port.ts";

export interface SdkOptions {
  readonly key: string;
  /** Scheme, host and port. The API has no path prefix. */
  readonly url: URL;
  readonly transport: Transport;
}

const PAGE = 100;

/** Wraps the official SDK. No other file imports it. */
export function createWorkosApi({ key, url, transport }: SdkOptions): WorkosApi {
  let answeredAt: Date | undefined;
  const workos = new WorkOS({
    apiKey: key,
    apiHostname: url.hostname,
    https: url.protocol === "https:",
    ...(url.port !== "" && { port: Number(url.port) }),
    fetchFn: fetchBy(async (request) => {
      const answer = await transport(request);
      answeredAt = dateOf(answer);
      return answer;
    }),
    // The transport handles retries and timeouts.
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
        const query = { domains: [...domains], limit: PAGE };
        const { data } = await organizations.listOrganizations({ ...query, order: "asc" });
        return { organizations: data.map(toOrganization), at: answeredAt };
      }),
    searchByName: (name) =>
      asked(async () => {
        // The SDK's types lack `search`, but it passes it on.
        const query = { search: name, limit: PAGE } as Parameters<typeof organizations.listOrganizations>[0];
        const { data } = await organizations.listOrganizations(query);
        // Only a hint: an unreadable one must not stop a command.
        return data.flatMap((organization) => toOrganizationIfReadable(organization) ?? []);
      }),
    getOrganization: (id) =>
      askedOrNotFound(async () => toOrganization(await organizations.getOrganization(id))),
    getByExternalId: (externalId) =>
      askedOrNotFound(async () =>
        toOrganization(await organizations.getOrganizationByExternalId(externalId)),
      ),
    createOrganization: ({ name, domain }, idempotencyKey) =>
      asked(async () => {
        const domainData = [{ domain, state: DomainDataState.Pending }];
        return toOrganization(
          await organizations.createOrganization({ name, domainData }, { idempotencyKey }),
        );
      }),
    updateOrganization: ({ id }, update) =>
      asked(async () => {
        await organizations.updateOrganization({ organization: id, ...updateOptions(update) });
      }),
    addDomain: ({ id }, domain) =>
      asked(async () => {
        await organizationDomains.createOrganizationDomain({ organizationId: id, domain });
      }),
    createPortalLink: ({ id }, request) =>
      asked(async () => {
        const answer = await adminPortal.generateLink({ organization: id, ...linkOptions(request) });
        return { url: toLink(answer), at: answeredAt };
      }),
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
    ...itContacts(workos),
  };
}

function itContacts(
  workos: WorkOS,
): Pick<WorkosApi, "listItContacts" | "createItContact" | "inviteItContact" | "revokeItContact"> {
  const { organizations } = workos;
  return {
    listItContacts: (id) => asked(() => readContacts(id, workos)),
    createItContact: ({ id }, email) =>
      asked(async () => toItContact(await organizations.createItContact({ organizationId: id, email }))),
    inviteItContact: ({ id }, contact, intents) =>
      asked(() =>
        organizations.inviteItContact({ organizationId: id, contactId: contact.id, intents: [...intents] }),
      ),
    revokeItContact: ({ id }, contact) =>
      asked(async () => {
        await organizations.revokeItContact({ organizationId: id, contactId: contact.id });
      }),
  };
}

/** So that a list without an end has one. */
const MOST_PAGES = 100;

/** The SDK's own method takes no cursor, so it reads only the first page. */
async function readContacts(id: OrganizationId, workos: WorkOS): Promise<ItContact[]> {
  const all: ItContact[] = [];
  const seen = new Set<string>();
  for (let after: string | null = null; seen.size < MOST_PAGES; ) {
    const { data } = await workos.get(`/organizations/${id}/it_contacts`, after ? { query: { after } } : {});
    const page = toItContactPage(data);
    all.push(...page.contacts);
    // A repeated cursor would never end.
    if (!page.after || seen.has(page.after)) return all;
    seen.add(page.after);
    after = page.after;
  }
  throw new FormError("list_metadata.after");
}

/** The SDK puts transport errors in `cause`. Any other error means an answer of an undocumented shape. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Error && error.cause instanceof Failure) throw error.cause;
    const where = error instanceof FormError ? ` (${error.message})` : "";
    throw new Failure("unavailable", `WorkOS's answer is not of the documented form${where}.`, {
      delivery: "unanswered",
      cause: error,
    });
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

function updateOptions({ name, externalId, domains }: OrganizationUpdate) {
  const STATES = { pending: DomainDataState.Pending, verified: DomainDataState.Verified };
  return {
    ...(name !== undefined && { name }),
    ...(externalId !== undefined && { externalId }),
    ...(domains && { domainData: domains.map(({ domain, state }) => ({ domain, state: STATES[state] })) }),
  };
}

function linkOptions({ intent, returnUrl, successUrl }: PortalLinkRequest) {
  return {
    intent,
    ...(returnUrl !== undefined && { returnUrl }),
    ...(successUrl !== undefined && { successUrl }),
  };
}

interface Read extends Pick<Response, "ok" | "status" | "text"> {
  readonly headers: Pick<Headers, "get">;
}

/** Only what the SDK reads of a `Response`: a real one makes Node load all of its `fetch`. */
function fetchBy(transport: Transport): typeof fetch {
  const fetched = async (url: string, { method = "GET", headers, body }: RequestInit): Promise<Read> => {
    const request = { url: new URL(url), method, headers: headers as HttpRequest["headers"] };
    const answer = await transport({ ...request, body: typeof body === "string" ? body : undefined });
    return { ok: true, status: answer.status, headers: headersOf(answer), text: async () => answer.body };
  };
  return fetched as unknown as typeof fetch;
}

/** The SDK reads a body only if its type is JSON. The transport has checked that, whatever type a gateway sends. */
function headersOf({ body }: HttpAnswer): Read["headers"] {
  const type = body === "" ? null : "application/json";
  return { get: (name) => (name.toLowerCase() === "content-type" ? type : null) };
}
