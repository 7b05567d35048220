import { createHash } from "node:crypto";

/**
 * Returns a number from 0 (inclusive) to 1 (exclusive) derived from the given names. Equal names give the same number in
 * any order of calls, so two runs with the same seed inject the same faults into the same deliveries.
 */
export function seededRandom(...names: readonly (string | number)[]): number {
  const digest = createHash("sha256").update(names.join("\n")).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** Returns an item of a non-empty list, chosen by the given names. */
export function seededChoice<Item>(
  list: readonly Item[],
  ...names: readonly (string | number)[]
): Item {
  if (list.length === 0) throw new RangeError("Cannot choose from an empty list.");
  return list[Math.floor(seededRandom(...names) * list.length)] as Item;
}
