import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

export interface Invited {
  readonly sandbox: Sandbox;
  readonly organization: string;
  /** The setup link. */
  readonly url: string;
  /** Sends a request with the key. */
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever came.
  call(method: string, path: string, body?: object): Promise<any>;
  pass(minutes: number): void;
}

/** A sandbox in which Jane of Acme was invited to set up Single Sign-On, all of it done over HTTP. */
export async function inviteJane(): Promise<Invited> {
  let time = new Date("2026-11-23T12:00:00.000Z").getTime();
  const sandbox = await startSandbox({
    port: 0,
    now: () => new Date(time),
  });
  const call: Invited["call"] = async (method, path, body) => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  };
  const { id: organization } = await call("POST", "/organizations", { name: "Acme", domains: ["acme.com"] });
  const contacts = `/organizations/${organization}/it_contacts`;
  const { id } = await call("POST", contacts, { email: "jane@acme.com" });
  await call("POST", `${contacts}/${id}/invite`, { intents: ["sso", "domain_verification"] });
  const [{ url }] = await call("GET", "/_sandbox/inbox");
  return {
    sandbox,
    organization,
    url,
    call,
    pass: (minutes) => {
      time += minutes * 60_000;
    },
  };
}
