import { type Answer, type Client, refusal, succeeded } from "./client.ts";

/** For lists that are behind. */
const PATIENCE = 8000;

const CONTACTS = 12;

export interface Probe extends Client {
  /** The name of the organizations that this question makes. */
  readonly name: string;
  /** A domain of nobody's. `.com`, because a strict server may refuse the reserved `.example`. */
  readonly domain: string;
  /** The maintainer's own inbox. */
  readonly email: string | undefined;
}

export interface Question {
  readonly words: string;
  /** Part of the names of what it makes. */
  readonly slug: string;
  readonly sendsMail?: true;
  ask(probe: Probe): Promise<string>;
}

/** The open questions about WorkOS: each is an option of the sandbox's world. */
export const QUESTIONS: readonly Question[] = [
  { words: "Idempotency-Key on POST /organizations", slug: "key", ask: organizationKeys },
  { words: "the same key with another body", slug: "key-body", ask: otherBody },
  { words: "Idempotency-Key on other POSTs", slug: "key-other", ask: otherKeys },
  { words: `list of ${CONTACTS} IT contacts`, slug: "contacts", ask: contactLists },
  { words: "revoking an invitation", slug: "revoke", sendsMail: true, ask: revoking },
  { words: "a domain that another organization holds", slug: "held", ask: heldDomains },
  { words: "lists after a write", slug: "list", ask: listDelay },
  { words: "opening a portal link twice", slug: "link", ask: portalLinkOpenings },
];

async function organizationKeys({ name, post }: Probe): Promise<string> {
  const create = async () => succeeded(await post("/organizations", { name }, name)).body.id;
  const [first, second] = [await create(), await create()];
  return first === second ? "honored" : "ignored";
}

async function otherBody({ name, post }: Probe): Promise<string> {
  succeeded(await post("/organizations", { name }, name));
  const second = await post("/organizations", { name: `${name}-2` }, name);
  return second.status < 300 ? "accepted" : `refused: ${refusal(second)}`;
}

async function otherKeys(probe: Probe): Promise<string> {
  const contacts = await newContacts(probe);
  const add = () => probe.post(contacts, { email: `admin@${probe.domain}` }, probe.name);
  const first = succeeded(await add());
  const second = await add();
  if (second.status === 409) return `ignored: ${refusal(second)}`;
  return succeeded(second).body.id === first.body.id ? "honored" : "ignored: two contacts";
}

async function contactLists(probe: Probe): Promise<string> {
  const contacts = await newContacts(probe);
  for (let number = 1; number <= CONTACTS; number += 1) await addContact(probe, contacts, `admin${number}`);
  const look = async () => succeeded(await probe.get(contacts)).body;
  const isEnough = (body: Answer["body"]) => hasCursor(body) || (body.data?.length ?? 0) >= CONTACTS;
  const body = await probe.poll(look, isEnough, PATIENCE);
  const length = body.data?.length ?? 0;
  if (hasCursor(body)) return `pages: ${length} and a cursor`;
  return length === CONTACTS ? "one page" : `unclear: ${length}, and no cursor`;
}

async function revoking(probe: Probe): Promise<string> {
  const contacts = await newContacts(probe);
  const invited = succeeded(await probe.post(contacts, { email: probe.email })).body.id;
  const other = await addContact(probe, contacts, "admin");
  succeeded(await probe.post(`${contacts}/${invited}/invite`, { intents: ["sso"] }));
  const first = await probe.post(`${contacts}/${other}/revoke`, {});
  const second = await probe.post(`${contacts}/${invited}/revoke`, {});
  if (first.status < 300 && second.status >= 400) return "by any contact";
  succeeded(second);
  return first.status < 300
    ? "unclear: both contacts could revoke"
    : `by the invited contact: ${refusal(first)}`;
}

async function heldDomains({ name, domain, post }: Probe): Promise<string> {
  const domain_data = [{ domain, state: "pending" }];
  succeeded(await post("/organizations", { name, domain_data }));
  const { id } = succeeded(await post("/organizations", { name: `${name}-2` })).body;
  const attempts = [
    await post("/organizations", { name: `${name}-3`, domain_data }),
    await post("/organization_domains", { organization_id: id, domain }),
  ];
  const refused = attempts.filter(({ status }) => status >= 400);
  if (refused.length === 0) return "allowed";
  const reasons = refused.map((answer) => `${answer.request}: ${refusal(answer)}`).join("; ");
  return refused.length === attempts.length ? `refused: ${reasons}` : `refused in part: ${reasons}`;
}

async function listDelay({ name, domain, post, get, poll }: Probe): Promise<string> {
  succeeded(await post("/organizations", { name, domain_data: [{ domain, state: "pending" }] }));
  const start = performance.now();
  let looks = 0;
  const look = async () => {
    looks += 1;
    return succeeded(await get(`/organizations?domains=${domain}`)).body.data?.length === 1;
  };
  const isListed = await poll(look, (seen) => seen, PATIENCE);
  const after = `${Math.round(performance.now() - start)} ms after the create`;
  if (!isListed) return `behind: not listed ${after}`;
  return looks === 1 ? `current: listed ${after}` : `behind: listed ${after}`;
}

async function portalLinkOpenings({ name, post, open }: Probe): Promise<string> {
  const { id } = succeeded(await post("/organizations", { name })).body;
  const { link } = succeeded(await post("/portal/generate_link", { organization: id, intent: "sso" })).body;
  if (link === undefined) throw new Error("an answer without a link");
  const [first, second] = [await open(link), await open(link)];
  const statuses = `${first}, then ${second}`;
  if (first >= 400) return `unclear: ${statuses}`;
  // A page that a script fills can say more than its status.
  return second >= 400 ? `one: ${statuses}` : `any, as far as the status shows: ${statuses}`;
}

/** The path of a new organization's IT contacts. */
async function newContacts({ name, post }: Probe): Promise<string> {
  return `/organizations/${succeeded(await post("/organizations", { name })).body.id}/it_contacts`;
}

async function addContact({ domain, post }: Probe, contacts: string, who: string) {
  return succeeded(await post(contacts, { email: `${who}@${domain}` })).body.id;
}

function hasCursor({ list_metadata }: Answer["body"]): boolean {
  return typeof list_metadata?.after === "string";
}
