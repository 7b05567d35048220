import type { ProviderRule } from "../../gateway/provider-rules.js";

/** Says a rule as a sentence's end, such as "deposits in EUR, USD from 10.00 to 500.00 by customers in DE". */
export function describeRule(
  rule: Omit<ProviderRule, "ruleId" | "providerId" | "enabled">,
): string {
  const { direction, currencies, countries, minAmount, maxAmount } = rule;
  const said = [directionText(direction)];
  if (currencies !== null) said.push(`in ${currencies.join(", ")}`);
  if (minAmount !== null) said.push(`from ${minAmount}`);
  if (maxAmount !== null) said.push(`up to ${maxAmount}`);
  if (countries !== null) said.push(`by customers in ${countries.join(", ")}`);
  return said.length === 1 && direction === null ? "everything" : said.join(" ");
}

function directionText(direction: ProviderRule["direction"]): string {
  if (direction === null) return "deposits and payouts";
  return direction === "deposit" ? "deposits" : "payouts";
}
