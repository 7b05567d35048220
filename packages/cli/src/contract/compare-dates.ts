import { findDateFormat } from "./date-format.js";
import { type Difference, toDifference } from "./difference.js";
import type { OwnInput } from "./own-operation.js";
import type { TheirInput } from "./their-inputs.js";

/** Compares the date formats of the list. */
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
      // A time, or an unknown format, is not a date format.
      override: /^[-/.DMY]+$/.test(theirs) ? { dateFormat: theirs } : null,
    }),
  ];
}
