import type { Provenance, Shape } from "./shape.js";

/** A field of our requests or responses. */
export interface OwnField {
  /** The library's name. */
  readonly field: string;
  /** The gateway's name. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  readonly provenance: Provenance;
}
