import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { html, raw } from "hono/html";

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 32rem; padding: 2rem; }
h1 { line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid; font-size: 0.875rem; }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** A whole page. The template escapes whatever is put into it. */
export function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${content}
<footer>This is the ssoctl sandbox, a stand-in for WorkOS on this machine.</footer>
</main>
</body>
</html>`;
}

/**
 * The address of a portal page is a credential: it must not be kept, nor sent to another site as
 * the referrer. Nothing from outside is loaded.
 */
export const pageHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
  context.header("Referrer-Policy", "no-referrer");
  context.header("X-Content-Type-Options", "nosniff");
  context.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
};
