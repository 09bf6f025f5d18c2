import { html } from "hono/html";
import type { Markup } from "../pages/layout.ts";
import { INTENT_NAMES, type Intent } from "./intents.ts";
import { portalPage, type Visit } from "./visit.ts";

/** For what WorkOS's portal can set up and the sandbox can't: it says so instead of pretending. */
export function beyondPage(visit: Visit, intent: Intent): Markup {
  return portalPage(visit, {
    title: INTENT_NAMES[intent],
    content: html`<p>WorkOS's own Admin Portal goes on from here. The sandbox goes no further than this page.</p>
<p>In it you can verify a domain, set up Single Sign-On and link a directory. Nothing has been changed.</p>`,
  });
}
