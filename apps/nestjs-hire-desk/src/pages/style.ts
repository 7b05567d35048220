/** Colors are named by purpose, with a light and a dark value each. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f3f1ea; --sheet: #fffefa; --line: #d8d3c4; --ink: #20231f; --quiet: #5d6359;
  --accent: #a8480b; --accent-ink: #fffaf3;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151713; --sheet: #1f221d; --line: #393e35; --ink: #ece9df; --quiet: #a6ac9f;
    --accent: #f0934e; --accent-ink: #1c0f04;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 var(--sans); }
header, main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 0; }
header a { color: var(--accent); font-weight: 700; text-decoration: none; }
main { padding-bottom: 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: inherit; }
form, li { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
form { display: grid; gap: .8rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem; }
li form { border: 0; padding: .6rem 0 0; }
label { display: grid; gap: .2rem; color: var(--quiet); font-size: .9rem; }
input, select { width: 100%; }
input, select, button { font: inherit; padding: .5rem .7rem; border: 1px solid var(--line); border-radius: .4rem; }
input, select { background: var(--paper); color: var(--ink); }
button { background: var(--accent); color: var(--accent-ink); border-color: transparent; cursor: pointer; }
button.second { background: none; color: var(--ink); border-color: var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .8rem; }
.quiet { color: var(--quiet); overflow-wrap: anywhere; }
`;
