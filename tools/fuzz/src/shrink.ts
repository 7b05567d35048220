export interface ShrinkOptions<Value> {
  /** Returns simpler candidates. */
  simplify: (value: Value) => Value[];
  stillFails: (value: Value) => Promise<boolean>;
  /** The most candidates to try. Defaults to `60`. */
  most?: number;
}

/** Simplifies a failing value for as long as the same problem shows. */
export async function shrink<Value>(
  failing: Value,
  { simplify, stillFails, most = 60 }: ShrinkOptions<Value>,
): Promise<Value> {
  let smallest = failing;
  let left = most;
  for (let isSmaller = true; isSmaller && left > 0;) {
    isSmaller = false;
    for (const candidate of simplify(smallest)) {
      if (left <= 0) break;
      left -= 1;
      if (await stillFails(candidate)) {
        smallest = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

/** Returns a copy of the list without each of its items in turn. */
export function withoutEach<Item>(list: readonly Item[]): Item[][] {
  return list.map((_, omitted) => list.filter((_item, index) => index !== omitted));
}
