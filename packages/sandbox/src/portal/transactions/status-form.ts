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

/** A choice of statuses, where the contract override adds some: nothing that a merchant or a customer does leads there. */
export function statusForm(
  { statuses }: Contract,
  { transactionId, status }: TransactionRecord,
  turn: PageContext,
): Markup {
  if (statuses.size <= documentedStatuses) return html``;
  const others = [...statuses.keys()].filter((one) => one !== status);
  return html`<form
    class="sheet padded decision"
    method="post"
    action="${turn.href(`transactions/${transactionId}/status`)}"
  >
    <label
      >As the gateway, set the status
      <select name="status">
        ${others.map((one) => html`<option value="${one}">${one}</option>`)}
      </select></label
    >
    <button>Set</button>
  </form>`;
}

/** Takes the form. A status that cannot follow changes nothing, and the page says so. */
export async function submitStatus(c: Context<AppEnv>, portal: Portal): Promise<Response> {
  const turn = portal.turn(c);
  const id = c.req.param("id") ?? "";
  const path = `transactions/${encodeURIComponent(id)}`;
  const status = (await readForm(c)).get("status") ?? "";
  try {
    portal.controls.setStatus(id, status);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return turn.goTo(path, `Nothing changed: ${error.message}`);
  }
  return turn.goTo(path, `The status is ${status}.`);
}
