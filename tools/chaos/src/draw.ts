import { createHash } from "node:crypto";

/**
 * A number of at least 0 and below 1, drawn from names. The same names always draw the same, whatever else is drawn, so
 * that a run by the same seed arms the same deliveries with the same faults.
 */
export function draw(...names) {
  const digest = createHash("sha256").update(names.join("\n")).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** One of a list, drawn from names. */
export function seededChoice(list, ...names) {
  return list[Math.floor(draw(...names) * list.length)];
}
