import { randomToken } from "../gateway/random-token.js";
import { type CurrencyRule, documentedCurrencyRule } from "../gateway/currency-rule.js";
import { isDecimal } from "../gateway/decimal.js";
import type { ProviderRule } from "../gateway/provider-rules.js";
import { integer, text, textOrNull, type Row, type Sql, type Value } from "./sql.js";

/** A rule before it has an id. */
export type NewProviderRule = Omit<ProviderRule, "ruleId">;

/** The table of provider rules. */
export interface ProviderRuleStore {
  /** The rules of an account, in order. */
  listFor(accountId: string): ProviderRule[];
  /** Throws a RangeError that names the field for an invalid currency, country or amount. */
  add(accountId: string, rule: NewProviderRule): ProviderRule;
  /** Replaces a rule. Returns false if the account has no such rule. Throws as `add` does. */
  replace(accountId: string, ruleId: string, rule: NewProviderRule): boolean;
  /** Returns false if the account has no such rule. */
  setEnabled(accountId: string, ruleId: string, enabled: boolean): boolean;
  /** Returns false if the account has no such rule. */
  remove(accountId: string, ruleId: string): boolean;
}

/** Opens the table of rules. Ids are derived from the seed. */
export function createProviderRuleStore(
  sql: Sql,
  seed: string,
  currency: CurrencyRule = documentedCurrencyRule,
): ProviderRuleStore {
  const listFor = (accountId: string): ProviderRule[] =>
    sql
      .all("SELECT * FROM provider_rules WHERE account_id = ? ORDER BY position", [accountId])
      .map(toRule);
  const has = (accountId: string, ruleId: string): boolean =>
    listFor(accountId).some((rule) => rule.ruleId === ruleId);
  return {
    listFor,
    add(accountId, rule) {
      mustBeRule(rule, currency);
      const row = sql.first(
        "SELECT COALESCE(MAX(position), 0) + 1 AS next FROM provider_rules WHERE account_id = ?",
        [accountId],
      );
      const position = row === undefined ? 1 : integer(row, "next");
      // Searches the whole table, because a removed rule frees its position.
      const ruleId = unusedId(sql, seed, `${accountId}:${position}`);
      sql.run(
        `INSERT INTO provider_rules (rule_id, account_id, position, provider_id, direction, currencies, countries,
           min_amount, max_amount, enabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [ruleId, accountId, position, ...toValues(rule)],
      );
      return { ...rule, ruleId };
    },
    replace(accountId, ruleId, rule) {
      mustBeRule(rule, currency);
      if (!has(accountId, ruleId)) return false;
      sql.run(
        `UPDATE provider_rules SET provider_id = ?, direction = ?, currencies = ?, countries = ?, min_amount = ?,
           max_amount = ?, enabled = ? WHERE rule_id = ?`,
        [...toValues(rule), ruleId],
      );
      return true;
    },
    setEnabled(accountId, ruleId, enabled) {
      if (!has(accountId, ruleId)) return false;
      sql.run("UPDATE provider_rules SET enabled = ? WHERE rule_id = ?", [enabled ? 1 : 0, ruleId]);
      return true;
    },
    remove(accountId, ruleId) {
      if (!has(accountId, ruleId)) return false;
      sql.run("DELETE FROM provider_rules WHERE rule_id = ?", [ruleId]);
      return true;
    },
  };
}

function toValues(rule: NewProviderRule): Value[] {
  return [
    rule.providerId,
    rule.direction,
    rule.currencies?.join(",") ?? null,
    rule.countries?.join(",") ?? null,
    rule.minAmount,
    rule.maxAmount,
    rule.enabled ? 1 : 0,
  ];
}

function unusedId(sql: Sql, seed: string, name: string): string {
  for (let draw = 0; ; draw += 1) {
    const ruleId = randomToken(seed, `provider-rule:${name}:${draw}`, 15);
    const taken = sql.first("SELECT rule_id FROM provider_rules WHERE rule_id = ?", [ruleId]);
    if (taken === undefined) return ruleId;
  }
}

/** Rejects a rule that can never match, which would hide its provider silently. */
function mustBeRule(rule: NewProviderRule, currency: CurrencyRule): void {
  mustMatch("currencies", rule.currencies, currency);
  mustMatch("countries", rule.countries, country);
  for (const field of ["minAmount", "maxAmount"] as const) {
    const amount = rule[field];
    if (amount !== null && !isDecimal(amount)) {
      throw new RangeError(`${field} of a provider rule must be a decimal number, such as 10.00.`);
    }
  }
}

const country: CurrencyRule = {
  holds: (code) => /^[A-Z]{2}$/.test(code),
  must: "be two upper-case letters",
};

function mustMatch(
  field: string,
  list: readonly string[] | null,
  { holds, must }: CurrencyRule,
): void {
  if (list === null || (list.length > 0 && list.every(holds))) return;
  throw new RangeError(
    `${field} of a provider rule must be null, or a list in which each must ${must}.`,
  );
}

function toRule(row: Row): ProviderRule {
  return {
    ruleId: text(row, "rule_id"),
    providerId: text(row, "provider_id"),
    direction: textOrNull(row, "direction"),
    currencies: textOrNull(row, "currencies")?.split(",") ?? null,
    countries: textOrNull(row, "countries")?.split(",") ?? null,
    minAmount: textOrNull(row, "min_amount"),
    maxAmount: textOrNull(row, "max_amount"),
    enabled: integer(row, "enabled") === 1,
  };
}
