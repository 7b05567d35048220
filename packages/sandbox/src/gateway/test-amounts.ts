/** Ten minutes: longer than any test waits by accident, shorter than a page lives. */
const laterMs = 10 * 60_000;

/** What a provider makes of an amount: how it ends, why, and after how many milliseconds of the virtual clock. */
export interface AmountResult {
  readonly status: "successful" | "rejected" | "expired";
  readonly reason: string | null;
  readonly afterMs: number;
}

/**
 * The amounts with a fixed result at every provider, for forms, pages and tests: a deposit ends so once its customer
 * has paid, a payout once the merchant has approved it. Every other amount goes through at once.
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
    result: "Stays pending, and is successful 10 minutes later",
    status: "successful",
    reason: null,
    afterMs: laterMs,
  },
  {
    ending: ".04",
    result: "Stays pending, and expires 10 minutes later",
    status: "expired",
    reason: null,
    afterMs: laterMs,
  },
  {
    ending: ".05",
    result: 'Stays pending, and is rejected 10 minutes later: "Refused on review"',
    status: "rejected",
    reason: "Refused on review",
    afterMs: laterMs,
  },
] as const satisfies readonly (AmountResult & { ending: string; result: string })[];

const passes: AmountResult = { status: "successful", reason: null, afterMs: 0 };

/** Says how an amount ends. Its hundredths decide, whatever stands before or behind them: "7.01" and "7.010" are one. */
export function testAmountResult(amount: string): AmountResult {
  const [, fraction = ""] = amount.split(".");
  if (!/^0*$/.test(fraction.slice(2))) return passes;
  const ending = `.${fraction.slice(0, 2).padEnd(2, "0")}`;
  return testAmounts.find((one) => one.ending === ending) ?? passes;
}
