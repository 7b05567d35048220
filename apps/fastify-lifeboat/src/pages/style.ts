/** Colors are named after their use, with a light and a dark value each. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #eaf3f0; --sheet: #fcfefd; --line: #c4d8d3; --ink: #0e2b2b; --quiet: #48625f;
  --mark: #b2410b; --soft: #e3efec; --sky: #cfe7e3; --far: #7fb3ab; --near: #14605c;
  --serif: Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", ui-serif, serif;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0a1b1c; --sheet: #12292a; --line: #28484a; --ink: #e8f3ef; --quiet: #9fb9b5;
    --mark: #ff9a5c; --soft: #1a3738; --sky: #0b2224; --far: #1c4a4a; --near: #0d3436;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem / 1.5 var(--sans); }
main, footer { width: min(40rem, 100% - 2rem); margin-inline: auto; }
main { overflow: hidden; margin-top: clamp(1rem, 5vw, 3rem); border: 1px solid var(--line); border-radius: 16px; background: var(--sheet); }
main > :not(.boat) { margin: 1rem clamp(1.25rem, 4vw, 2rem); }
.boat { display: block; width: 100%; background: var(--sky); }
.far-sea { fill: var(--far); }
.near-sea { fill: var(--near); }
h1, h2 { font-family: var(--serif); font-weight: 700; line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 1.3rem + 2vw, 2.4rem); }
h2 { font-size: 1.2rem; }
.lead { color: var(--quiet); font-size: 1.075rem; }
a { display: inline-flex; align-items: center; min-height: 1.75rem; color: var(--mark); font-weight: 600; text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
pre { padding: .9rem 1.1rem; border-radius: 10px; background: var(--soft); font: .9rem / 1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
dl div { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding-block: .6rem; border-top: 1px solid var(--line); }
dt { flex: 0 0 14rem; font: .9rem / 1.7 var(--mono); }
dd { flex: 1 1 12rem; margin: 0; color: var(--quiet); }
footer { padding-block: 1.25rem 2.5rem; color: var(--quiet); font-size: .875rem; }
@media print {
  :root { --paper: #fff; --sheet: #fff; --soft: #fff; --ink: #000; --quiet: #333; --line: #999; --mark: #000; }
  .boat { display: none; }
  main { border: 0; }
}
@media (forced-colors: active) {
  pre { border: 1px solid; }
}
`;
