import { html, raw } from "hono/html";
import { sanitize } from "../../sanitize.ts";
import { STYLE } from "./style.ts";

/** The result of a template. Interpolated values are escaped. */
export type Markup = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  readonly navigation?: Markup | "";
  readonly content: Markup;
}

/** Without an icon, browsers request /favicon.ico. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%235a6cf0'/%3E%3C/svg%3E";

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
<header class="sandbox"><p>This is a sandbox. Nothing here is real, and WorkOS is not involved.</p></header>
<main>
${navigation}
<div class="card">
${content}
</div>
</main>
</body>
</html>`;
}

/** A value to copy. An input, because its text can be selected by keyboard. */
export function copyField(label: string, value: string): Markup {
  return html`<label>${label}<input readonly value="${value}"></label>`;
}

const MAX_LENGTH = 80;

/** Sanitizes and shortens a name or email address from outside. Templates escape it. */
export function sanitizeText(text: string): string {
  const characters = [...sanitize(text).trim()];
  if (characters.length === 0) return "(no name)";
  return characters.length > MAX_LENGTH
    ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…`
    : characters.join("");
}

const FORMAT = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** In UTC, because the server doesn't know the browser's time zone. */
export function timestamp(date: Date): Markup {
  return html`<time datetime="${date.toISOString()}">${FORMAT.format(date)} UTC</time>`;
}
