import { hostileBytes, hostileTexts } from "../hostile-values.js";
import type { Random } from "../random.js";
import type { KnownValues } from "./served-sandbox.js";

/** Returns values for fields, half of them valid and half hostile. */
export interface ValueSource {
  /** The names of all known fields. */
  names: readonly string[];
  any: (name: string) => string;
}

export function createValueSource(random: Random, known: KnownValues): ValueSource {
  return {
    names: [...known.keys()],
    any: (name) => {
      const valid = known.get(name) ?? [];
      return valid.length > 0 && random.chance(0.5)
        ? random.one(valid)
        : random.one(random.chance(0.8) ? hostileTexts : hostileBytes);
    },
  };
}

/** Converts text to a header value in Latin-1. It has no line breaks, but may have other control characters. */
export function toHeaderValue(text: string): string {
  return Buffer.from(text.replaceAll(/[\r\n\0]/g, ""))
    .toString("latin1")
    .slice(0, 4000);
}
