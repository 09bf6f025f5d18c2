import { html } from "hono/html";
import type { Connection } from "../connections/connection.ts";
import type { Directory } from "../directories/directory.ts";
import type { Markup } from "../pages/layout.ts";
import { moment } from "../pages/moment.ts";
import { DIRECTORY_PROVIDERS } from "./directory-providers.ts";
import { SSO_PROVIDERS } from "./sso-providers.ts";

/** What the portal shows of a connection that works. */
export function connectionSettings({ type, state, updatedAt }: Connection): Markup {
  const provider = SSO_PROVIDERS.find(({ connectionType }) => connectionType === type);
  return settings(
    "Your connection",
    provider?.name ?? type,
    state === "active" ? "Active" : state,
    updatedAt,
  );
}

/** What the portal shows of a directory that works. */
export function directorySettings({ type, updatedAt }: Directory): Markup {
  const provider = DIRECTORY_PROVIDERS.find(({ directoryType }) => directoryType === type);
  return settings("Your directory", provider?.name ?? type, "Linked", updatedAt);
}

function settings(title: string, provider: string, state: string, since: Date): Markup {
  return html`<h2>${title}</h2>
<dl>
<dt>Provider</dt><dd>${provider}</dd>
<dt>State</dt><dd><span class="badge good">${state}</span></dd>
<dt>Since</dt><dd>${moment(since)}</dd>
</dl>`;
}
