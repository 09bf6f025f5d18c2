import { html, raw } from "hono/html";
import { sanitize } from "../../sanitize.ts";
import { SCRIPT } from "./script.ts";
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

/** Characters in a line on a telephone, for browsers that do not fit the field to its text. */
const LINE = 32;

/** A value to copy: a field that wraps, because its text can be selected by keyboard. The script shows the button. */
export function copyField(label: string, value: string): Markup {
  const rows = Math.ceil(value.length / LINE);
  return html`<div class="copy"><label>${label}<textarea readonly rows="${rows}" spellcheck="false">${value}</textarea></label>
<button type="button" hidden data-label="${label}" aria-label="Copy ${label}">Copy</button></div>`;
}

/** Once, after the fields to copy. */
export const COPY_SCRIPT = html`<script>${raw(SCRIPT)}</script>`;

/** Where a page leads nowhere: the way back into the sandbox. */
export const WAY_BACK = html`<p class="actions"><a class="button" href="/inbox">Open the inbox</a></p>
<p><a href="/">About this sandbox</a></p>`;

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
