import {
  applyOnce,
  applyOnceConcurrently,
  checkTypeAndStatus,
  failLoudly,
  verifyFirst,
} from "../advice.js";
import type { Check, CreditTotals, Observation } from "../check.js";
import { compareDecimals } from "../decimal.js";
import type { LedgerExpectation } from "../ledger-expectation.js";

const group = "Ledger";
const sent = "nothing more; the ledger before and after is compared with the 2xx responses";

/** How the ledger compares with one order. */
type State = "nothing" | "exact" | "less" | "more" | "other-currency";

function stateOf({ order }: LedgerExpectation, credits: CreditTotals): State {
  const byCurrency = credits.of(order.tracking_id);
  const amount = byCurrency.get(order.currency);
  if ([...byCurrency.keys()].some((currency) => currency !== order.currency)) {
    return "other-currency";
  }
  if (amount === undefined) return "nothing";
  const difference = compareDecimals(amount, order.amount);
  return difference === 0 ? "exact" : difference > 0 ? "more" : "less";
}

/** True when an acknowledged payment is missing from the ledger, entirely or in part. */
export function isMissing(expectation: LedgerExpectation, credits: CreditTotals): boolean {
  const state = stateOf(expectation, credits);
  return expectation.expected === "once" && (state === "nothing" || state === "less");
}

function ledgerCheck(
  check: Omit<Check, "group" | "sent" | "needs" | "run">,
  concerns: (expectation: LedgerExpectation) => boolean,
  isWrong: (expectation: LedgerExpectation, credits: CreditTotals) => boolean,
): Check {
  return {
    group,
    sent,
    needs: ["ledger"],
    ...check,
    run({ expectations, credits }): Observation {
      if (credits === undefined) {
        return { verdict: "not-checked", observed: "not checked: no ledger" };
      }
      const relevant = expectations.filter(concerns);
      // Nothing was acknowledged, so there is nothing that the ledger could prove.
      if (relevant.length === 0) {
        return { verdict: "not-checked", observed: "not checked: no such delivery was accepted" };
      }
      const wrong = relevant.filter((expectation) => isWrong(expectation, credits));
      if (wrong.length === 0) {
        return { verdict: "passed", observed: `${relevant.length} orders are correct` };
      }
      const observed = wrong.map((expectation) => describeCredit(expectation, credits)).join("; ");
      return { verdict: "failed", observed };
    },
  };
}

function describeCredit({ scenario, order }: LedgerExpectation, credits: CreditTotals): string {
  const totals = [...credits.of(order.tracking_id)].map(([currency, sum]) => `${sum} ${currency}`);
  const credited = totals.length === 0 ? "nothing" : totals.join(" and ");
  return `${scenario} (${order.tracking_id}): ${order.amount} ${order.currency} sent, ${credited} credited`;
}

/** What the responses cannot show. These checks read the merchant's ledger. */
export const ledgerChecks: readonly Check[] = [
  ledgerCheck(
    {
      id: "ledger-complete",
      title: "credits every acknowledged deposit",
      expected: "each order that got a 2xx, with its amount and currency",
      why: "After a 2xx the gateway does not retry. A payment that was not credited by then is lost: the customer has paid and gets nothing.",
      advice: failLoudly,
    },
    ({ expected }) => expected === "once",
    (expectation, credits) =>
      isMissing(expectation, credits) || stateOf(expectation, credits) === "other-currency",
  ),
  ledgerCheck(
    {
      id: "ledger-once",
      title: "credits a duplicate delivery only once",
      expected: "no order with more than was paid",
      why: "Each duplicate that is credited again gives money away, and the gateway sends up to 15 of them.",
      advice: applyOnce,
    },
    ({ expected, isConcurrent }) =>
      (expected === "once" || expected === "at-most-once") && isConcurrent !== true,
    (expectation, credits) => stateOf(expectation, credits) === "more",
  ),
  ledgerCheck(
    {
      id: "ledger-once-concurrent",
      title: "credits concurrent duplicates only once",
      expected: "no more than was paid",
      why: "Two concurrent deliveries both find no record, and both credit.",
      advice: applyOnceConcurrently,
    },
    ({ isConcurrent }) => isConcurrent === true,
    (expectation, credits) => stateOf(expectation, credits) === "more",
  ),
  ledgerCheck(
    {
      id: "ledger-unpaid",
      title: "credits only successful deposits",
      expected: "nothing for rejected, expired and unknown transactions",
      why: "You ship goods for money that never arrives.",
      advice: checkTypeAndStatus,
    },
    ({ expected }) => expected === "unpaid",
    (expectation, credits) => stateOf(expectation, credits) !== "nothing",
  ),
  ledgerCheck(
    {
      id: "ledger-forged",
      title: "credits no forged deposit",
      expected: "nothing",
      why: "Anyone who knows the URL can credit themselves.",
      advice: verifyFirst,
    },
    ({ expected }) => expected === "forged",
    (expectation, credits) => stateOf(expectation, credits) !== "nothing",
  ),
];
