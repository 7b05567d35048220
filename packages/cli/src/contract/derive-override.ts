import type { ContractOverride } from "@numipay/core";
import { bend } from "./bent-contract.js";
import { type ContractDiff, diffContracts } from "./diff-contracts.js";
import { mergeOverrides } from "./merge-overrides.js";
import type { Json } from "./read-contract.js";

/** An override, and what it leaves. */
export interface DerivedOverride {
  readonly override: ContractOverride;
  /** What is different all the same. */
  readonly left: ContractDiff;
}

/** A field of the list follows from the webhook's, and is known once that is. Nothing follows from more. */
const mostRounds = 5;

/**
 * The override by which the library does what the other contract says, seen to do so: it is applied, and compared again.
 *
 * @param base an override to begin with
 */
export function deriveOverride(
  ours: Json,
  theirs: Json,
  { base, map }: { base: ContractOverride; map?: Readonly<Record<string, string>> | undefined },
): DerivedOverride {
  let override = base;
  for (let round = 1; ; round += 1) {
    const left = diffContracts(ours, theirs, { bent: bend(override), map });
    const parts = left.differences.flatMap((difference) => difference.override ?? []);
    if (parts.length === 0 || round === mostRounds) return { override, left };
    override = mergeOverrides([override, ...parts]);
  }
}
