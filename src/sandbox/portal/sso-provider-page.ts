import { html } from "hono/html";
import { copyField } from "../pages/copy-field.ts";
import type { Markup } from "../pages/layout.ts";
import { sessionPath } from "./session.ts";
import type { SsoProvider } from "./sso-providers.ts";
import { portalPage, type Visit } from "./visit.ts";

/** What to copy to the provider and what to bring back from there. `given` is what the field holds. */
export function ssoProviderPage(
  visit: Visit,
  provider: SsoProvider,
  { given, error }: { given: string; error?: string },
): Markup {
  const { session, organization } = visit;
  const service = "https://sso.workos.example";
  return portalPage(visit, {
    title: `Connect with ${provider.name}`,
    isRefusal: error !== undefined,
    content: html`<ol class="guide">${provider.guide.map((sentence) => html`<li>${sentence}</li>`)}</ol>
${copyField(provider.acsLabel, `${service}/acs/${organization.id}`)}
${copyField(provider.entityLabel, `${service}/${organization.id}`)}
<h2>Then bring one value back</h2>
<form method="post" action="${sessionPath(session, `sso/${provider.slug}`)}" novalidate>
<label for="metadata-url">${provider.answerLabel}</label>
<input id="metadata-url" name="metadata_url" type="url" required autocomplete="off" spellcheck="false" value="${given}"
 aria-describedby="metadata-hint"${error === undefined ? "" : html` aria-invalid="true" aria-errormessage="metadata-error"`}>
${error !== undefined && html`<p id="metadata-error" class="error" role="alert">${error}</p>`}
<p id="metadata-hint" class="hint">${provider.answerHint} In the sandbox a sample is filled in.</p>
<p class="actions"><button>Activate Single Sign-On</button></p>
</form>
<p><a href="${sessionPath(session, "sso")}">Choose another provider</a></p>`,
  });
}
