import type { FieldType, ReadFieldOverride } from "./override.js";

/** A field that the gateway sends. */
export interface ReadField {
  /** On the wire. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: FieldType;
}

/** Where the fields of a body are, and what they are called. */
export interface ReadShape {
  /** The way to the fields or the list, empty for the body itself. */
  readonly at: readonly string[];
  /** By the library's name. Fields that are not in it are passed through. */
  readonly fields: ReadonlyMap<string, ReadField>;
  /** The fields that have another name on the wire: the library's, then the wire's. */
  readonly renamed: readonly (readonly [name: string, wireName: string])[];
}

/** A shape whose fields are the given ones and those of the overrides, of which the later ones count. */
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
