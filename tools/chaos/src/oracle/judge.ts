// The oracle. It knows nothing of inboxes: it compares what the gateway says happened with what the ledger was told.

/**
 * Holds the ledger against the truth.
 *
 * @param truth every change that the gateway told. `order`: by a counter of the sender, when it was first sent and when a 2xx for
 *   it first came back; without an answer, `acknowledged` is Infinity.
 * @param ledger every effect, in order. It has no
 * unique constraint: what was booked twice stands there twice.
 */
export function judge(
  truth: {
    key: string;
    transactionKey: string;
    rank: number | undefined;
    order?: { sent: number; acknowledged: number };
  }[],
  ledger: { key: string; transactionKey: string; rank: number | undefined }[],
) {
  const counts = new Map();
  for (const { key } of ledger) counts.set(key, (counts.get(key) ?? 0) + 1);
  const known = new Map(truth.map((change) => [change.key, change]));
  const finalSent = new Map();
  for (const { transactionKey, rank, order } of truth) {
    if (rank !== 1 || order === undefined) continue;
    finalSent.set(transactionKey, Math.min(order.sent, finalSent.get(transactionKey) ?? Infinity));
  }
  const mustBeBooked = ({ transactionKey, rank, order }: (typeof truth)[number]) => {
    if (rank !== 0) return true;
    // A `pending` that comes after the final one is left out on purpose. It is lost where no final one had been sent yet
    // when somebody answered that it was taken.
    return (order?.acknowledged ?? Infinity) < (finalSent.get(transactionKey) ?? Infinity);
  };
  const lost = truth.filter((change) => !counts.has(change.key) && mustBeBooked(change));
  return {
    lost: lost.length,
    lostKeys: lost.map(({ key }) => key),
    doubled: [...counts.values()].reduce((sum, count) => sum + count - 1, 0),
    regressed: countRegressions(ledger),
    phantoms: [...counts.keys()].filter((key) => !known.has(key)).length,
  };
}

/** Effects of a `pending` after one of a final status of the same transaction. */
function countRegressions(ledger) {
  const final = new Set();
  let regressions = 0;
  for (const { transactionKey, rank } of ledger) {
    if (rank === 1) final.add(transactionKey);
    else if (rank === 0 && final.has(transactionKey)) regressions += 1;
  }
  return regressions;
}
