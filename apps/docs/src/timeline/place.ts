import type { Fault } from "./recording.js";

/** Where the reader is: a fault and one of its steps, counted from 0. */
export interface Place {
  fault: number;
  step: number;
}

/** `duplicate-3`, the id of the third step and the hash of the address. */
export const toAnchor = ({ id }: Pick<Fault, "id">, step: number): string => `${id}-${step + 1}`;

/** The place that a hash names: `#duplicate` or `#duplicate-3`. Undefined if it names none. */
export function fromHash(
  hash: string,
  faults: readonly Pick<Fault, "id" | "steps">[],
): Place | undefined {
  for (const [fault, { id, steps }] of faults.entries()) {
    if (hash === `#${id}`) return { fault, step: 0 };
    const step = steps.findIndex((_, index) => hash === `#${toAnchor({ id }, index)}`);
    if (step >= 0) return { fault, step };
  }
  return undefined;
}
