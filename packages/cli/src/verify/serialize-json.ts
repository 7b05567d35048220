import type { JsonLeaf, JsonNode } from "./json-tokens.js";

/** A serialization of JSON. */
export interface JsonStyle {
  /** The serialization of each scalar value. */
  readonly leaf: (leaf: JsonLeaf, key: string | undefined) => string;
  /** The separator of entries, the separator of key and value, and the indent. Undefined for a single line. */
  readonly comma: string;
  readonly colon: string;
  readonly indent: string | undefined;
  /** The order of an object's keys. Defaults to the original order. */
  readonly order: ((a: string, b: string) => number) | undefined;
}

/** Serializes a JSON structure in another style. */
export function serializeJson(node: JsonNode, style: JsonStyle): string {
  return serialize(node, style, undefined, "");
}

function serialize(
  node: JsonNode,
  style: JsonStyle,
  key: string | undefined,
  margin: string,
): string {
  if (node.kind !== "object" && node.kind !== "array") return style.leaf(node, key);
  const inner = style.indent === undefined ? "" : margin + style.indent;
  const parts =
    node.kind === "array"
      ? node.items.map((item) => serialize(item, style, undefined, inner))
      : sorted(node.entries, style.order).map(
          ([name, value]) =>
            style.leaf(name, undefined) +
            style.colon +
            serialize(value, style, JSON.parse(name.source) as string, inner),
        );
  const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
  if (style.indent === undefined || parts.length === 0)
    return open + parts.join(style.comma) + close;
  return `${open}\n${inner}${parts.join(`${style.comma}\n${inner}`)}\n${margin}${close}`;
}

function sorted(
  entries: readonly (readonly [JsonLeaf, JsonNode])[],
  order: JsonStyle["order"],
): readonly (readonly [JsonLeaf, JsonNode])[] {
  if (order === undefined) return entries;
  const nameOf = (entry: readonly [JsonLeaf, JsonNode]): string =>
    JSON.parse(entry[0].source) as string;
  return entries.toSorted((a, b) => order(nameOf(a), nameOf(b)));
}
