import type { Candidate, Deviation } from "./deviation.js";
import type { JsonNode } from "./json-tokens.js";

type Order = (a: string, b: string) => number;

const reordered: Deviation = {
  code: "key-order",
  found: "The fields were signed in another order than the one in which they stand here.",
  todo:
    "A database (jsonb), a map or a sorting serialiser has put them into an order of its own. Keep and verify the bytes " +
    "as they came in.",
};

/** All orders of seven keys are 5,040; of eight already 40,320. */
const mostKeys = 7;

/** The orders in which an object's keys were most probably signed. */
export function* keyOrders(
  node: JsonNode,
  documented: readonly string[],
): Generator<Candidate<Order>> {
  if (node.kind !== "object") return;
  yield { value: byPosition(documented), deviations: [reordered] };
  yield { value: (a, b) => (a < b ? -1 : Number(a > b)), deviations: [reordered] };
}

/** Every order of the keys of an object with few enough of them. */
export function* allKeyOrders(node: JsonNode): Generator<Candidate<Order>> {
  if (node.kind !== "object" || node.entries.length > mostKeys) return;
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
