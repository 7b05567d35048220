// The oracle of outgoing payments: it compares the gateway's transactions with the merchant's wallet and journal.

/** What is known about one payout in the end. */
export interface PayoutRecord {
  tracking_id: string;
  /** Entries of the wallet. */
  debits: number;
  refunds: number;
  /** How often the merchant recorded that the payout exists. */
  confirmations: number;
  /** Transactions at the gateway. */
  transactions: number;
  /** How many of them the gateway rejected. */
  rejected: number;
  /** The state of the intent in the journal, `none` without a record. */
  state: string;
}

export interface PayoutVerdict {
  /** Debits whose payout neither exists, nor waits, nor is undecided, nor was refunded; and payouts that are refunded too. */
  lost: number;
  lostKeys: string[];
  /** Transactions beyond the first of a payout. */
  sentTwice: number;
  /** Refunds beyond the first of a payout. */
  refundedTwice: number;
  /** Payouts that stay unknown, and that the gateway does not have. */
  undecided: number;
  problems: string[];
}

/** Compares each payout at the gateway with the wallet. */
export function comparePayouts(records: readonly PayoutRecord[]): PayoutVerdict {
  const sum = (count: (record: PayoutRecord) => number) =>
    records.reduce((total, record) => total + count(record), 0);
  const lost = records.filter(isLost);
  const checks: [string, (record: PayoutRecord) => boolean][] = [
    ["were debited twice", ({ debits }) => debits > 1],
    ["were paid without a debit", ({ debits, transactions }) => debits === 0 && transactions > 0],
    ["were refunded without a debit", ({ debits, refunds }) => debits === 0 && refunds > 0],
    ["are confirmed, and the gateway has none", isPhantom],
    ["still wait in the queue", ({ state }) => state === "queued" || state === "sending"],
    [
      "are unknown, although the gateway has them",
      ({ state, transactions }) => state === "unknown" && transactions > 0,
    ],
  ];
  return {
    lost: lost.length,
    lostKeys: lost.map(({ tracking_id }) => tracking_id),
    sentTwice: sum(({ transactions }) => Math.max(0, transactions - 1)),
    refundedTwice: sum(({ refunds }) => Math.max(0, refunds - 1)),
    undecided: records.filter(isUndecided).length,
    problems: checks.flatMap(([problem, isWrong]) => {
      const count = records.filter(isWrong).length;
      return count === 0 ? [] : [`${count} payouts ${problem}`];
    }),
  };
}

/** Money that the merchant or the customer misses. */
function isLost(record: PayoutRecord): boolean {
  const { debits, refunds, transactions, rejected } = record;
  if (debits === 0) return false;
  const isPaid = transactions > rejected;
  if (refunds > 0) return isPaid;
  return !isPaid && !isUndecided(record) && !isWaiting(record);
}

function isUndecided({ state, refunds, transactions }: PayoutRecord): boolean {
  return state === "unknown" && transactions === 0 && refunds === 0;
}

/** A problem of its own. */
function isWaiting({ state }: PayoutRecord): boolean {
  return state === "queued" || state === "sending";
}

function isPhantom({ confirmations, transactions }: PayoutRecord): boolean {
  return confirmations > 0 && transactions === 0;
}
