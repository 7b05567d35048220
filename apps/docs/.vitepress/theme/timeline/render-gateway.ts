import { h, type VNode } from "vue";
import { describeAttempts } from "../../../src/timeline/describe-step.js";
import type { Step } from "../../../src/timeline/recording.js";

/** What the gateway knows: its transactions, and its delivery in this step. */
export function renderGateway(step: Step): VNode {
  const delivery = describeAttempts(step);
  return h("div", { class: "lane" }, [
    h("h4", "Gateway"),
    step.gateway.map(({ tracking_id, transaction_type, amount, currency, status }) =>
      h("div", { key: tracking_id, class: "card" }, [
        h("div", { class: "row" }, [
          h("span", transaction_type),
          h("span", { class: "money" }, `${amount} ${currency}`),
        ]),
        h("div", { class: "row" }, [
          h("code", tracking_id),
          h("span", { class: ["status", `is-${status}`] }, status),
        ]),
      ]),
    ),
    delivery !== "" && h("p", { class: "note" }, delivery),
  ]);
}
