import { applyOnce, applyOnceAtOnce, failLoudly, readTheStatus, verifyFirst } from "../advice.js";
import type { Booking } from "../bookings.js";
import type { BookedSince, Check, Observation } from "../check.js";
import { compareDecimals } from "../decimal.js";

const group = "Books";
const sent = "nothing more: the books before and after are held against what was answered 2xx";

/** How the books stand to one order. */
type State = "nothing" | "exact" | "less" | "more" | "other-currency";

/** Holds the books against an order: what came in, in its currency and in others. */
function stateOf({ order }: Booking, booked: BookedSince): State {
  const byCurrency = booked.of(order.tracking_id);
  const amount = byCurrency.get(order.currency);
  if ([...byCurrency.keys()].some((currency) => currency !== order.currency)) {
    return "other-currency";
  }
  if (amount === undefined) return "nothing";
  const difference = compareDecimals(amount, order.amount);
  return difference === 0 ? "exact" : difference > 0 ? "more" : "less";
}

/** True when an acknowledged payment is not in the books, or not whole. */
export function isMissing(booking: Booking, booked: BookedSince): boolean {
  const state = stateOf(booking, booked);
  return booking.expected === "once" && (state === "nothing" || state === "less");
}

function bookCheck(
  check: Omit<Check, "group" | "sent" | "needs" | "play">,
  concerns: (booking: Booking) => boolean,
  isWrong: (booking: Booking, booked: BookedSince) => boolean,
): Check {
  return {
    group,
    sent,
    needs: ["books"],
    ...check,
    play({ bookings, booked }): Observation {
      if (booked === undefined) return { verdict: "not-checked", seen: "there is no ledger" };
      const looked = bookings.filter(concerns);
      // Nothing was acknowledged: saying that the books are right would be empty praise.
      if (looked.length === 0)
        return { verdict: "not-checked", seen: "nothing of the kind came about" };
      const wrong = looked.filter((booking) => isWrong(booking, booked));
      if (wrong.length === 0)
        return { verdict: "passed", seen: `${looked.length} orders are right` };
      return { verdict: "failed", seen: wrong.map((one) => tell(one, booked)).join("; ") };
    },
  };
}

function tell({ scene, order }: Booking, booked: BookedSince): string {
  const sums = [...booked.of(order.tracking_id)].map(([currency, sum]) => `${sum} ${currency}`);
  const seen = sums.length === 0 ? "nothing" : sums.join(" and ");
  return `${scene} (${order.tracking_id}): ${order.amount} ${order.currency} told, ${seen} booked`;
}

/** What the answers cannot show. Needs the merchant's books. */
export const bookChecks: readonly Check[] = [
  bookCheck(
    {
      id: "ledger-complete",
      title: "what was acknowledged is in the books",
      expected: "each order that was answered 2xx, with its amount and currency",
      why: "A 2xx ends the gateway's tries. What is not booked by then is lost for good: the customer has paid, and gets nothing.",
      advice: failLoudly,
    },
    ({ expected }) => expected === "once",
    (booking, booked) =>
      isMissing(booking, booked) || stateOf(booking, booked) === "other-currency",
  ),
  bookCheck(
    {
      id: "ledger-once",
      title: "a repetition is booked once",
      expected: "no order with more than was paid",
      why: "Each repetition that is credited again is money given away, and the gateway repeats up to 15 times.",
      advice: applyOnce,
    },
    ({ expected, isAtOnce }) =>
      (expected === "once" || expected === "at-most-once") && isAtOnce !== true,
    (booking, booked) => stateOf(booking, booked) === "more",
  ),
  bookCheck(
    {
      id: "ledger-once-at-once",
      title: "repetitions at the same moment are booked once",
      expected: "no more than was paid",
      why: "Two that come at once both find nothing recorded, and both credit.",
      advice: applyOnceAtOnce,
    },
    ({ isAtOnce }) => isAtOnce === true,
    (booking, booked) => stateOf(booking, booked) === "more",
  ),
  bookCheck(
    {
      id: "ledger-unearned",
      title: "what was not paid is not booked",
      expected: "nothing for rejected, expired and unknown ones",
      why: "Goods go out for money that never comes.",
      advice: readTheStatus,
    },
    ({ expected }) => expected === "unpaid",
    (booking, booked) => stateOf(booking, booked) !== "nothing",
  ),
  bookCheck(
    {
      id: "ledger-forged",
      title: "what was forged is not booked",
      expected: "nothing",
      why: "This is a stranger's money machine.",
      advice: verifyFirst,
    },
    ({ expected }) => expected === "forged",
    (booking, booked) => stateOf(booking, booked) !== "nothing",
  ),
];
