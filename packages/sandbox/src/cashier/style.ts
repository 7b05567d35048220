import { createHash } from "node:crypto";
import { raw } from "hono/html";

const style = `
:root {
  color-scheme: light dark;
  --ground: #e9eeec; --sheet: #ffffff; --ink: #11221d; --soft: #586b65; --line: #d6dfdc; --field: #84958f;
  --accent: #0a6b55; --accent-ink: #ffffff; --tint: #eff6f3; --bad: #a32a2a; --bad-tint: #fbeeee;
  --panel: #0d3b31; --panel-2: #0a2a24; --panel-ink: #eafaf4; --panel-soft: #a6cfc1;
  --amber: #ffc247; --amber-ink: #2a1c00; --shadow: 0 1px 2px #0b1f1a14, 0 24px 60px -28px #0b1f1a66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0a100e; --sheet: #121a17; --ink: #e7f1ed; --soft: #98aca5; --line: #26332e; --field: #60756d;
    --accent: #57d3b0; --accent-ink: #04241b; --tint: #18241f; --bad: #ff9d97; --bad-tint: #2a1817;
    --panel: #10493c; --panel-2: #0b2a23; --shadow: 0 0 0 1px #1f2b26, 0 30px 60px -30px #000;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; overflow-wrap: anywhere; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.stripe {
  display: flex; gap: .75rem; align-items: center; justify-content: center; padding: .55rem 1rem;
  background: var(--amber); color: var(--amber-ink); font-size: .875rem; text-align: center;
  border-bottom: 6px solid; border-image: repeating-linear-gradient(-45deg, #2a1c00 0 10px, #ffc247 10px 20px) 6;
}
.stripe strong { flex: none; letter-spacing: .14em; }
main { flex: 1; width: 100%; max-width: 58rem; margin: 0 auto; padding: clamp(1rem, 5vw, 3.5rem) 1rem; display: grid; align-content: center; }
.sheet { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); background: var(--sheet); border-radius: 20px; overflow: hidden; box-shadow: var(--shadow); }
.sheet.alone { grid-template-columns: 1fr; max-width: 32rem; width: 100%; margin: 0 auto; }
.order { display: flex; flex-direction: column; gap: 1.5rem; padding: clamp(1.5rem, 4vw, 2.5rem); color: var(--panel-ink); background: radial-gradient(120% 90% at 0 0, var(--panel), var(--panel-2)); }
.merchant { display: flex; align-items: center; gap: .75rem; font-weight: 600; }
.merchant svg { flex: none; width: 36px; height: 36px; }
.merchant span { min-width: 0; }
.order p { margin: 0; color: var(--panel-soft); }
.order .sum { font-size: clamp(2rem, 6vw, 2.75rem); line-height: 1.1; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; color: var(--panel-ink); }
.order .sum.long { font-size: 1.75rem; }
.order .sum small { font-size: .45em; font-weight: 600; letter-spacing: .06em; color: var(--panel-soft); }
dl { margin: auto 0 0; display: grid; gap: .9rem; font-size: .875rem; }
dt { color: var(--panel-soft); }
dd { margin: 0; }
.desk { padding: clamp(1.5rem, 4vw, 2.5rem); min-width: 0; }
h1 { margin: 0 0 .35rem; font-size: 1.375rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
.lead { margin: 0 0 1.5rem; color: var(--soft); }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.ways { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.way { display: flex; align-items: center; gap: 1rem; padding: .95rem 1rem; border: 1px solid var(--line); border-radius: 14px; color: inherit; text-decoration: none; transition: border-color .12s, background .12s; }
.way:hover { border-color: var(--accent); background: var(--tint); }
.way span { flex: 1; min-width: 0; }
.way b { display: block; font-weight: 600; }
.way small { color: var(--soft); font-size: .875rem; }
.badge { flex: none; display: grid; place-items: center; width: 44px; height: 44px; border-radius: 12px; background: var(--tint); color: var(--accent); }
.badge svg { width: 24px; height: 24px; }
.chevron { flex: none; width: 18px; height: 18px; color: var(--soft); }
form { margin: 0; display: grid; gap: 1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.field { display: grid; gap: .35rem; align-content: start; min-width: 0; }
label { font-size: .875rem; font-weight: 600; }
.note { margin: 0; font-size: .875rem; color: var(--soft); }
.note.wrong { color: var(--bad); font-weight: 600; }
input { width: 100%; padding: .75rem .85rem; font: inherit; font-size: 1rem; font-weight: 400; color: inherit; background: transparent; border: 1px solid var(--field); border-radius: 10px; font-variant-numeric: tabular-nums; }
input:hover { border-color: var(--accent); }
input::placeholder { color: var(--soft); opacity: .75; }
input[aria-invalid] { border: 2px solid var(--bad); padding: calc(.75rem - 1px) calc(.85rem - 1px); }
button { width: 100%; padding: .85rem 1rem; font: inherit; font-weight: 600; border-radius: 12px; border: 1px solid transparent; cursor: pointer; }
.go { background: var(--accent); color: var(--accent-ink); }
.go:hover { filter: brightness(1.08); }
.fail { background: transparent; color: var(--bad); border-color: currentColor; }
.fail:hover { background: var(--bad-tint); }
.leave { background: transparent; color: var(--soft); border-color: var(--line); }
.leave:hover { color: var(--ink); border-color: var(--soft); }
.actions { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: .5rem; }
.ways + .actions { margin-top: 1.5rem; }
.actions > :first-child, .actions > :last-child:nth-child(2) { grid-column: 1 / -1; }
.problems { padding: 1rem; border: 2px solid var(--bad); border-radius: 10px; background: var(--bad-tint); font-size: .9375rem; }
.problems h2 { margin: 0; font-size: 1rem; }
.problems ul { list-style: none; margin: .25rem 0; padding: 0; }
.problems a { display: block; padding: .125rem 0; color: var(--bad); font-weight: 600; }
.problems p { margin: 0; }
.heading { display: flex; align-items: flex-start; gap: 1rem; margin-bottom: 1.5rem; }
.heading .lead { margin: 0; }
.updates { margin: 0; font-size: .875rem; color: var(--soft); }
.updates a { display: inline-block; padding: .125rem 0; }
.hint { margin: 1.5rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--soft); }
.hint h2 { margin: 0; font-size: inherit; color: var(--ink); }
.cards { list-style: none; margin: .5rem 0 0; padding: 0; }
.cards li { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: .3rem 0; }
code { font: .8125rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--ink); white-space: nowrap; }
.back { display: inline-block; margin-top: 1.1rem; padding: .15rem 0; font-size: .875rem; }
.verdict { flex: none; width: 56px; height: 56px; margin-bottom: 1rem; color: var(--accent); }
.verdict.bad { color: var(--bad); }
.button { display: block; margin-top: 1.5rem; padding: .85rem 1rem; border-radius: 12px; border: 1px solid transparent; text-align: center; text-decoration: none; font-weight: 600; background: var(--accent); color: var(--accent-ink); }
.button.second { margin-top: .75rem; background: transparent; color: var(--accent); border-color: currentColor; }
footer { padding: 0 1rem 1.5rem; text-align: center; font-size: .8125rem; color: var(--soft); }
@media (max-width: 46rem) {
  main { align-content: start; }
  .sheet { grid-template-columns: 1fr; border-radius: 16px; }
  .order { gap: 1rem; }
  dl { grid-template-columns: repeat(2, minmax(0, 1fr)); margin: 0; }
}
@media (max-width: 26rem) {
  main { padding: .75rem; }
  .order, .desk { padding: 1.25rem; }
  .actions { grid-template-columns: 1fr; }
  .cards span { flex-basis: 100%; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) {
  .sheet, .badge, .problems { border: 1px solid; }
  .order { outline: 1px solid; }
  .badge, .verdict, .verdict.bad { color: CanvasText; }
  .go, .button { border-width: 3px; }
  .fail { border-style: dashed; }
  .button.second { border-width: 1px; }
  input[aria-invalid] { border-style: dashed; border-width: 3px; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --sheet: #fff; --ink: #000; --soft: #333; --line: #999; --bad: #000; --accent: #000;
    --panel-ink: #000; --panel-soft: #333; --tint: #fff; --amber: #fff; --amber-ink: #000; --shadow: none;
  }
  main, .order, .desk { display: block; align-content: start; padding: 1rem; }
  .sheet { display: block; border: 1px solid; border-radius: 0; }
  .order { background: none; border-bottom: 1px solid; }
  .order > * { margin-top: .75rem; }
  form, .actions, .chevron, .back, .button, .updates, .hint { display: none; }
}
`;

/**
 * The stylesheet of all pages, inline so that nothing is loaded. It is not part of a template, because a single
 * additional space would invalidate its hash in the policy below.
 */
export const styleElement = raw(`<style>${style}</style>`);

/**
 * Allows nothing beyond rendering the page. It has no `form-action`, because browsers also apply that to the redirect
 * after a form, which goes to the merchant.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
