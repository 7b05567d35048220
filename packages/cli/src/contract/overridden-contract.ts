import type { ContractOverride } from "@numipay/core";
import { type Contract, loadContract } from "@numipay/core/protocol";

/** The library's contract with an override. */
export interface OverriddenContract {
  readonly override: ContractOverride;
  /** The resolved contract. */
  readonly contract: Contract;
}

/**
 * Resolves an override.
 *
 * @throws InvalidOptionError naming the invalid part
 */
export function applyOverride(override: ContractOverride, option?: string): OverriddenContract {
  return { override, contract: loadContract(override, option) };
}
