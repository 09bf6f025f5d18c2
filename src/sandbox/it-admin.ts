import { SANDBOX_API_KEY } from "./address.ts";

interface Mail {
  readonly url: string;
  readonly organization: { readonly id: string };
}

interface Domains {
  readonly domains: readonly { readonly id: string; readonly state: string }[];
}

/**
 * Plays the customer's IT admin over HTTP, with the pages and forms that a browser would use: opens the newest email,
 * verifies the domain, and sets up SSO with Okta.
 *
 * @param url the sandbox's URL
 * @throws Error if the inbox is empty, or a response is not OK
 */
export async function playItAdmin(url: string): Promise<void> {
  const [mail] = await read<Mail[]>(`${url}/_sandbox/inbox`);
  if (!mail) throw new Error("The inbox is empty.");
  const session = (await request(mail.url)).url;
  const { domains } = await read<Domains>(`${url}/organizations/${mail.organization.id}`);
  for (const { id, state } of domains) {
    if (state !== "verified") await request(`${session}/domains/${id}/check`, {});
  }
  await request(`${session}/sso/okta`, { metadata_url: "https://acme.okta.example/metadata" });
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` } });
  if (!response.ok) throw new Error(`The sandbox responded with ${response.status}.`);
  return (await response.json()) as T;
}

async function request(url: string, form?: Record<string, string>): Promise<Response> {
  const response = await fetch(url, form && { method: "POST", body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(`A sandbox page responded with ${response.status}.`);
  return response;
}
