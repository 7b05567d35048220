import type { Status, Type } from "../../gateway/transaction-record.js";
import type { DailyTotal } from "../../storage/daily-totals.js";

/** A number of transactions, and their sum in thousandths of the currency. */
export interface Sum {
  readonly count: number;
  readonly amountMinor: number;
}

/** The results of one provider for one type of transaction. */
export interface ProviderResult {
  readonly providerId: string;
  readonly type: Type;
  readonly approved: number;
  /** Approved plus rejected. Expired transactions do not count. */
  readonly decided: number;
  /** The total time from opening to the decision, in milliseconds of the virtual clock. */
  readonly finalMs: number;
}

/** The currencies, the most frequent first. */
export function currenciesOf(totals: readonly DailyTotal[]): string[] {
  const counts = new Map<string, number>();
  for (const { currency, count } of totals) {
    counts.set(currency, (counts.get(currency) ?? 0) + count);
  }
  return [...counts]
    .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([name]) => name);
}

/** Adds up the matching totals. */
export function sumOf(
  totals: readonly DailyTotal[],
  matches: Partial<Pick<DailyTotal, "status" | "type" | "currency">>,
): Sum {
  const wanted = Object.entries(matches) as [keyof typeof matches, string][];
  let count = 0;
  let amountMinor = 0;
  for (const total of totals) {
    if (!wanted.every(([name, value]) => total[name] === value)) continue;
    count += total.count;
    amountMinor += total.amountMinor;
  }
  return { count, amountMinor };
}

/** Groups totals by day, so that a chart reads each total once. */
export function groupByDay(
  totals: readonly DailyTotal[],
): ReadonlyMap<string, readonly DailyTotal[]> {
  const days = new Map<string, DailyTotal[]>();
  for (const total of totals) {
    const day = days.get(total.day);
    if (day === undefined) days.set(total.day, [total]);
    else day.push(total);
  }
  return days;
}

/** Approved as a share of decided, 0 to 1. Returns undefined without decisions. */
export function approvalRate(totals: readonly DailyTotal[]): number | undefined {
  const approved = sumOf(totals, { status: "successful" }).count;
  const decided = approved + sumOf(totals, { status: "rejected" }).count;
  return decided === 0 ? undefined : approved / decided;
}

/** Separates deposits and payouts, because a payout's time includes the merchant's approval. */
export function resultsByProvider(totals: readonly DailyTotal[]): ProviderResult[] {
  const results = new Map<string, ProviderResult>();
  const decidedBy: readonly Status[] = ["successful", "rejected"];
  for (const { providerId, type, status, count, finalMs } of totals) {
    if (providerId === null || !decidedBy.includes(status)) continue;
    const key = `${type}:${providerId}`;
    const known = results.get(key) ?? { providerId, type, approved: 0, decided: 0, finalMs: 0 };
    results.set(key, {
      ...known,
      approved: known.approved + (status === "successful" ? count : 0),
      decided: known.decided + count,
      finalMs: known.finalMs + finalMs,
    });
  }
  return [...results].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, result]) => result);
}

/** The mean time from opening to the decision, in milliseconds of the virtual clock. */
export function meanTimeOf({ finalMs, decided }: ProviderResult): number {
  return decided === 0 ? 0 : finalMs / decided;
}

/** The last `count` days up to an instant, oldest first, as YYYY-MM-DD. */
export function daysUntil(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}
