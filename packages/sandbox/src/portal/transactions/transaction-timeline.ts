import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { DatedTimelineEntry } from "../../storage/timeline.js";
import { statusBadge } from "../parts/badges.js";
import { instant } from "../parts/instant.js";
import { toTitle } from "../parts/to-title.js";

/** The history of a transaction, oldest first. Shows a status where it changed. */
export function timeline(entries: readonly DatedTimelineEntry[], now: number): Markup {
  return html`<ol class="timeline">
    ${entries.map(
      (entry, index) =>
        html`<li>
          <p>
            <b>${toTitle(entry.kind)}</b>
            ${entry.status === entries[index - 1]?.status ? "" : statusBadge(entry.status)}
          </p>
          <p class="quiet">${entry.detail}</p>
          <p class="quiet">${instant(entry.at, now)}</p>
        </li>`,
    )}
  </ol>`;
}
