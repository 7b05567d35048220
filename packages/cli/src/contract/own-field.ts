import type { Provenance, Shape } from "./shape.js";

/** A field of ours, of a request or a response. */
export interface OwnField {
  /** The library's name. */
  readonly field: string;
  /** What the gateway calls it. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  readonly provenance: Provenance;
}
