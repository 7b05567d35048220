import { checkOverride } from "./check-override.js";
import type { ContractOverride } from "./override.js";

/**
 * Checks a contract override and keeps its literal types, for `Register`.
 *
 * @throws InvalidOptionError when a part of the override is invalid
 */
export function defineContract<const Override extends ContractOverride>(
  override: Override,
): Override {
  checkOverride(override, "contract");
  return override;
}
