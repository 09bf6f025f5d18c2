import { html } from "hono/html";
import type { Markup } from "./layout.ts";

/** A value to be copied elsewhere. A field, because a keyboard can select what is in one. */
export function copyField(label: string, value: string): Markup {
  return html`<label>${label}<input readonly value="${value}"></label>`;
}
