// @ts-check

/** @typedef {{ handled: number, doubled: number, claims: number }} Work */

/** Counts what a server does with deliveries: changes handled, changes handled again, and calls to its store. */
export function countWork() {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Work} */
  const work = { handled: 0, doubled: 0, claims: 0 };
  return {
    /** @param {string} id of the transaction */
    handle(id) {
      work.handled += 1;
      if (seen.has(id)) work.doubled += 1;
      seen.add(id);
    },
    claim() {
      work.claims += 1;
    },
    read: () => work,
  };
}

/** @typedef {ReturnType<typeof countWork>} Counter */
