import type { Mode } from "../../gateway/transaction-record.js";
import { typeTitle } from "../parts/to-title.js";
import type { TransactionFilter } from "./read-transaction-filter.js";

/** Describes a filter, such as "payout, EUR, from 2026-01-01". On paper it is the only sign of the filter. */
export function describeFilter(
  { text, status, type, provider, currency, fromDay, toDay }: TransactionFilter,
  { mode, providerNames }: { mode: Mode | undefined; providerNames: ReadonlyMap<string, string> },
): string {
  const parts = [
    mode,
    status,
    type === undefined ? undefined : typeTitle(type).toLowerCase(),
    provider === undefined ? undefined : providerNames.get(provider),
    currency,
    text === undefined ? undefined : `IDs that begin with ${text}`,
    fromDay === undefined ? undefined : `from ${fromDay}`,
    toDay === undefined ? undefined : `to ${toDay}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
