import type { ContractOverride } from "@numipay/core";
import { type Contract, loadContract } from "@numipay/core/protocol";

/** What the library is built on, with the differences of an override. */
export interface BentContract {
  readonly override: ContractOverride;
  /** The same, resolved. */
  readonly contract: Contract;
}

/**
 * Resolves an override.
 *
 * @throws InvalidOptionError naming the part that is wrong
 */
export function bend(override: ContractOverride, option?: string): BentContract {
  return { override, contract: loadContract(override, option) };
}
