import type { CurrencyRule } from "../../gateway/currency-rule.js";
import { isDecimal } from "../../gateway/decimal.js";
import type { RuledTransaction } from "../../gateway/provider-rules.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";
import { readDirection } from "./read-rule-form.js";

/** Reads the payment to test the rules with. */
export function readTrial(form: Form, rule: CurrencyRule): ReadResult<RuledTransaction> {
  const problems: Record<string, string> = {};
  const type = readDirection(form.get("try_direction") ?? "");
  const currency = trimmed(form, "try_currency").toUpperCase();
  const amount = trimmed(form, "try_amount");
  const country = trimmed(form, "try_country").toUpperCase();
  if (type === undefined || type === null)
    problems["try_direction"] = "Choose a deposit or a payout.";
  if (!isDecimal(amount) || amount.startsWith("-") || amount.length > 20) {
    problems["try_amount"] = "Enter an amount with a decimal point, such as 200.00.";
  }
  if (!rule.holds(currency)) {
    problems["try_currency"] = `The currency must ${rule.must}.`;
  }
  if (country !== "" && !/^[A-Z]{2}$/.test(country)) {
    problems["try_country"] =
      "Enter a two-letter country code, such as DE, or leave the field empty.";
  }
  if (type === undefined || type === null || Object.keys(problems).length > 0) return { problems };
  return { value: { type, currency, amount, country: country === "" ? null : country } };
}
