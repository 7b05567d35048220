import type { Candidate, Deviation } from "./deviation.js";
import type { JsonNode } from "./json-tokens.js";

type Order = (a: string, b: string) => number;

const reordered: Deviation = {
  code: "key-order",
  found: "The fields were signed in another order.",
  todo: "A database (jsonb), a map or a sorting serializer reordered them. Keep the raw bytes and verify those.",
};

/** Seven keys have 5,040 orders, eight have 40,320. */
const maxKeys = 7;

/** The most likely orders of an object's keys. */
export function* keyOrders(
  node: JsonNode,
  documented: readonly string[],
): Generator<Candidate<Order>> {
  if (node.kind !== "object") return;
  yield { value: byPosition(documented), deviations: [reordered] };
  yield { value: (a, b) => (a < b ? -1 : Number(a > b)), deviations: [reordered] };
}

/** Every order of an object's keys, if it has few enough. */
export function* allKeyOrders(node: JsonNode): Generator<Candidate<Order>> {
  if (node.kind !== "object" || node.entries.length > maxKeys) return;
  const keys = node.entries.map(([name]) => JSON.parse(name.source) as string);
  for (const order of permutations(keys)) {
    yield { value: byPosition(order), deviations: [reordered] };
  }
}

function byPosition(order: readonly string[]): Order {
  const position = (key: string): number => {
    const index = order.indexOf(key);
    return index === -1 ? order.length : index;
  };
  return (a, b) => position(a) - position(b);
}

function* permutations(keys: readonly string[]): Generator<string[]> {
  if (keys.length === 0) yield [];
  for (const [index, key] of keys.entries()) {
    const others = keys.filter((_, other) => other !== index);
    for (const rest of permutations(others)) yield [key, ...rest];
  }
}
