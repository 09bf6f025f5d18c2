import { html } from "hono/html";
import type { Markup } from "./layout.ts";

const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A moment in UTC: the server can't know the visitor's time zone. */
export function moment(date: Date): Markup {
  return html`<time datetime="${date.toISOString()}">${FORMAT.format(date)} UTC</time>`;
}
