import type { ProviderRule } from "../../gateway/provider-rules.js";

/** Describes a rule, such as "deposits in EUR, USD from 10.00 up to 500.00 by customers in DE". */
export function describeRule(
  rule: Omit<ProviderRule, "ruleId" | "providerId" | "enabled">,
): string {
  const { direction, currencies, countries, minAmount, maxAmount } = rule;
  const parts = [directionText(direction)];
  if (currencies !== null) parts.push(`in ${currencies.join(", ")}`);
  if (minAmount !== null) parts.push(`from ${minAmount}`);
  if (maxAmount !== null) parts.push(`up to ${maxAmount}`);
  if (countries !== null) parts.push(`by customers in ${countries.join(", ")}`);
  return parts.length === 1 && direction === null ? "everything" : parts.join(" ");
}

function directionText(direction: ProviderRule["direction"]): string {
  if (direction === null) return "deposits and payouts";
  return direction === "deposit" ? "deposits" : "payouts";
}
