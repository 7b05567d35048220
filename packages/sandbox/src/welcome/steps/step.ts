import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Finding } from "../finding.js";

/** One step of the checklist. */
export interface Step {
  /** The anchor of the step. */
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  readonly content: Markup;
}

// Each look also has a sign, because color alone is not accessible.
const signs = { good: "✓", bad: "✗", wait: "…" } as const;

/** A result in words. */
export function finding(look: Finding["look"], text: Markup): Markup {
  return html`<p class="finding ${look}">
    <span aria-hidden="true">${signs[look]}</span> ${text}
  </p>`;
}

/** What a response means, such as "Genuine delivery: accepted (HTTP 200)". */
export function responseFinding(subject: string, { look, verdict, advice }: Finding): Markup {
  const text = advice === "" ? verdict : html`${verdict}. ${advice}`;
  return finding(look, html`<b>${subject}:</b> ${text}`);
}
