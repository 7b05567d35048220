import type { Contract } from "@numipay/core/protocol";
import type { Context } from "hono";
import { html } from "hono/html";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import type { TransactionRecord } from "../../gateway/transaction-record.js";
import { readForm } from "../forms/read-form.js";
import type { Portal } from "../portal-page.js";
import type { PageContext } from "../page-context.js";

const documentedStatuses = 4;

/** A form for the statuses that the contract override adds, which no customer or merchant can reach. */
export function statusForm(
  { statuses }: Contract,
  { transactionId, status }: TransactionRecord,
  page: PageContext,
): Markup {
  if (statuses.size <= documentedStatuses) return html``;
  const others = [...statuses.keys()].filter((one) => one !== status);
  return html`<form
    class="sheet padded decision"
    method="post"
    action="${page.href(`transactions/${transactionId}/status`)}"
  >
    <label
      >Set the status
      <select name="status">
        ${others.map((one) => html`<option value="${one}">${one}</option>`)}
      </select></label
    >
    <button>Set</button>
  </form>`;
}

/** Handles the form. An invalid status change changes nothing, and the page says so. */
export async function submitStatus(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const page = portal.page(c);
  const id = c.req.param("id") ?? "";
  const path = `transactions/${encodeURIComponent(id)}`;
  const status = (await readForm(c)).get("status") ?? "";
  try {
    portal.controls.setStatus(id, status);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return page.goTo(path, `Nothing changed: ${error.message}`);
  }
  return page.goTo(path, `Set the status to ${status}.`);
}
