import type { FieldType, ReadFieldOverride } from "./override.js";

/** A field that the gateway sends. */
export interface ReadField {
  /** The name on the wire. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: FieldType;
}

/** The location and names of the fields in a body. */
export interface ReadShape {
  /** The path of the fields or the list; empty for the body itself. */
  readonly at: readonly string[];
  /** By the library's name. Other fields pass through. */
  readonly fields: ReadonlyMap<string, ReadField>;
  /** The fields with a different name on the wire: the library's name, then the wire's. */
  readonly renamed: readonly (readonly [name: string, wireName: string])[];
}

/** Creates a shape from the required fields and the overrides. Later overrides take precedence. */
export function toReadShape(
  at: string | undefined,
  required: readonly string[],
  ...overrides: readonly (Readonly<Record<string, ReadFieldOverride>> | undefined)[]
): ReadShape {
  const all: Readonly<Record<string, ReadFieldOverride>> = Object.assign({}, ...overrides);
  const names = [...new Set([...required, ...Object.keys(all)])];
  const fields = new Map(
    names.map((field) => {
      const { name = field, required: isRequired, type = "string" } = all[field] ?? {};
      return [field, { name, isRequired: isRequired ?? required.includes(field), type }] as const;
    }),
  );
  return {
    at: at === undefined || at === "" ? [] : at.split("."),
    fields,
    renamed: [...fields].flatMap(([field, { name }]) =>
      field === name ? [] : [[field, name] as const],
    ),
  };
}
