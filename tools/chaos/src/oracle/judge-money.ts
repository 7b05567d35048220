import type { Entry } from "../receiver/create-bookkeeper.js";
import { compareLedger } from "@numipay/sandbox";
import { judge } from "./judge.js";

/**
 * The second oracle: the sandbox' own comparison of a merchant's books with what the gateways know, in money. It looks at
 * successful payments alone, and at amounts and currencies, which `judge` does not. Returns what the two do not agree on:
 * nothing, or one of them is blind.
 *
 * @returns sentences
 */
export function judgeMoney(
  truth: ReturnType<typeof import("./read-truth.js").readTruth>,
  ledger: Pick<Entry, "key" | "transactionKey" | "rank" | "event">[],
): string[] {
  const transactions = truth.flatMap(({ latest }) => (latest === undefined ? [] : [latest]));
  const findings = compareLedger(
    transactions,
    ledger.map(({ event }) => ({ ...event, type: event.transaction_type })),
  );
  const count = (...kinds) => findings.filter(({ kind }) => kinds.includes(kind)).length;
  // By their keys, which money does not look at: the two shall have nothing in common but the run.
  const isMoney = ({ key }) => key.endsWith(":successful");
  const byChange = judge(truth.filter(isMoney), ledger.filter(isMoney));
  const pairs = [
    { what: "lost", changes: byChange.lost, money: count("lost") },
    {
      // What is booked twice and never happened is one of each to the first, and two of a kind to the second.
      what: "booked too often",
      changes: byChange.doubled + byChange.phantoms,
      money: count("doubled", "phantom", "paid-but-failed"),
    },
  ];
  return [
    ...pairs
      .filter(({ changes, money }) => changes !== money)
      .map(
        ({ what, changes, money }) =>
          `by changes ${changes} successful payments are ${what}, and by money ${money}`,
      ),
    ...findings
      .filter(({ kind }) => kind === "wrong-amount" || kind === "wrong-currency")
      .map(({ message }) => message),
  ];
}
