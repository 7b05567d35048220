import { createHmac } from "node:crypto";

/** A number holds 48 bits exactly, which is enough for any probability. */
const bits = 48;

/**
 * Returns a number in [0, 1) for a seed and a name. The same two always give the same number. Without a generator's state,
 * additional requests do not change the numbers of others.
 */
export function seededRandom(seed: string, name: string): number {
  const digest = createHmac("sha256", seed).update(name).digest();
  return digest.readUIntBE(0, bits / 8) / 2 ** bits;
}

/** Picks one of some values with equal probability. Throws a RangeError if there are none. */
export function seededChoice<Value>(seed: string, name: string, values: readonly Value[]): Value {
  if (values.length === 0) throw new RangeError("values must not be empty.");
  return values[Math.floor(seededRandom(seed, name) * values.length)] as Value;
}
