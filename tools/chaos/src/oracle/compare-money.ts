import { compareLedger, type DiscrepancyKind } from "@numipay/sandbox";
import type { Entry } from "../ledger/entry.js";
import { compareChanges } from "./compare-changes.js";
import type { ExpectedChange } from "./expected-changes.js";

type ComparedEntry = Pick<Entry, "key" | "transactionKey" | "rank" | "event">;

/**
 * The second oracle: the sandbox's own comparison of a ledger with the gateways, in money. It only looks at successful
 * payments, and at their amounts and currencies, which `compareChanges` ignores. Returns a sentence for each point on which
 * the two oracles disagree, because one of them is then wrong.
 */
export function compareMoney(
  expected: readonly ExpectedChange[],
  ledger: readonly ComparedEntry[],
): string[] {
  const transactions = expected.flatMap(({ latest }) => (latest === undefined ? [] : [latest]));
  const discrepancies = compareLedger(
    transactions,
    ledger.map(({ event }) => ({ ...event, type: event.transaction_type })),
  );
  const count = (...kinds: DiscrepancyKind[]) =>
    discrepancies.filter(({ kind }) => kinds.includes(kind)).length;
  // Selected by key, which the comparison in money ignores: the two oracles share nothing but the run.
  const isMoney = ({ key }: { key: string }) => key.endsWith(":successful");
  const byChange = compareChanges(expected.filter(isMoney), ledger.filter(isMoney));
  const pairs = [
    { what: "lost", changes: byChange.lost, money: count("lost") },
    {
      // A payment that never happened and has two entries is a duplicate and a phantom by change, and two phantoms in money.
      what: "duplicate or phantom",
      changes: byChange.doubled + byChange.phantoms,
      money: count("doubled", "phantom", "paid-but-failed"),
    },
  ];
  return [
    ...pairs
      .filter(({ changes, money }) => changes !== money)
      .map(
        ({ what, changes, money }) =>
          `the oracles disagree on ${what} successful payments: ${changes} by change, ${money} by money`,
      ),
    ...discrepancies
      .filter(({ kind }) => kind === "wrong-amount" || kind === "wrong-currency")
      .map(({ message }) => message),
  ];
}
