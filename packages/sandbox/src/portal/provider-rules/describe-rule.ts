import { currencyDigits, formatAmount } from "@numipay/core/protocol";
import type { ProviderRule } from "../../gateway/provider-rules.js";

/** Describes a rule, such as "deposits in EUR, USD from 10.00 up to 500.00 by customers in DE". */
export function describeRule(
  rule: Omit<ProviderRule, "ruleId" | "providerId" | "enabled">,
): string {
  const { direction, currencies, countries, minAmount, maxAmount } = rule;
  const limit = (amount: string): string => formatAmount(amount, finestOf(currencies ?? []));
  const parts = [directionText(direction)];
  if (currencies !== null) parts.push(`in ${currencies.join(", ")}`);
  if (minAmount !== null) parts.push(`from ${limit(minAmount)}`);
  if (maxAmount !== null) parts.push(`up to ${limit(maxAmount)}`);
  if (countries !== null) parts.push(`by customers in ${countries.join(", ")}`);
  return parts.length === 1 && direction === null ? "everything" : parts.join(" ");
}

/** The currency with the most digits, because one limit applies to all of them. */
function finestOf(currencies: readonly string[]): string {
  return currencies.toSorted((a, b) => currencyDigits(b) - currencyDigits(a))[0] ?? "";
}

function directionText(direction: ProviderRule["direction"]): string {
  if (direction === null) return "deposits and payouts";
  return direction === "deposit" ? "deposits" : "payouts";
}
