/** The structure of a JSON text. Unlike JSON.parse, it keeps the serialization of each number and string. */
export type JsonNode =
  | { readonly kind: "object"; readonly entries: readonly (readonly [JsonLeaf, JsonNode])[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | JsonLeaf;

/** A scalar value with its serialization. */
export interface JsonLeaf {
  readonly kind: "string" | "number" | "word";
  readonly source: string;
}

/** Creates a sticky pattern, which has its own position. */
const createReader = (): RegExp =>
  /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:]))/y;

/** Parses a JSON text. Returns undefined if it is not JSON, or nested deeper than 100 levels. */
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
  // JSON.parse succeeded, so the structure is valid.
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
