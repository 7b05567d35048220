import type { ReadFieldOverride } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import type { OwnField } from "./own-field.js";
import { emptyShape, type Field, type Provenance, type Shape } from "./shape.js";

/** What the library reads from a response or a webhook. */
export interface OwnResponse {
  /** The path to the fields, or to the list. */
  readonly at: readonly string[];
  readonly isList: boolean;
  readonly fields: readonly OwnField[];
  readonly provenance: Provenance;
}

/** The settings of the override. */
interface ResponseSource {
  readonly at: readonly string[];
  readonly fields: Readonly<Record<string, ReadFieldOverride>> | undefined;
  readonly provenance: Provenance;
}

/** Returns a documented response as the library reads it. */
export function toOwnResponse(
  documented: Shape,
  { at, fields: differences = {}, provenance }: ResponseSource,
  contract: Contract,
): OwnResponse {
  const { fields } = documented.items ?? documented;
  const names = [...new Set([...fields.keys(), ...Object.keys(differences)])];
  return {
    at,
    isList: documented.items !== undefined,
    provenance,
    fields: names.map((name) => toOwnField(name, fields.get(name), differences[name], contract)),
  };
}

function toOwnField(
  field: string,
  documented: Field | undefined,
  { name = field, required, type }: ReadFieldOverride = {},
  contract: Contract,
): OwnField {
  const known = documented?.shape ?? { ...emptyShape, type: "string" };
  const shape =
    type === undefined ? known : { ...emptyShape, type: type === "any" ? undefined : type };
  return {
    field,
    name,
    isRequired: required ?? documented?.isRequired ?? false,
    provenance: documented?.provenance ?? "documented",
    shape: { ...shape, values: valuesOf(field, contract) ?? shape.values },
  };
}

/** The known values of a field. */
function valuesOf(field: string, { statuses, types }: Contract): readonly string[] | undefined {
  if (field === "transaction_type") return types;
  return field === "status" || field === "transaction_status" ? [...statuses.keys()] : undefined;
}
