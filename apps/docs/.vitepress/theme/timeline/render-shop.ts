import { h, type VNode } from "vue";
import type { ShopState, Step } from "../../../src/timeline/recording.js";

interface Fact {
  name: string;
  values: (shop: ShopState) => string[];
}

/** What the database of the shop says. A fact without values is left out. */
const facts: readonly Fact[] = [
  { name: "Wallet", values: ({ wallet }) => [`${wallet} EUR`] },
  { name: "On hold", values: ({ onHold }) => (Number(onHold) === 0 ? [] : [`${onHold} EUR`]) },
  {
    name: "Payments",
    values: ({ payments }) =>
      payments.map(({ tracking_id, status }) => `${tracking_id}: ${status}`),
  },
  {
    name: "Ledger",
    values: ({ entries }) =>
      entries.length === 0
        ? ["no rows"]
        : entries.map(({ tracking_id, type, amount, currency }) => {
            const sign = type === "withdrawal" ? "−" : "+";
            return `${tracking_id}: ${sign}${amount} ${currency}`;
          }),
  },
  { name: "Inbox", values: ({ recorded }) => (recorded.length === 0 ? ["no records"] : recorded) },
  {
    name: "Outbox",
    values: ({ outbox }) => outbox.map(({ tracking_id, state }) => `${tracking_id}: ${state}`),
  },
];

/** The shop, what its webhook reported, and its database. What this step changed is marked. */
export function renderShop({ shop }: Step, previous: Step | undefined): VNode {
  return h("div", { class: "lane" }, [
    h("h4", ["Shop", !shop.isRunning && h("span", { class: "status is-rejected" }, "not running")]),
    shop.log.map((line) => h("p", { key: line, class: "log" }, [h("b", "Outcome: "), line])),
    h(
      "dl",
      { class: "card" },
      facts.flatMap(({ name, values }) => {
        const now = values(shop);
        const before = previous === undefined ? now : values(previous.shop);
        if (now.length === 0) return [];
        const lines = now.map((value) =>
          h("div", { key: value, class: !before.includes(value) && "is-changed" }, value),
        );
        return [h("dt", { key: name }, name), h("dd", { key: `${name}-values` }, lines)];
      }),
    ),
  ]);
}
