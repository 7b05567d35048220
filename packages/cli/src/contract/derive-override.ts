import type { ContractOverride } from "@numipay/core";
import { applyOverride } from "./overridden-contract.js";
import { type ContractDiff, diffContracts } from "./diff-contracts.js";
import { mergeOverrides } from "./merge-overrides.js";
import type { Json } from "./read-contract.js";

/** An override, and the differences that remain with it. */
export interface DerivedOverride {
  readonly override: ContractOverride;
  readonly left: ContractDiff;
}

/** List fields depend on webhook fields, so a second comparison can find more. More rounds are never needed. */
const maxRounds = 5;

/**
 * Derives the override that makes the library follow the other contract. Applies it and compares again to verify it.
 *
 * @param base the override to start from
 */
export function deriveOverride(
  ours: Json,
  theirs: Json,
  { base, map }: { base: ContractOverride; map?: Readonly<Record<string, string>> | undefined },
): DerivedOverride {
  let override = base;
  for (let round = 1; ; round += 1) {
    const left = diffContracts(ours, theirs, { overridden: applyOverride(override), map });
    const parts = left.differences.flatMap((difference) => difference.override ?? []);
    if (parts.length === 0 || round === maxRounds) return { override, left };
    override = mergeOverrides([override, ...parts]);
  }
}
