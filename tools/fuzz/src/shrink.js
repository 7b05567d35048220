/**
 * Leaves out one part after the other for as long as the same fault shows.
 * @template T
 * @param {T} failing
 * @param {{ simpler: (value: T) => T[], stillFails: (value: T) => Promise<boolean>, most?: number }} how
 * @returns {Promise<T>}
 */
export async function shrink(failing, { simpler, stillFails, most = 60 }) {
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
