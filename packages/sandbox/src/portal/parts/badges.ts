import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Mode, Stage, Status } from "../../gateway/transaction-record.js";
import type { DeliveryState } from "../../storage/deliveries.js";

// Each look differs in its shape too: colour alone tells nothing to who cannot see it.

const statusLooks: Readonly<Record<string, string>> = {
  pending: "wait",
  successful: "good",
  rejected: "bad",
  expired: "gone",
};

/** What a pending transaction waits for. */
const waitingFor: Record<Stage, string> = {
  open: "for the customer",
  challenge: "for 3DS",
  review: "for your approval",
  settling: "for the provider",
  closed: "",
};

/** The status of a transaction, or the one that a webhook tells. */
export function statusBadge(status: string): Markup {
  const look = Object.hasOwn(statusLooks, status) ? statusLooks[status] : "gone";
  return html`<span class="badge ${look}">${status}</span>`;
}

/** The status with what is waited for. */
export function stageBadge({ status, stage }: { status: Status; stage: Stage }): Markup {
  const waits = status === "pending" ? waitingFor[stage] : "";
  return html`${statusBadge(status)}${waits === "" ? "" : html` <small class="waits">${waits}</small>`}`;
}

/** The states of a delivery, in the order in which a person looks for them. */
export const deliveryStates: Record<
  DeliveryState,
  { readonly look: string; readonly text: string }
> = {
  retrying: { look: "bad", text: "retrying" },
  "given-up": { look: "bad", text: "given up" },
  pending: { look: "wait", text: "waiting" },
  delivered: { look: "good", text: "delivered" },
  dropped: { look: "gone", text: "dropped by chaos" },
};

/** What became of a delivery. */
export function deliveryBadge(state: DeliveryState): Markup {
  const { look, text } = deliveryStates[state];
  return html`<span class="badge ${look}">${text}</span>`;
}

/** Test or live. */
export function modeTag(mode: Mode): Markup {
  return html`<span class="tag ${mode === "live" ? "live-mode" : ""}">${mode}</span>`;
}
