import type { CurrencyRule } from "../../gateway/currency-rule.js";
import { isDecimal, compareDecimals } from "../../gateway/decimal.js";
import type { Type } from "../../gateway/transaction-record.js";
import type { NewProviderRule } from "../../storage/provider-rules.js";
import type { Provider } from "../../storage/providers.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** Reads the form of a new or existing rule. */
export function readRuleForm(
  form: Form,
  providers: readonly Provider[],
  currency: CurrencyRule,
): ReadResult<NewProviderRule> {
  const problems: Record<string, string> = {};
  const provider = providers.find(({ providerId }) => providerId === form.get("provider_id"));
  if (provider === undefined) problems["provider_id"] = "Choose a provider.";
  const direction = readDirection(form.get("direction") ?? "");
  if (direction === undefined) problems["direction"] = "Choose deposits, payouts, or both.";
  const currencies = readCodes(trimmed(form, "currencies"), currency.holds);
  if (currencies === undefined) {
    problems["currencies"] = `Enter currencies separated by commas. Each must ${currency.must}.`;
  }
  const countries = readCodes(trimmed(form, "countries"), isCountry);
  if (countries === undefined) {
    problems["countries"] = "Enter countries as two-letter codes, such as DE, FR.";
  }
  const minAmount = readLimit(form, "min_amount", problems);
  const maxAmount = readLimit(form, "max_amount", problems);
  if (minAmount !== null && maxAmount !== null && compareDecimals(minAmount, maxAmount) > 0) {
    problems["max_amount"] = "Enter a maximum that is not below the minimum.";
  }
  if (
    provider === undefined ||
    direction === undefined ||
    currencies === undefined ||
    countries === undefined ||
    Object.keys(problems).length > 0
  ) {
    return { problems };
  }
  return {
    value: {
      providerId: provider.providerId,
      direction,
      currencies,
      countries,
      minAmount,
      maxAmount,
      enabled: form.get("enabled") === "yes",
    },
  };
}

/** Null means any. Returns undefined for an unknown value. */
export function readDirection(text: string): Type | null | undefined {
  if (text === "") return null;
  return text === "deposit" || text === "withdrawal" ? text : undefined;
}

/** Null means any. Returns undefined if a code is invalid. Removes duplicates and converts to upper case. */
function readCodes(
  text: string,
  holds: (code: string) => boolean,
): readonly string[] | null | undefined {
  const codes = [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter((code) => code !== ""),
    ),
  ];
  if (codes.length === 0) return null;
  return codes.every(holds) ? codes : undefined;
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code);
}

function readLimit(form: Form, name: string, problems: Record<string, string>): string | null {
  const text = trimmed(form, name);
  if (text === "") return null;
  if (isDecimal(text) && !text.startsWith("-") && text.length <= 20) return text;
  problems[name] = "Enter an amount with a decimal point, such as 10.00, or leave the field empty.";
  return null;
}
