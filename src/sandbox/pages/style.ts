/** The stylesheet of all pages. All text colors have a contrast ratio of at least 4.5:1. */
export const STYLE = `
:root {
  color-scheme: light dark;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --ground: #f3f4f7; --surface: #fff; --ink: #191c23; --soft: #545b69;
  --line: #dfe2e8; --edge: #7c8493; --sunken: #f6f7f9;
  --accent: #3346c8; --accent-strong: #2636a4; --on-accent: #fff;
  --good: #0f6236; --good-ground: #e2f4e9; --wait: #744700; --wait-ground: #fcefd6; --bad: #b3261e;
  --shadow: 0 1px 2px rgb(20 24 40 / 6%), 0 8px 24px rgb(20 24 40 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1115; --surface: #181b21; --ink: #e8eaef; --soft: #a6adba;
    --line: #2b3039; --edge: #7f8897; --sunken: #111419;
    --accent: #a3b0ff; --accent-strong: #c0c9ff; --on-accent: #0e1230;
    --good: #86dba9; --good-ground: #16301f; --wait: #f1c371; --wait-ground: #36290f; --bad: #ff9d94;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
.sandbox { background: var(--wait-ground); color: var(--wait); font-size: 0.8125rem; text-align: center; }
.sandbox p { margin: 0; padding: 0.375rem 1rem; }
main { max-width: 42rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 4rem) 1rem 4rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 1rem 0.125rem; font-size: 0.9375rem; }
.card {
  padding: clamp(1.25rem, 5vw, 2.5rem); background: var(--surface); border: 1px solid var(--line);
  border-radius: 0.875rem; box-shadow: var(--shadow);
}
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.0625rem; line-height: 1.4; }
p { margin: 0.75rem 0; }
.eyebrow { margin: 0 0 0.375rem; color: var(--soft); font-size: 0.875rem; }
.soft { color: var(--soft); }
code { font-size: 0.875em; }
.error { color: var(--bad); font-weight: 600; }
.button, button {
  display: inline-block; padding: 0.625rem 1.125rem; border: 1px solid transparent; border-radius: 0.5rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; line-height: 1.4;
  text-align: center; text-decoration: none; cursor: pointer;
}
.button:hover, button:hover { background: var(--accent-strong); color: var(--on-accent); }
.actions { margin: 1.75rem 0 0; }
.badge {
  display: inline-block; padding: 0 0.625rem; border-radius: 1rem; background: var(--wait-ground);
  color: var(--wait); font-size: 0.8125rem; font-weight: 600; line-height: 1.625rem; white-space: nowrap;
}
.badge.good { background: var(--good-ground); color: var(--good); }
.badge.plain { background: var(--sunken); color: var(--soft); }
.rows { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.rows > li {
  display: flex; gap: 0.25rem 1rem; flex-wrap: wrap; align-items: center; justify-content: space-between;
  padding: 0.875rem 0; border-bottom: 1px solid var(--line);
}
.rows > li > div { flex: 1 1 14rem; min-width: 0; }
ol.rows { counter-reset: step; }
ol.rows > li::before { counter-increment: step; content: counter(step) "."; color: var(--soft); }
ol.rows > li > div { flex-basis: 8rem; }
.rows p { margin: 0.125rem 0 0; font-size: 0.9375rem; }
.choices { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); margin-top: 1.5rem; }
.choices button {
  padding: 1rem; background: var(--surface); border-color: var(--edge); border-radius: 0.625rem;
  color: var(--ink); text-align: left;
}
.choices button:hover { background: var(--sunken); border-color: var(--accent); color: var(--ink); }
.choices small { display: block; color: var(--soft); font-size: 0.875rem; font-weight: 400; }
.guide { padding-left: 1.375rem; }
.guide li { margin: 0.375rem 0; }
label { display: block; margin: 1rem 0 0; font-size: 0.9375rem; font-weight: 600; }
input, textarea {
  display: block; width: 100%; margin-top: 0.375rem; padding: 0.5625rem 0.75rem; border: 1px solid var(--edge);
  border-radius: 0.5rem; background: var(--surface); color: var(--ink); font: inherit; font-weight: 400;
}
textarea {
  resize: none; overflow: hidden; overflow-wrap: anywhere; field-sizing: content;
  border-color: var(--line); background: var(--sunken);
  font: 0.875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
.copy { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: end; margin: 1rem 0 0; }
.copy label { flex: 1 1 14rem; min-width: 0; margin: 0; }
.copy button, .quiet { background: var(--surface); border-color: var(--edge); color: var(--ink); }
.copy button { min-width: 5.5rem; padding: 0.5rem 0.75rem; margin-top: 0.375rem; font-size: 0.875rem; }
.copy button:hover, .quiet:hover { background: var(--sunken); border-color: var(--accent); color: var(--ink); }
input[aria-invalid] { border-color: var(--bad); }
.hint { margin: 0.375rem 0 0; color: var(--soft); font-size: 0.875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.375rem 1.5rem; margin: 1.25rem 0 0; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
.mark {
  display: grid; place-items: center; width: 3rem; height: 3rem; margin: 0 0 1rem; border-radius: 50%;
  background: var(--good-ground); color: var(--good); font-size: 1.5rem; font-weight: 700; line-height: 1;
}
.letter { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (max-width: 30rem) {
  .actions .button, .actions button { display: block; width: 100%; }
}
@media (forced-colors: active) {
  .badge, .button, button { border: 1px solid; }
}
`;
