/** What a server did with deliveries. */
export interface Work {
  handled: number;
  /** Transactions that were handled before. */
  handledTwice: number;
  /** Calls to the store. */
  claims: number;
}

export interface WorkCounter {
  handle: (transactionId: string) => void;
  claim: () => void;
  read: () => Work;
}

export function createWorkCounter(): WorkCounter {
  const seen = new Set<string>();
  const work: Work = { handled: 0, handledTwice: 0, claims: 0 };
  return {
    handle(transactionId) {
      work.handled += 1;
      if (seen.has(transactionId)) work.handledTwice += 1;
      seen.add(transactionId);
    },
    claim() {
      work.claims += 1;
    },
    read: () => work,
  };
}
