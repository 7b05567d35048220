import type { CurrencyRule } from "../../gateway/currency-rule.js";
import { isDecimal, compareDecimals } from "../../gateway/decimal.js";
import type { Type } from "../../gateway/transaction-record.js";
import type { NewProviderRule } from "../../storage/provider-rules.js";
import type { Provider } from "../../storage/providers.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** Reads the form of a rule, new or known. */
export function readRuleForm(
  form: Form,
  providers: readonly Provider[],
  currency: CurrencyRule,
): ReadResult<NewProviderRule> {
  const problems: Record<string, string> = {};
  const provider = providers.find(({ providerId }) => providerId === form.get("provider_id"));
  if (provider === undefined) problems["provider_id"] = "Choose a provider.";
  const direction = readDirection(form.get("direction") ?? "");
  if (direction === undefined) problems["direction"] = "Choose deposits, payouts, or any.";
  const currencies = readCodes(trimmed(form, "currencies"), currency.holds);
  if (currencies === undefined) {
    problems["currencies"] =
      `Write currencies with commas between them; each must ${currency.must}.`;
  }
  const countries = readCodes(trimmed(form, "countries"), isCountry);
  if (countries === undefined) {
    problems["countries"] = "Write countries as two letters each, such as DE, FR.";
  }
  const minAmount = readLimit(form, "min_amount", problems);
  const maxAmount = readLimit(form, "max_amount", problems);
  if (minAmount !== null && maxAmount !== null && compareDecimals(minAmount, maxAmount) > 0) {
    problems["max_amount"] =
      "Raise the highest amount, or lower the lowest: no amount lies between.";
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

/** Null: any. Undefined: neither of those. */
export function readDirection(text: string): Type | null | undefined {
  if (text === "") return null;
  return text === "deposit" || text === "withdrawal" ? text : undefined;
}

/** Null: any. Undefined: not all of them are codes. Doubles and small letters are mended. */
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
  problems[name] = "Write an amount with a point, such as 10.00, or leave it empty.";
  return null;
}
