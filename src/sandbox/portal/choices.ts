import { html } from "hono/html";
import type { Markup } from "../pages/layout.ts";

interface Choice {
  readonly slug: string;
  readonly offer: string;
  readonly description: string;
}

/** One button a provider: choosing takes a single key or click. */
export function choices(action: string, providers: readonly Choice[]): Markup {
  return html`<form method="post" action="${action}" class="choices">${providers.map(
    ({ slug, offer, description }) => html`
<button name="provider" value="${slug}">${offer} <small>${description}</small></button>`,
  )}
</form>`;
}
