import type { HttpAnswer, HttpRequest, Transport } from "./http.ts";

/** What the SDK reads of an answer that is no failure. */
interface Read extends Pick<Response, "ok" | "status" | "text"> {
  readonly headers: Pick<Headers, "get">;
}

/**
 * The transport in the form in which the SDK asks for one. Its answers are no more of a `Response` than the SDK reads: a
 * whole one has Node load all of its `fetch`.
 */
export function fetchBy(transport: Transport): typeof fetch {
  const fetched = async (url: string, { method = "GET", headers, body }: RequestInit): Promise<Read> => {
    const request = { url: new URL(url), method, headers: headers as HttpRequest["headers"] };
    const answer = await transport({ ...request, body: typeof body === "string" ? body : undefined });
    return { ok: true, status: answer.status, headers: headersOf(answer), text: async () => answer.body };
  };
  return fetched as unknown as typeof fetch;
}

/** The SDK reads a body only where its type is JSON. That it is, is known by then, whatever a gateway calls it. */
function headersOf({ body }: HttpAnswer): Read["headers"] {
  const type = body === "" ? null : "application/json";
  return { get: (name) => (name.toLowerCase() === "content-type" ? type : null) };
}
