import { defineComponent, h } from "vue";
import recording from "../../../src/timeline/recording.json" with { type: "json" };
import type { Recording } from "../../../src/timeline/recording.js";
import { renderFault } from "./render-fault.js";
import "./timeline.css";
import { useTimeline } from "./use-timeline.js";

const { faults } = recording as Recording;

/**
 * The recorded faults, step by step. The HTML has all of them, for readers without JavaScript; the style shows one step at a time to the
 * others.
 */
export const FaultTimeline = defineComponent({
  name: "FaultTimeline",
  setup() {
    const timeline = useTimeline(faults);
    return () =>
      h("div", { class: "timeline" }, [
        h("fieldset", { class: "faults" }, [
          h("legend", "Choose a fault"),
          h(
            "div",
            faults.map(({ id, title }, index) =>
              h("label", { key: id }, [
                h("input", {
                  type: "radio",
                  name: "fault",
                  value: id,
                  checked: index === timeline.place.fault,
                  onChange: () => timeline.chooseFault(index),
                }),
                h("span", title),
              ]),
            ),
          ),
        ]),
        h("p", { class: "visually-hidden", "aria-live": "polite" }, timeline.announcement.value),
        faults.map((fault, index) => renderFault(fault, index, timeline)),
      ]);
  },
});
