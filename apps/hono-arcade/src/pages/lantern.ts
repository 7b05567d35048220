import { html } from "hono/html";

/** The lantern of the name. Hidden from screen readers, because it says nothing that the text does not. */
export const lantern = html`<svg class="lantern" viewBox="0 0 120 150" aria-hidden="true">
  <circle class="glow" cx="60" cy="86" r="58" />
  <path class="brass-line" d="M60 4 v18 M44 24 h32 M40 136 h40" />
  <path class="brass" d="M48 24 h24 l6 14 H42 Z M40 122 h40 l4 12 H36 Z" />
  <path class="pane" d="M42 40 h36 l10 34 -8 46 H40 l-8 -46 Z" />
  <path class="flame" d="M60 56 q22 28 0 52 q-22 -24 0 -52 Z" />
  <path class="brass-line" d="M42 40 l-10 34 8 46 M78 40 l10 34 -8 46 M32 74 h56" />
</svg>`;
