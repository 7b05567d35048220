import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** What an action that cannot be taken back says before it is done. */
interface AskFirstContent {
  /** Stays the same while the page is open, so that a live update does not close it. */
  readonly id: string;
  /** What opens the question, such as "Revoke"; three dots are added. */
  readonly label: string;
  /** What it acts on, for those who hear the page. */
  readonly subject: string;
  readonly explanation: Markup | string;
  readonly action: string;
  /** Hidden fields of the form. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly button: string;
}

/** A button behind a question. It works without the script, and by keyboard. */
export function askFirst(content: AskFirstContent): Markup {
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
