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
