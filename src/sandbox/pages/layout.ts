import { html, raw } from "hono/html";
import { harmless } from "../../sanitize.ts";
import { STYLE } from "./style.ts";

/** What a template makes: text in which everything that was put in is escaped. */
export type Markup = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  /** Links above the page's content. */
  readonly navigation?: Markup | "";
  readonly content: Markup;
}

/** A dot in the accent's colour. Without an icon of its own, a browser would ask for /favicon.ico. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%235a6cf0'/%3E%3C/svg%3E";

/** A whole page. The note that it is not the real thing stands on every one. */
export function page({ title, navigation = "", content }: Page): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${raw(ICON)}">
<style>${raw(STYLE)}</style>
</head>
<body>
<header class="sandbox"><p>Sandbox: nothing here is real, WorkOS is not involved.</p></header>
<main>
${navigation}
<div class="card">
${content}
</div>
</main>
</body>
</html>`;
}

/** A value to be copied elsewhere. A field, because a keyboard can select what is in one. */
export function copyField(label: string, value: string): Markup {
  return html`<label>${label}<input readonly value="${value}"></label>`;
}

const MAX_LENGTH = 80;

/** A name or address from outside as a page shows it: sanitized, and short. Templates escape it. */
export function sanitizeText(text: string): string {
  const characters = [...harmless(text).trim()];
  if (characters.length === 0) return "(no name)";
  return characters.length > MAX_LENGTH
    ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…`
    : characters.join("");
}

const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A moment in UTC: the server can't know the visitor's time zone. */
export function timestamp(date: Date): Markup {
  return html`<time datetime="${date.toISOString()}">${FORMAT.format(date)} UTC</time>`;
}
