import { formatAmount } from "@numipay/core/protocol";
import { compareDecimals } from "./decimal.js";
import type { TransactionRecord, Type } from "./transaction-record.js";

/** A condition for showing a provider: Settings > Provider rules. Null matches everything. */
export interface ProviderRule {
  readonly ruleId: string;
  readonly providerId: string;
  readonly direction: Type | null;
  readonly currencies: readonly string[] | null;
  /** ISO 3166-1, two letters. Never matches a transaction without a country. */
  readonly countries: readonly string[] | null;
  /** Decimal numbers as text, inclusive. */
  readonly minAmount: string | null;
  readonly maxAmount: string | null;
  readonly enabled: boolean;
}

/** The fields that rules match on. */
export type RuledTransaction = Pick<TransactionRecord, "type" | "currency" | "country" | "amount">;

/**
 * Explains why the rules hide a provider from a transaction. Returns undefined if it is shown: it has no enabled rules, or
 * at least one of them matches.
 */
export function whyHidden(
  providerId: string,
  rules: readonly ProviderRule[],
  transaction: RuledTransaction,
): string | undefined {
  const active = rules.filter((rule) => rule.enabled && rule.providerId === providerId);
  const reasons = active.map((rule) => whyNoMatch(rule, transaction));
  if (reasons.length === 0 || reasons.includes(undefined)) return undefined;
  return [...new Set(reasons)].join("; ");
}

function whyNoMatch(rule: ProviderRule, transaction: RuledTransaction): string | undefined {
  const { type, currency, country, amount } = transaction;
  if (rule.direction !== null && rule.direction !== type) return `only for ${rule.direction}s`;
  if (rule.currencies?.includes(currency) === false) {
    return `only in ${rule.currencies.join(", ")}`;
  }
  if (rule.countries !== null && (country === null || !rule.countries.includes(country))) {
    const given = country === null ? ", and the request has no country" : "";
    return `only for customers in ${rule.countries.join(", ")}${given}`;
  }
  if (rule.minAmount !== null && compareDecimals(amount, rule.minAmount) < 0) {
    return `only for amounts of at least ${formatAmount(rule.minAmount, currency)}`;
  }
  if (rule.maxAmount !== null && compareDecimals(amount, rule.maxAmount) > 0) {
    return `only for amounts up to ${formatAmount(rule.maxAmount, currency)}`;
  }
  return undefined;
}
