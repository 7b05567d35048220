// @ts-check

export interface Work {
  handled: number;
  doubled: number;
  claims: number;
}

/** Counts what a server does with deliveries: changes handled, changes handled again, and calls to its store. */
export function countWork() {
  const seen: Set<string> = new Set();
  const work: Work = { handled: 0, doubled: 0, claims: 0 };
  return {
    /** @param id of the transaction */
    handle(id: string) {
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

export type Counter = ReturnType<typeof countWork>;
