import { follow, type Json, toJson } from "./read-contract.js";

/** How sure we are of what our contract says. */
export type Provenance = "documented" | "assumed";

/** A schema, its references followed: just what is compared. */
export interface Shape {
  /** `string`, `number`, `integer`, `boolean`, `object`, `array`; several joined by `|`; undefined is anything. */
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** The values that are named: all there are (`isEnum`), or examples. */
  readonly values: readonly string[];
  readonly isEnum: boolean;
  /** For people. */
  readonly description: string;
  /** Whether it is in responses alone, or in requests alone. */
  readonly isOnly: "read" | "written" | undefined;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whether the schema says which fields are required. One that says nothing contradicts nothing. */
  readonly hasRequired: boolean;
  readonly items: Shape | undefined;
}

/** A shape that says nothing. */
export const emptyShape: Shape = {
  type: undefined,
  format: undefined,
  pattern: undefined,
  minLength: undefined,
  maxLength: undefined,
  values: [],
  isEnum: false,
  description: "",
  isOnly: undefined,
  fields: new Map(),
  hasRequired: false,
  items: undefined,
};

/** A field of an object. */
export interface Field {
  readonly shape: Shape;
  readonly isRequired: boolean;
  readonly provenance: Provenance;
}

/** Deeper than this nothing of a payment is nested; a schema may contain itself. */
const deepest = 8;

/** The shape of a schema. `provenance` is that of whatever holds it, for the fields that have no mark of their own. */
export function toShape(
  document: Json,
  value: unknown,
  provenance: Provenance = "documented",
  depth = 0,
): Shape {
  const schema = merged(document, value, depth);
  const hasFields = Object.keys(toJson(schema["properties"])).length > 0;
  const types = [schema["type"] ?? (hasFields ? "object" : undefined)]
    .flat()
    .filter((type): type is string => typeof type === "string" && type !== "null");
  const required = [schema["required"]].flat();
  const fields = new Map<string, Field>();
  if (depth < deepest) {
    for (const [name, inner] of Object.entries(toJson(schema["properties"]))) {
      const mark = toProvenance(toJson(inner)["x-provenance"], provenance);
      fields.set(name, {
        shape: toShape(document, inner, mark, depth + 1),
        isRequired: required.includes(name),
        provenance: mark,
      });
    }
  }
  const all = schema["enum"] ?? (schema["const"] === undefined ? undefined : [schema["const"]]);
  const named = all ?? schema["examples"] ?? [schema["example"]];
  return {
    type: types.length === 0 ? undefined : types.toSorted().join("|"),
    format: toText(schema["format"]),
    pattern: toText(schema["pattern"]),
    minLength: toLength(schema["minLength"]),
    maxLength: toLength(schema["maxLength"]),
    values: toList(named)
      .filter((one) => one !== null && one !== undefined)
      .map(String),
    isEnum: Array.isArray(all),
    description: toText(schema["description"]) ?? "",
    isOnly:
      schema["readOnly"] === true ? "read" : schema["writeOnly"] === true ? "written" : undefined,
    fields,
    hasRequired: required.some((name) => typeof name === "string"),
    items:
      schema["items"] === undefined || depth >= deepest
        ? undefined
        : toShape(document, schema["items"], provenance, depth + 1),
  };
}

/** True for a schema that does not say what is in it. */
export function isUndescribed({ type, fields, items }: Shape): boolean {
  return fields.size === 0 && items === undefined && (type === undefined || type === "object");
}

/** The mark of our contract, or that of what is around it. */
export function toProvenance(mark: unknown, around: Provenance): Provenance {
  return mark === "documented" || mark === "assumed" ? mark : around;
}

/**
 * A schema with its `allOf` laid into it. Of `oneOf` and `anyOf` the one that is not null, if it is alone; of several objects,
 * the fields of all, of which those are required that all require.
 */
function merged(document: Json, value: unknown, depth: number): Json {
  const schema = follow(document, value);
  if (depth >= deepest) return schema;
  const alternatives = [...toList(schema["oneOf"]), ...toList(schema["anyOf"])]
    .filter((one) => toJson(one)["type"] !== "null")
    .map((one) => merged(document, one, depth + 1));
  const parts = [
    ...toList(schema["allOf"]).map((part) => merged(document, part, depth + 1)),
    ...(alternatives.length === 1 ? alternatives : [unite(alternatives)]),
  ];
  return parts.reduce<Json>(
    (whole, part) => ({
      ...part,
      ...whole,
      properties: { ...toJson(part["properties"]), ...toJson(whole["properties"]) },
      required: [...toList(part["required"]), ...toList(whole["required"])],
    }),
    schema,
  );
}

/** The fields of several objects; nothing of what is none. */
function unite(alternatives: readonly Json[]): Json {
  const objects = alternatives.filter((one) => one["properties"] !== undefined);
  if (objects.length === 0 || objects.length < alternatives.length) return {};
  const [first = {}, ...others] = objects;
  return {
    type: "object",
    properties: Object.assign({}, ...objects.map((one) => toJson(one["properties"]))) as Json,
    required: toList(first["required"]).filter((name) =>
      others.every((one) => toList(one["required"]).includes(name)),
    ),
  };
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function toLength(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
