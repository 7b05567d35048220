/** A JSON text taken apart, each number and string still spelled as it was: JSON.parse would lose just that. */
export type JsonNode =
  | { readonly kind: "object"; readonly entries: readonly (readonly [JsonLeaf, JsonNode])[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | JsonLeaf;

/** A value without parts, with its serialization. */
export interface JsonLeaf {
  readonly kind: "string" | "number" | "word";
  readonly source: string;
}

/** Sticky, and with a position of its own. */
const createReader = (): RegExp =>
  /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:]))/y;

/** The parts of a JSON text; undefined when it is none. A payload is small: nesting past 100 is not looked at. */
export function readJsonTokens(text: string): JsonNode | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const reader = createReader();
  const next = (): { source: string; leaf: JsonLeaf | undefined } => {
    const match = reader.exec(text);
    const [, string, number, word, sign = ""] = match ?? [];
    if (string !== undefined) return { source: string, leaf: { kind: "string", source: string } };
    if (number !== undefined) return { source: number, leaf: { kind: "number", source: number } };
    if (word !== undefined) return { source: word, leaf: { kind: "word", source: word } };
    return { source: sign, leaf: undefined };
  };
  // JSON.parse has said yes, so every sign stands where it belongs.
  const readValue = (first: ReturnType<typeof next>, depth: number): JsonNode | undefined => {
    if (first.leaf !== undefined) return first.leaf;
    if (depth > 100) return undefined;
    const isObject = first.source === "{";
    const entries: [JsonLeaf, JsonNode][] = [];
    const items: JsonNode[] = [];
    for (let at = next(); at.source !== (isObject ? "}" : "]"); at = next()) {
      if (at.source === ",") continue;
      const key = at.leaf;
      if (isObject) next();
      const value = readValue(isObject ? next() : at, depth + 1);
      if (value === undefined) return undefined;
      if (isObject && key !== undefined) entries.push([key, value]);
      else items.push(value);
    }
    return isObject ? { kind: "object", entries } : { kind: "array", items };
  };
  return readValue(next(), 0);
}
