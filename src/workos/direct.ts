import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import type { HttpRequest, Send } from "./http.ts";

/**
 * The straight way, by Node's own HTTP client. Its `fetch` would do as well, but takes longer to load than all the rest
 * of a start. Connections are kept for the next request, and hold no exit.
 *
 * @param url of any request to come: with https, TLS is loaded, and nobody pays for it otherwise
 */
export async function openDirectWay({ protocol }: URL): Promise<Send> {
  const client = protocol === "https:" ? await import("node:https") : { Agent, request };
  const agent = new client.Agent({ keepAlive: true });
  return async ({ url, method, headers, body }: HttpRequest, signal) => {
    const answer = await sent(client.request(url, { agent, method, headers, signal }), body);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await read(answer) };
  };
}

function sent(asking: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asking.on("response", resolve).on("error", reject).end(body);
  });
}

function read(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = "";
    answer
      .setEncoding("utf8")
      .on("data", (part: string) => {
        body += part;
      })
      .on("end", () => resolve(body))
      .on("error", reject);
  });
}
