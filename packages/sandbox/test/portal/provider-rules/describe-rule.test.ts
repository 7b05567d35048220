import { expect, it } from "vitest";
import { describeRule } from "../../../src/portal/provider-rules/describe-rule.js";

const rule = {
  direction: null,
  currencies: null,
  countries: null,
  minAmount: null,
  maxAmount: null,
} as const;

it.each([
  [{}, "everything"],
  [{ currencies: ["JPY"], minAmount: "1000.0" }, "deposits and payouts in JPY from 1,000"],
  [{ currencies: ["KWD"], maxAmount: "1000" }, "deposits and payouts in KWD up to 1,000.000"],
  [{ currencies: ["JPY", "EUR"], maxAmount: "5" }, "deposits and payouts in JPY, EUR up to 5.00"],
  [{ minAmount: "12345.5" }, "deposits and payouts from 12,345.50"],
] as const)("describes %j as %s", (fields, text) => {
  expect(describeRule({ ...rule, ...fields })).toBe(text);
});
