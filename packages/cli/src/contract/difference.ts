import { type ContractOverride, defineContract } from "@numipay/core";
import { mergeOverrides } from "./merge-overrides.js";
import type { Provenance } from "./shape.js";
import { toRemedy } from "./to-remedy.js";

/** A difference between the two contracts. */
export interface Difference {
  readonly kind:
    | "operation-missing"
    | "operation-unknown"
    | "base-path"
    | "path"
    | "method"
    | "media-type"
    | "redirect"
    | "envelope"
    | "renamed"
    | "moved"
    | "field-missing"
    | "field-unknown"
    | "required"
    | "type"
    | "rule"
    | "date-format"
    | "values"
    | "security"
    | "signature"
    /** Found by `numipay contract probe`. */
    | "probed";
  /** Our operationId, or theirs if we do not have the operation. */
  readonly operation: string;
  /** For example `body.request.amount` or `response.url`. Empty for the whole operation. */
  readonly place: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** Whether our value is documented or assumed. Null if we have no value. */
  readonly provenance: Provenance | null;
  /** True if calls fail or change their meaning without an override. */
  readonly isBreaking: boolean;
  /** The part of a contract override that fixes it. Null if none can, or none is needed. */
  readonly override: ContractOverride | null;
  /** True if two names were only matched by common words. */
  readonly isGuess: boolean;
  /** What to do about it. */
  readonly remedy: string;
}

/** A difference with optional fields. The default remedy is derived from the override. */
type Found = Pick<Difference, "kind" | "operation" | "ours" | "theirs" | "isBreaking"> &
  Partial<Difference>;

/** The remedy if no override helps. */
const noOption =
  "No override can express it, so the library has to change. Please report it with this line.";

/** Completes a difference. */
export function toDifference(found: Found): Difference {
  const { override: wanted = null, isGuess = false, isBreaking, ...rest } = found;
  const override = wanted === null || isAccepted(wanted) ? wanted : null;
  const remedy =
    override === null ? (isBreaking ? noOption : "Nothing to do.") : toRemedy(override, isGuess);
  // A custom remedy refers to its override.
  const { remedy: own = remedy } = override === wanted ? found : {};
  return { place: "", provenance: null, ...rest, isBreaking, isGuess, override, remedy: own };
}

/** A file may contain values that an override does not allow, such as a path with spaces. */
function isAccepted(override: ContractOverride): boolean {
  try {
    defineContract(mergeOverrides([override]));
    return true;
  } catch {
    return false;
  }
}

/** True for a breaking difference that no override can fix. */
export function isInexpressible({ isBreaking, override }: Difference): boolean {
  return isBreaking && override === null;
}
