import { setTimeout as sleep } from "node:timers/promises";

const REQUEST_MILLISECONDS = 5000;

interface Body {
  readonly id?: string;
  readonly link?: string;
  readonly code?: string;
  readonly message?: string;
  readonly data?: readonly { readonly id: string }[];
  readonly list_metadata?: { readonly after?: string | null };
}

export interface Answer {
  readonly request: string;
  readonly status: number;
  readonly body: Body;
}

/** An organization that was asked for; without an id where the answer was lost or a refusal. */
export interface Asked {
  readonly name: string;
  id?: string;
  refused?: boolean;
}

export interface Client {
  /** Of the requests so far, oldest first. */
  readonly requestIds: readonly string[];
  readonly organizations: readonly Asked[];
  get(path: string): Promise<Answer>;
  post(path: string, body: object, key?: string): Promise<Answer>;
  /** What a browser would see first, without the key and without following a redirect. */
  open(url: string): Promise<number>;
  /** The result of `look` as soon as `holds`, or the last one when the time is up. */
  poll<T>(look: () => Promise<T>, holds: (seen: T) => boolean, milliseconds: number): Promise<T>;
}

/** @param signal ends every request and wait */
export function createClient(url: string, apiKey: string, signal: AbortSignal): Client {
  const requestIds: string[] = [];
  const organizations: Asked[] = [];

  const send = async (method: "GET" | "POST", path: string, init: RequestInit): Promise<Answer> => {
    const request = `${method} ${path.replace(/\?.*$/u, "")}`;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MILLISECONDS)]);
    const headers = {
      Authorization: `Bearer ${apiKey}`,
      "Content-Type": "application/json",
      ...init.headers,
    };
    const response = await fetch(url + path, { ...init, method, headers, signal: limit }).catch((error) => {
      throw new Error(`${request}: no answer`, { cause: error });
    });
    requestIds.push(response.headers.get("X-Request-ID") ?? "none");
    return { request, status: response.status, body: parsed(await response.text()) };
  };

  const post: Client["post"] = (path, body, key) =>
    send("POST", path, { body: JSON.stringify(body), headers: key ? { "Idempotency-Key": key } : {} });

  return {
    requestIds,
    organizations,
    get: (path) => send("GET", path, {}),
    post: async (path, body, key) => {
      if (path !== "/organizations") return post(path, body, key);
      const asked: Asked = { name: (body as { name: string }).name };
      organizations.push(asked);
      const answer = await post(path, body, key);
      if (answer.body.id !== undefined) asked.id = answer.body.id;
      else asked.refused = answer.status >= 400 && answer.status < 500;
      return answer;
    },
    open: async (link) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MILLISECONDS)]);
      const response = await fetch(link, { redirect: "manual", signal: limit }).catch((error) => {
        throw new Error("the link: no answer", { cause: error });
      });
      await response.body?.cancel();
      return response.status;
    },
    poll: async (look, holds, milliseconds) => {
      const end = performance.now() + milliseconds;
      let seen = await look();
      while (!holds(seen) && performance.now() < end) {
        await sleep(200, undefined, { signal });
        seen = await look();
      }
      return seen;
    },
  };
}

/** The answer, where it is a success; else an error that says what came instead. */
export function succeeded(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`${answer.request}: ${refusal(answer)}`);
}

/** An answer that is a refusal, in one line. */
export function refusal({ status, body }: Answer): string {
  return [status, body.code, body.message].filter((part) => part !== undefined).join(" ");
}

function parsed(text: string): Body {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
