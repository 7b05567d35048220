import { follow, type Json, toJson } from "./read-contract.js";

/** Whether our contract's value is documented or assumed. */
export type Provenance = "documented" | "assumed";

/** The compared parts of a schema, with resolved references. */
export interface Shape {
  /** `string`, `number`, `integer`, `boolean`, `object` or `array`, several joined by `|`. Undefined for any type. */
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** All values (`isEnum`), or examples. */
  readonly values: readonly string[];
  readonly isEnum: boolean;
  readonly description: string;
  /** Whether it is only in responses or only in requests. */
  readonly isOnly: "read" | "written" | undefined;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whether the schema lists required fields. If not, it does not contradict ours. */
  readonly hasRequired: boolean;
  readonly items: Shape | undefined;
}

/** A shape of any value. */
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

/** A limit for recursive schemas. Payment objects are not nested deeper. */
const maxDepth = 8;

/** Converts a schema. `provenance` is that of its parent, for fields without their own. */
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
  if (depth < maxDepth) {
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
      schema["items"] === undefined || depth >= maxDepth
        ? undefined
        : toShape(document, schema["items"], provenance, depth + 1),
  };
}

/** True for a schema that does not describe its contents. */
export function isUndescribed({ type, fields, items }: Shape): boolean {
  return fields.size === 0 && items === undefined && (type === undefined || type === "object");
}

/** The provenance of our contract, or that of the parent. */
export function toProvenance(mark: unknown, around: Provenance): Provenance {
  return mark === "documented" || mark === "assumed" ? mark : around;
}

/**
 * Merges `allOf` into a schema. For `oneOf` and `anyOf`, merges the only alternative that is not null, or the fields of
 * all objects; a field is then required if all of them require it.
 */
function merged(document: Json, value: unknown, depth: number): Json {
  const schema = follow(document, value);
  if (depth >= maxDepth) return schema;
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

/** Merges the fields of several objects. Returns an empty object if one is not an object. */
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
