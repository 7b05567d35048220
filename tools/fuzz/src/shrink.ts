/** Leaves out one part after the other for as long as the same fault shows. */
export async function shrink<T>(
  failing: T,
  {
    simpler,
    stillFails,
    most = 60,
  }: { simpler: (value: T) => T[]; stillFails: (value: T) => Promise<boolean>; most?: number },
): Promise<T> {
  let smallest = failing;
  let left = most;
  for (let isSmaller = true; isSmaller && left > 0;) {
    isSmaller = false;
    for (const candidate of simpler(smallest)) {
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

/** The list without one of its items, for each of them. */
export function withoutEach(list) {
  return list.map((_, left) => list.filter((_item, index) => index !== left));
}
