import type { JsonLeaf, JsonNode } from "./json-tokens.js";

/** How to write a JSON text down again. */
export interface JsonStyle {
  /** How each number or string is written. */
  readonly leaf: (leaf: JsonLeaf, key: string | undefined) => string;
  /** Between entries, after a colon, and the indent of a line (undefined: no lines). */
  readonly comma: string;
  readonly colon: string;
  readonly indent: string | undefined;
  /** The order of an object's keys; undefined is the order that they have. */
  readonly order: ((a: string, b: string) => number) | undefined;
}

/** Writes the parts of a JSON text down in another style. */
export function spellJson(node: JsonNode, style: JsonStyle): string {
  return spell(node, style, undefined, "");
}

function spell(node: JsonNode, style: JsonStyle, key: string | undefined, margin: string): string {
  if (node.kind !== "object" && node.kind !== "array") return style.leaf(node, key);
  const inner = style.indent === undefined ? "" : margin + style.indent;
  const parts =
    node.kind === "array"
      ? node.items.map((item) => spell(item, style, undefined, inner))
      : sorted(node.entries, style.order).map(
          ([name, value]) =>
            style.leaf(name, undefined) +
            style.colon +
            spell(value, style, JSON.parse(name.source) as string, inner),
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
