import { createHmac } from "node:crypto";

/** Forty-eight bits are exact in a number, and more than any probability is written with. */
const bits = 48;

/**
 * Draws a number from 0 up to, but not, 1 from a seed and a name: the same two always give the same number. There is no
 * generator whose state moves on, so a request that comes in between changes nothing for the others.
 */
export function seededRandom(seed: string, name: string): number {
  const digest = createHmac("sha256", seed).update(name).digest();
  return digest.readUIntBE(0, bits / 8) / 2 ** bits;
}

/** Draws one of some values, each as likely as the others. Throws a RangeError if there are none. */
export function seededChoice<Value>(seed: string, name: string, values: readonly Value[]): Value {
  if (values.length === 0) throw new RangeError("There is nothing to draw from");
  return values[Math.floor(seededRandom(seed, name) * values.length)] as Value;
}
