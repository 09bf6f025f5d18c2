import { Hono } from "hono";
import type { SandboxState } from "../state.ts";
import { type Mail, newestFirst, setupPath } from "./mail.ts";

/**
 * Not part of WorkOS: the inbox for programs, behind the key, so that a demo or a test in another process can go on
 * where the IT admin would.
 */
export function inboxRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.get("/", (context) => {
    const { origin } = new URL(context.req.url);
    return context.json(newestFirst(state).map((mail) => mailAnswer(mail, origin)));
  });

  return routes;
}

function mailAnswer(mail: Mail, origin: string) {
  return {
    id: mail.id,
    to: mail.invitation.email,
    subject: mail.subject,
    url: origin + setupPath(mail),
    sentAt: mail.sentAt.toISOString(),
    organization: mail.organization,
  };
}
