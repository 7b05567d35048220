import type { Provenance } from "./shape.js";

/** One thing that the other contract says otherwise. */
export interface Difference {
  readonly kind:
    | "operation-missing"
    | "operation-unknown"
    | "path"
    | "method"
    | "envelope"
    | "field-missing"
    | "field-unknown"
    | "required"
    | "type"
    | "values"
    | "parameter-missing"
    | "parameter-unknown"
    | "security";
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
  /** Which option or habit takes care of it. */
  readonly remedy: string;
}

/** What to do where no option helps. */
export const noOption =
  "There is no option for it: it takes a change of the library. Report it with this line, please.";
