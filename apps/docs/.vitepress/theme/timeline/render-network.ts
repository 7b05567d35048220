import { h, type VNode } from "vue";
import { toReadable, toTime } from "../../../src/timeline/describe-step.js";
import type { Exchange, Party, Step } from "../../../src/timeline/recording.js";

const names: Record<Party, string> = {
  customer: "Customer",
  gateway: "Gateway",
  shop: "Shop",
  attacker: "Attacker",
};

/** What was sent in this step, and the response to it. */
export function renderNetwork({ exchange, attempts }: Step): VNode {
  return h("div", { class: "lane" }, [
    h("h4", "Network"),
    exchange === null
      ? h("p", { class: "note" }, "No request between gateway and shop.")
      : renderExchange(exchange),
    attempts.length > 1 &&
      h("p", { class: "note" }, [
        `${attempts.length} attempts: `,
        attempts.map(({ at }) => toTime(at)).join(", "),
      ]),
  ]);
}

function renderExchange(exchange: Exchange): VNode[] {
  const { from, to, method, path, headers, body, response, failure } = exchange;
  // The lane of the gateway is on the left.
  const direction = to === "shop" ? "to-right" : "to-left";
  const isGood = response !== null && response.status < 300;
  const request = h("div", { class: ["card", "request", direction] }, [
    h(
      "div",
      { class: ["route", from === "attacker" && "is-bad"] },
      `${names[from]} to ${names[to]}`,
    ),
    h("pre", { tabindex: 0 }, [
      h("b", `${method} ${path}`),
      ...Object.entries(headers).map(([name, value]) => `\n${name}: ${value}`),
      body === "" ? "" : `\n\n${toReadable(body)}`,
    ]),
  ]);
  const answer =
    response !== null &&
    h("div", { class: ["card", "response", direction, isGood ? "is-good" : "is-bad"] }, [
      h("pre", { tabindex: 0 }, [h("b", response.status), ` ${shorten(response.body)}`]),
    ]);
  const loss = failure !== null && h("p", { class: "failure" }, failure);
  return [request, answer, loss].filter((node) => node !== false);
}

/** A list of transactions is as long as its content. */
const shorten = (body: string): string => (body.length > 90 ? toReadable(body) : body);
