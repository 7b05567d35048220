/** Longer than a test waits by accident, shorter than the lifetime of a page. */
const laterMs = 10 * 60_000;

/** The result of an amount, after milliseconds of the virtual clock. */
export interface AmountResult {
  readonly status: "successful" | "rejected" | "expired";
  readonly reason: string | null;
  readonly afterMs: number;
}

/**
 * Amounts with a fixed result at every provider, for manual and automated tests. A deposit gets its result once the customer
 * has paid, a payout once the merchant has approved it. Any other amount succeeds at once.
 */
export const testAmounts = [
  {
    ending: ".01",
    result: 'Rejected: "Insufficient funds"',
    status: "rejected",
    reason: "Insufficient funds",
    afterMs: 0,
  },
  {
    ending: ".02",
    result: 'Rejected: "Do not honour"',
    status: "rejected",
    reason: "Do not honour",
    afterMs: 0,
  },
  {
    ending: ".03",
    result: "Stays pending, then succeeds after 10 minutes",
    status: "successful",
    reason: null,
    afterMs: laterMs,
  },
  {
    ending: ".04",
    result: "Stays pending, then expires after 10 minutes",
    status: "expired",
    reason: null,
    afterMs: laterMs,
  },
  {
    ending: ".05",
    result: 'Stays pending, then is rejected after 10 minutes: "Refused on review"',
    status: "rejected",
    reason: "Refused on review",
    afterMs: laterMs,
  },
] as const satisfies readonly (AmountResult & { ending: string; result: string })[];

const passes: AmountResult = { status: "successful", reason: null, afterMs: 0 };

/** The result of an amount. Only its hundredths count: "7.01" and "7.010" are equal. */
export function testAmountResult(amount: string): AmountResult {
  const [, fraction = ""] = amount.split(".");
  if (!/^0*$/.test(fraction.slice(2))) return passes;
  const ending = `.${fraction.slice(0, 2).padEnd(2, "0")}`;
  return testAmounts.find((one) => one.ending === ending) ?? passes;
}
