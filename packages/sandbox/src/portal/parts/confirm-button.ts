import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** The content of a confirmation. */
interface ConfirmButtonContent {
  /** Must not change while the page is open, so that a live update does not close the confirmation. */
  readonly id: string;
  /** The text of the button that opens it, such as "Revoke". An ellipsis is added. */
  readonly label: string;
  /** What the action applies to, for screen readers. */
  readonly subject: string;
  readonly explanation: Markup | string;
  readonly action: string;
  /** Hidden fields of the form. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly button: string;
}

/** A button that asks for confirmation. Works without the script and by keyboard. */
export function confirmButton(content: ConfirmButtonContent): Markup {
  const { id, label, subject, explanation, action, fields = {}, button } = content;
  return html`<details class="ask" id="${id}">
    <summary class="button">${label}…<span class="unseen"> ${subject}</span></summary>
    <form method="post" action="${action}">
      <p>${explanation}</p>
      ${Object.entries(fields).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      <button class="no">${button}<span class="unseen"> ${subject}</span></button>
    </form>
  </details>`;
}
