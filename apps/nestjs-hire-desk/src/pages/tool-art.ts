// Inline SVG illustrations of the tools.
import { html, type Html } from "../web/html.js";

const pictures: Record<string, Html> = {
  "Core drill": html`<path d="M26 78 h58 v6 H26 Z" class="iron" />
    <path d="M70 12 h9 v66 h-9 Z" fill="#8b979d" />
    <path d="M70 20 h9 M70 30 h9 M70 40 h9 M70 50 h9 M70 60 h9" stroke="#5f6b71" stroke-width="2" />
    <path d="M36 18 h34 v24 H36 Z" fill="#f5b70a" />
    <path d="M36 34 h34 v8 H36 Z" fill="#b97f00" />
    <path d="M79 26 h16 v6 H79 Z" class="iron" />
    <circle cx="97" cy="29" r="6" fill="#1f5f73" />
    <path d="M46 42 h14 v6 H46 Z" class="iron" />
    <path d="M48 48 h10 v26 h-10 Z" fill="#8b979d" />
    <path d="M48 70 h10 v5 h-10 Z" fill="#e2673b" />`,
  "Cement mixer": html`<path
      d="M38 60 L26 84 M78 60 L92 84 M32 74 H86"
      fill="none"
      class="iron-line"
      stroke-width="6"
      stroke-linecap="round"
    />
    <circle cx="28" cy="80" r="8" class="iron" /><circle cx="28" cy="80" r="3" fill="#8b979d" />
    <path d="M44 10 L84 20 L98 46 L74 68 L40 60 L30 34 Z" fill="#f5b70a" />
    <path d="M40 60 L30 34 L36 24 L50 62 Z" fill="#b97f00" />
    <path d="M84 20 L98 46 L92 52 L76 18 Z" fill="#fbe19a" />
    <path d="M44 10 L84 20 L82 26 L41 15 Z" class="iron" />
    <path
      d="M58 36 l14 4 M56 46 l14 4"
      stroke="#b97f00"
      stroke-width="3"
      stroke-linecap="round"
    />`,
  "Roof ladder": html`<g stroke="#8b979d" stroke-width="6" stroke-linecap="round">
      <path d="M24 84 L72 12 M46 84 L94 12" />
    </g>
    <g stroke="#f5b70a" stroke-width="5" stroke-linecap="round">
      <path d="M32 74 h20 M40 62 h20 M48 50 h20 M56 38 h20 M64 26 h20" />
    </g>
    <path
      d="M72 12 q10 -8 22 0 l10 12"
      fill="none"
      class="iron-line"
      stroke-width="6"
      stroke-linecap="round"
    />
    <circle cx="104" cy="26" r="5" fill="#1f5f73" />`,
};

/** Hidden from screen readers: the tool's name is next to it. */
export function toolArt(name: string): Html {
  return html`<svg class="art" viewBox="0 0 120 90" aria-hidden="true">${pictures[name]}</svg>`;
}
