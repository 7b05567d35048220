import { findDateFormat } from "./date-format.js";
import { type Difference, toDifference } from "./difference.js";
import type { OwnInput } from "./own-operation.js";
import type { TheirInput } from "./their-inputs.js";

/** Whether their file writes the days of the list otherwise. */
export function compareDates(own: OwnInput, { shape }: TheirInput, place: string): Difference[] {
  const ours = own.shape.format ?? "";
  const theirs = findDateFormat(shape, ours);
  if (theirs === undefined || theirs === ours) return [];
  return [
    toDifference({
      kind: "date-format",
      operation: "listTransactions",
      place,
      ours,
      theirs,
      provenance: own.provenance,
      isBreaking: true,
      // A file that speaks of a time, or of a format of its own, says no form of a day.
      override: /^[-/.DMY]+$/.test(theirs) ? { dateFormat: theirs } : null,
    }),
  ];
}
