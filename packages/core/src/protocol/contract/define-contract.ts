import { checkOverride } from "./check-override.js";
import type { ContractOverride } from "./override.js";

/**
 * An override whose names the compiler knows, for `Register`.
 *
 * @throws InvalidOptionError naming the part that is wrong
 */
export function defineContract<const Override extends ContractOverride>(
  override: Override,
): Override {
  checkOverride(override, "contract");
  return override;
}
