import { type ContractOverride, defineContract } from "@numipay/core";
import { mergeOverrides } from "./merge-overrides.js";
import type { Provenance } from "./shape.js";
import { toRemedy } from "./to-remedy.js";

/** One thing that the other contract says otherwise. */
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
    | "signature";
  /** Our operationId, or theirs where we have no such operation. */
  readonly operation: string;
  /** Such as `body.request.amount` or `answer.url`. Empty for the operation as a whole. */
  readonly place: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** How sure we were. Null: we said nothing. */
  readonly provenance: Provenance | null;
  /** True: calls fail or mean something else until something is done. */
  readonly isBreaking: boolean;
  /** The part of a contract override that takes care of it. Null: none can, or none is needed. */
  readonly override: ContractOverride | null;
  /** True: two names were taken for the same one because they have words in common. */
  readonly isGuess: boolean;
  /** Which option or habit takes care of it. */
  readonly remedy: string;
}

/** A difference as it is found: what is left out is nothing, and the remedy follows from the override. */
type Found = Pick<Difference, "kind" | "operation" | "ours" | "theirs" | "isBreaking"> &
  Partial<Difference>;

/** What to do where no override helps. */
const noOption =
  "No override can express it: it takes a change of the library. Report it with this line, please.";

/** A difference with its remedy. */
export function toDifference(found: Found): Difference {
  const { override: wanted = null, isGuess = false, isBreaking, ...rest } = found;
  const override = wanted === null || isAccepted(wanted) ? wanted : null;
  const remedy =
    override === null ? (isBreaking ? noOption : "Nothing.") : toRemedy(override, isGuess);
  // A remedy of its own speaks of its override.
  const { remedy: own = remedy } = override === wanted ? found : {};
  return { place: "", provenance: null, ...rest, isBreaking, isGuess, override, remedy: own };
}

/** A file may hold anything, such as a path with blanks, that is no part of an override. */
function isAccepted(override: ContractOverride): boolean {
  try {
    defineContract(mergeOverrides([override]));
    return true;
  } catch {
    return false;
  }
}

/** True for what makes calls fail, and no override takes care of. */
export function isInexpressible({ isBreaking, override }: Difference): boolean {
  return isBreaking && override === null;
}
