/** Colors are named after their use, with a light and a dark value each. A string, because there are no files at the edge. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f7f1f6; --sheet: #fffdff; --line: #e0cfdd; --ink: #2a1330; --quiet: #6b5570;
  --accent: #8c1d6f; --accent-ink: #ffffff; --field: #f0e3ed;
  --good: #1d6a4c; --good-soft: #d9efe2; --bad: #a02a30; --bad-soft: #f9dfde;
  --wait: #73500a; --wait-soft: #f7e6c2;
  --display: ui-rounded, "Hiragino Maru Gothic ProN", "Arial Rounded MT Bold", "Trebuchet MS", system-ui, sans-serif;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #150a1a; --sheet: #21122a; --line: #412b4c; --ink: #f5eaf6; --quiet: #bda6c3;
    --accent: #f0b54a; --accent-ink: #241000; --field: #2f1c3a;
    --good: #7fd8ab; --good-soft: #17372a; --bad: #ff9c97; --bad-soft: #42191d;
    --wait: #f2c76b; --wait-soft: #3b2c10;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem / 1.5 var(--sans); }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
h1, h2, h3, .brand, .figure { font-family: var(--display); font-weight: 700; line-height: 1.12; text-wrap: balance; }
h1 { font-size: clamp(1.8rem, 1.3rem + 2.2vw, 2.8rem); }
h2 { font-size: 1.3rem; }
h3 { font-size: 1.1rem; }
a { color: inherit; text-underline-offset: .2em; }
code { font: .85em var(--mono); overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; padding: .6rem 1rem; background: var(--sheet); }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; }
.quiet { color: var(--quiet); font-size: .9rem; }
.lead { color: var(--quiet); font-size: 1.075rem; text-wrap: pretty; }

/* Layout */
.top, main, .foot { width: min(68rem, 100% - 2rem); margin-inline: auto; }
.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1.5rem; padding-block: 1.1rem; }
.brand { display: inline-flex; align-items: center; gap: .65rem; font-size: 1.15rem; text-decoration: none; }
main { padding-bottom: 3rem; }
.foot { padding-block: 1.25rem 2.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .875rem; }
.sheet { padding: clamp(1.25rem, 3vw, 1.75rem); border: 1px solid var(--line); border-radius: 20px; background: var(--sheet); }
.sheet > * + * { margin-top: .8rem; }
.narrow { max-width: 38rem; margin: clamp(.5rem, 4vw, 2.5rem) auto 0; }
.narrow .lantern { display: block; height: 7.5rem; }

/* Buttons */
button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem 1.2rem;
  border: 1px solid var(--quiet); border-radius: 99px; background: transparent; color: inherit;
  font: 600 1rem / 1.2 var(--sans); text-align: center; text-decoration: none; cursor: pointer;
}
button:hover:enabled, .button:hover { border-color: currentcolor; background: var(--field); }
button:disabled { border-style: dashed; color: var(--quiet); cursor: default; }
.primary, .primary:hover:enabled { border-color: transparent; background: var(--accent); color: var(--accent-ink); }
.primary:hover:enabled { filter: brightness(1.1); }
.wide { width: 100%; }

/* The lantern */
.brass { fill: #f0b54a; }
.brass-line { fill: none; stroke: #b9791f; stroke-width: 4; stroke-linecap: round; stroke-linejoin: round; }
.pane { fill: #ffe7ad; }
.flame { fill: #f3862f; }
.glow { fill: #f0b54a; opacity: .18; }
.dark .pane { fill: var(--field); }
.dark .flame, .dark .glow { display: none; }

/* The hall */
.hero {
  position: relative; display: grid; grid-template-columns: 1fr auto; gap: 1rem 2rem; align-items: center; overflow: hidden;
  padding: clamp(1.5rem, 4vw, 3rem); border-radius: 24px; color: #fff3dc;
  background: radial-gradient(60% 120% at 82% 45%, #8a4a2c 0, transparent 62%), linear-gradient(#1d0b26, #4d1850);
}
.hero h1 + p { margin-top: .9rem; }
.hero .lead { color: #ecd9ea; max-width: 27rem; }
.hero .lantern { height: clamp(8rem, 20vw, 13rem); margin-right: clamp(0rem, 6vw, 6rem); }
.hall { display: grid; grid-template-columns: 20rem minmax(0, 1fr); gap: 2rem; align-items: start; margin-top: 2rem; }
.machines { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: 1.1rem; margin-top: 1rem; }
.machine { display: flex; flex-direction: column; overflow: hidden; border: 1px solid var(--line); border-radius: 18px; background: var(--sheet); }
.machine .picture { padding: 1rem; background: var(--field); }
.cabinet { display: block; height: 11rem; margin-inline: auto; }
.about { flex: 1; padding: 1rem 1.1rem .4rem; }
.about p { margin-top: .3rem; color: var(--quiet); line-height: 1.4; }
.machine form { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem; padding: .5rem 1.1rem 1.1rem; }
.counter { display: grid; gap: 1.1rem; }
.coins { scroll-margin-top: 1rem; }
.figure { font-size: 3.4rem; font-variant-numeric: tabular-nums; }

/* Lists */
.rows > * { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .9rem; padding-block: .7rem; border-top: 1px solid var(--line); }
.rows > :last-child { padding-bottom: 0; }
.rows code { color: var(--quiet); }
.rows dt { flex: 0 0 9rem; color: var(--quiet); }
.rows dd { flex: 1 1 12rem; }
.rows a { display: inline-flex; align-items: center; min-height: 1.75rem; font-weight: 600; }
.rows li { display: grid; grid-template-columns: 1fr auto; justify-items: start; }
.rows li > code, .rows li > a { grid-column: 1 / -1; }
.sum { font-variant-numeric: tabular-nums; }
.tag { display: inline-block; margin: .1rem .2rem .1rem 0; padding: .05rem .5rem; border-radius: 6px; background: var(--field); }
.pill { padding: .15rem .7rem; border: 1px solid transparent; border-radius: 99px; font-size: .85rem; font-weight: 600; }
.pill.good { background: var(--good-soft); color: var(--good); }
.pill.bad { background: var(--bad-soft); color: var(--bad); }
.pill.wait { background: var(--wait-soft); color: var(--wait); }

@media (max-width: 60rem) {
  .hall { grid-template-columns: minmax(0, 1fr); }
  .counter { grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); align-items: start; }
}
@media (max-width: 34rem) {
  .hero { grid-template-columns: minmax(0, 1fr) auto; gap: .5rem; }
  .hero h1 { font-size: 1.6rem; }
  .hero .lantern { height: 6.5rem; margin: 0; }
  .hero .lead { grid-column: 1 / -1; }
  .machine { display: grid; grid-template: "picture about" "picture form" / 7.25rem 1fr; }
  .machine .picture { grid-area: picture; display: grid; align-items: center; padding: .6rem; }
  .cabinet { width: 100%; height: auto; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #333; --line: #999; }
  .skip, button, .button, .hero .lantern, .picture { display: none; }
  .hero { padding: 0; border-radius: 0; background: none; color: #000; }
  .hero .lead { color: #333; }
  .sheet, .machine { break-inside: avoid; }
  .pill { border-color: currentcolor; background: none !important; color: #000 !important; }
}
@media (forced-colors: active) {
  .hero, .pill, .tag { border: 1px solid; }
}
`;
