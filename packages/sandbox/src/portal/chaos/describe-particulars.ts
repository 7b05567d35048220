import type { ChaosFault } from "../../gateway/faults.js";

/** Says what was drawn for a fault, such as "3 copies at once"; empty where a fault has nothing of the kind. */
// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no fault out
export function describeParticulars(fault: ChaosFault): string {
  switch (fault.kind) {
    case "duplicate": {
      const copies = fault.copies === 1 ? "1 copy" : `${fault.copies} copies`;
      return `${copies}, ${fault.together ? "all at once" : "one after the other"}`;
    }
    case "reorder":
      return `${fault.minutes} min at most`;
    case "delay":
    case "lateSuccess":
      return `${fault.minutes} min later`;
    case "tamper":
      return `the field ${fault.field}`;
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
  return phase === "before" ? "before the call was obeyed" : "after the call was obeyed";
}
