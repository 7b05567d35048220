import { follow, type Json, toJson } from "./read-contract.js";

/** How sure we are of what our contract says. */
export type Provenance = "documented" | "assumed";

/** A schema, its references followed: just what is compared. */
export interface Shape {
  /** `string`, `number`, `integer`, `boolean`, `object`, `array`; several joined by `|`; undefined is anything. */
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  /** The values that are named: all there are (`enum`), or examples. */
  readonly values: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly items: Shape | undefined;
}

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
  const types = [schema["type"] ?? (schema["properties"] ? "object" : undefined)]
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
  const named = schema["enum"] ?? schema["examples"] ?? [];
  return {
    type: types.length === 0 ? undefined : types.toSorted().join("|"),
    format: toText(schema["format"]),
    pattern: toText(schema["pattern"]),
    values: Array.isArray(named) ? named.filter((one) => one !== null).map(String) : [],
    fields,
    items:
      schema["items"] === undefined || depth >= deepest
        ? undefined
        : toShape(document, schema["items"], provenance, depth + 1),
  };
}

/** The mark of our contract, or that of what is around it. */
export function toProvenance(mark: unknown, around: Provenance): Provenance {
  return mark === "documented" || mark === "assumed" ? mark : around;
}

/** A schema with its `allOf` laid into it. Of `oneOf` and `anyOf` the one that is not null is taken, if it is alone. */
function merged(document: Json, value: unknown, depth: number): Json {
  const schema = follow(document, value);
  if (depth >= deepest) return schema;
  const alternatives = [schema["oneOf"], schema["anyOf"]]
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter((one) => toJson(one)["type"] !== "null");
  const parts = [
    ...(Array.isArray(schema["allOf"]) ? (schema["allOf"] as unknown[]) : []),
    ...(alternatives.length === 1 ? alternatives : []),
  ].map((part) => merged(document, part, depth + 1));
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

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
