import { SANDBOX_API_KEY } from "./address.ts";

interface Mail {
  readonly url: string;
  readonly organization: { readonly id: string };
}

interface Domains {
  readonly domains: readonly { readonly id: string; readonly state: string }[];
}

/**
 * Plays the customer's IT admin over HTTP: opens the newest mail, has the domain verified, and sets up SSO with Okta,
 * by the same pages and forms that a browser would use.
 *
 * @param url the sandbox's
 * @throws Error where a page does not answer as it should
 */
export async function playItAdmin(url: string): Promise<void> {
  const [mail] = await read<Mail[]>(`${url}/_sandbox/inbox`);
  if (!mail) throw new Error("The inbox is empty.");
  const session = (await visit(mail.url)).url;
  const { domains } = await read<Domains>(`${url}/organizations/${mail.organization.id}`);
  for (const { id, state } of domains) {
    if (state !== "verified") await visit(`${session}/domains/${id}/check`, {});
  }
  await visit(`${session}/sso/okta`, { metadata_url: "https://acme.okta.example/metadata" });
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` } });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
  return (await answer.json()) as T;
}

/** Opens a page, or sends its form; redirects are followed, as a browser does. */
async function visit(url: string, form?: Record<string, string>): Promise<Response> {
  const answer = await fetch(url, form && { method: "POST", body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`A page of the sandbox answered ${answer.status}.`);
  return answer;
}
