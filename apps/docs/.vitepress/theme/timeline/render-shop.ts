import { h, type VNode } from "vue";
import type { Control, ShopState, Step } from "../../../src/timeline/recording.js";

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
    renderFacts(facts, shop, previous?.shop),
  ]);
}

/** The end of the same fault in a shop without inbox and outbox. What differs from this shop is marked. */
export function renderControl({ result, shop, differences }: Control, { shop: own }: Step): VNode {
  const shown = facts.filter(({ name }) => name !== "Inbox" && name !== "Outbox");
  return h("div", { class: "lane control" }, [
    h("h4", "The same fault in a shop without inbox and outbox"),
    h("p", { class: "failure" }, [result, ...differences.map((text) => ` ${text}.`)]),
    renderFacts(shown, shop, own),
  ]);
}

function renderFacts(shown: readonly Fact[], shop: ShopState, before: ShopState = shop): VNode {
  return h(
    "dl",
    { class: "card" },
    shown.flatMap(({ name, values }) => {
      const now = values(shop);
      if (now.length === 0) return [];
      const known = values(before);
      const lines = now.map((value, index) =>
        h("div", { key: index, class: known[index] !== value && "is-changed" }, value),
      );
      return [h("dt", { key: name }, name), h("dd", { key: `${name}-values` }, lines)];
    }),
  );
}
