import { type Difference, toDifference } from "./difference.js";
import type { OwnField } from "./own-field.js";
import type { Shape } from "./shape.js";

const partOf: Record<string, "statuses" | "types"> = {
  status: "statuses",
  transaction_status: "statuses",
  transaction_type: "types",
};

/** The example that generators fill in. */
const filledIn = "string";

/** Finds unknown statuses and types. A schema does not say whether a status is final. */
export function compareValues(
  own: OwnField,
  { values }: Shape,
  base: Pick<Difference, "operation" | "place" | "provenance">,
): Difference[] {
  const part = partOf[own.field];
  const known = new Set([...own.shape.values, filledIn]);
  const added = values.filter((value) => !known.has(value));
  if (part === undefined || added.length === 0) return [];
  return [
    toDifference({
      ...base,
      kind: "values",
      ours: own.shape.values.join(", "),
      theirs: values.join(", "),
      isBreaking: false,
      override: { [part]: Object.fromEntries(added.map((word) => [word, {}])) },
    }),
  ];
}
