import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/**
 * The patterns of all charts. The stylesheet uses them instead of colors on paper and in forced colors.
 */
export const chartPatterns: Markup = html`<svg class="unseen" aria-hidden="true" focusable="false">
  <pattern id="pattern-wait" width="5" height="5" patternUnits="userSpaceOnUse">
    <path d="M-1 6 6-1" />
  </pattern>
  <pattern id="pattern-bad" width="5" height="5" patternUnits="userSpaceOnUse">
    <path d="M-1 6 6-1M-1-1l7 7" />
  </pattern>
  <pattern id="pattern-gone" width="5" height="5" patternUnits="userSpaceOnUse">
    <circle cx="2.5" cy="2.5" r="1" />
  </pattern>
  <pattern id="pattern-out" width="5" height="5" patternUnits="userSpaceOnUse">
    <path d="M0 2.5h5" />
  </pattern>
</svg>`;
