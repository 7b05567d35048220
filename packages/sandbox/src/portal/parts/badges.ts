import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Mode, Stage, Status } from "../../gateway/transaction-record.js";
import type { DeliveryState } from "../../storage/deliveries.js";

// Each look also differs in shape, because color alone is not accessible.

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

/** The status of a transaction or of a webhook's event. */
export function statusBadge(status: string): Markup {
  const look = Object.hasOwn(statusLooks, status) ? statusLooks[status] : "gone";
  return html`<span class="badge ${look}">${status}</span>`;
}

/** The status, with what a pending transaction waits for. */
export function stageBadge({ status, stage }: { status: Status; stage: Stage }): Markup {
  const waits = status === "pending" ? waitingFor[stage] : "";
  return html`${statusBadge(status)}${waits === "" ? "" : html` <small class="waits">${waits}</small>`}`;
}

/** The states of a delivery, the most important first. */
export const deliveryStates: Record<
  DeliveryState,
  { readonly look: string; readonly text: string }
> = {
  retrying: { look: "bad", text: "retrying" },
  "given-up": { look: "bad", text: "failed" },
  pending: { look: "wait", text: "waiting" },
  delivered: { look: "good", text: "delivered" },
  dropped: { look: "gone", text: "dropped by chaos" },
};

/** The state of a delivery. */
export function deliveryBadge(state: DeliveryState): Markup {
  const { look, text } = deliveryStates[state];
  return html`<span class="badge ${look}">${text}</span>`;
}

/** Test or live. */
export function modeTag(mode: Mode): Markup {
  return html`<span class="tag ${mode === "live" ? "live-mode" : ""}">${mode}</span>`;
}
