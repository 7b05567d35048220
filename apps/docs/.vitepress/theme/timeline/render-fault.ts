import { h, type VNode } from "vue";
import { describeDifferences, isFault, toTime } from "../../../src/timeline/describe-step.js";
import { toAnchor } from "../../../src/timeline/place.js";
import type { Fault, Step } from "../../../src/timeline/recording.js";
import { renderGateway } from "./render-gateway.js";
import { renderNetwork } from "./render-network.js";
import { renderControl, renderShop } from "./render-shop.js";
import type { Timeline } from "./use-timeline.js";

/** A fault with its controls and all of its steps. */
export function renderFault(fault: Fault, index: number, timeline: Timeline): VNode {
  const { id, title, summary, steps } = fault;
  const isChosen = index === timeline.place.fault;
  const current = isChosen ? timeline.place.step : 0;
  return h(
    "section",
    { key: id, class: ["fault", isChosen && "is-chosen"], "aria-labelledby": id },
    [
      h("h2", { id }, title),
      h("p", { class: "summary" }, summary),
      renderControls(current, steps.length, timeline),
      h(
        "ol",
        { class: "steps" },
        steps.map((step, at) =>
          renderStep(fault, step, { at, isCurrent: at === current, timeline }),
        ),
      ),
    ],
  );
}

function renderControls(current: number, count: number, timeline: Timeline): VNode {
  const { isPlaying, isLast, stepBy, togglePlay } = timeline;
  // A disabled button would lose the focus.
  const button = (text: string, isOff: boolean, onClick: () => void) =>
    h("button", { type: "button", "aria-disabled": isOff ? "true" : undefined, onClick }, text);
  return h("div", { class: "controls" }, [
    button("Back", current === 0, () => stepBy(-1)),
    button("Next", current === count - 1, () => stepBy(1)),
    button(isPlaying.value ? "Pause" : isLast.value ? "Play again" : "Play", false, togglePlay),
    h("span", { class: "position" }, `Step ${current + 1} of ${count}`),
  ]);
}

interface StepPlace {
  at: number;
  isCurrent: boolean;
  timeline: Timeline;
}

function renderStep(fault: Fault, step: Step, { at, isCurrent, timeline }: StepPlace): VNode {
  const anchor = toAnchor(fault, at);
  const isEnd = at === fault.steps.length - 1;
  const time = toTime(step.at);
  return h("li", { key: anchor, id: anchor, class: ["step", isCurrent && "is-current"] }, [
    h("label", { class: ["step-head", isFault(step) && "is-fault"] }, [
      h("input", {
        type: "radio",
        name: `step-of-${fault.id}`,
        checked: isCurrent,
        "aria-label": `Step ${at + 1}, ${time}: ${step.title}`,
        onChange: () => timeline.chooseStep(at),
      }),
      h("span", { class: "number", "aria-hidden": "true" }, at + 1),
      h("time", { datetime: step.at }, time),
    ]),
    h("div", { class: "step-body" }, [
      h("h3", step.title),
      h("div", { class: "lanes" }, [
        renderGateway(step),
        renderNetwork(step),
        renderShop(step, fault.steps[at - 1]),
      ]),
      h(
        "p",
        { class: ["verdict", step.differences.length > 0 && "is-different"] },
        describeDifferences(step),
      ),
      isEnd && h("p", { class: "result" }, fault.result),
      isEnd && fault.control !== null && renderControl(fault.control, step),
    ]),
  ]);
}
