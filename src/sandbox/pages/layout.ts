import { html, raw } from "hono/html";
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

const LONGEST = 80;

/**
 * Text from outside (a name, an address) as a page shows it: without control characters, without the marks that turn
 * the direction of the text after it, and not endlessly long. Escaping is the template's work.
 */
export function foreignText(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ").trim();
  if (visible === "") return "(no name)";
  const characters = [...visible];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : visible;
}

const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A moment in UTC: the server can't know the visitor's time zone. */
export function moment(date: Date): Markup {
  return html`<time datetime="${date.toISOString()}">${FORMAT.format(date)} UTC</time>`;
}
