import type { ChaosFault } from "../../gateway/faults.js";

/** Describes the parameters of a fault, such as "3 copies, all at once". Returns "" if it has none. */
// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no fault out
export function describeParticulars(fault: ChaosFault): string {
  switch (fault.kind) {
    case "duplicate": {
      const copies = fault.copies === 1 ? "1 copy" : `${fault.copies} copies`;
      return `${copies}, ${fault.together ? "all at once" : "one after the other"}`;
    }
    case "reorder":
      return `at most ${fault.minutes} min`;
    case "delay":
    case "lateSuccess":
      return `${fault.minutes} min later`;
    case "tamper":
      return `field ${fault.field}`;
    case "slow":
      return `${fault.pieces} pieces over ${fault.waitMs} ms`;
    case "reserialize":
      return fault.serialization;
    case "serverError":
      return `${fault.status}, ${phaseText(fault.phase)}`;
    case "timeout":
      return phaseText(fault.phase);
    case "omitNewest":
      return fault.items === 1 ? "1 item" : `${fault.items} items`;
    case "drop":
    case "wrongPassword":
    case "loseResponse":
    case "lagStatus":
      return "";
  }
}

function phaseText(phase: "before" | "after"): string {
  return phase === "before" ? "before processing" : "after processing";
}
