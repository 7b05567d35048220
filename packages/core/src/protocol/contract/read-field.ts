import { digitsOf, toPlainJson } from "../exact-json.js";
import { transactionFields } from "../transaction.js";
import type { FieldType } from "./override.js";

const wholeNumber = /^(0|[1-9]\d*)$/;
const plainDecimal = /^(0|[1-9]\d*)(\.\d+)?$/;

/** The documented string fields that may be sent as a number, and the forms of number that are unambiguous. */
const numberForms: ReadonlyMap<string, RegExp> = new Map([
  ["transaction_id", wholeNumber],
  ["user_id", wholeNumber],
  ["tracking_id", wholeNumber],
  ["amount", plainDecimal],
]);

/**
 * Returns a field's value in the type that the library gives it, or undefined if the sent value does not fit. A number that
 * becomes a string keeps its digits. The documented fields of a transaction are strings, whatever `type` is.
 *
 * @param field the library's name
 * @param sent a value from `parseExactJson`. With a value from `JSON.parse`, numbers do not become strings
 */
export function readField(field: string, type: FieldType, sent: unknown): unknown {
  if (transactionFields.includes(field)) return readText(sent, numberForms.get(field) ?? null);
  switch (type) {
    case "string":
      return readText(sent, undefined);
    case "any":
      return toPlainJson(sent);
    default: {
      const value = toPlainJson(sent);
      return typeof value === type ? value : undefined;
    }
  }
}

/**
 * Returns a string, or the digits of a number.
 *
 * @param form the numbers that may become a string: undefined for all, null for none
 */
function readText(sent: unknown, form: RegExp | null | undefined): string | undefined {
  const digits = digitsOf(sent);
  if (digits === undefined) return typeof sent === "string" ? sent : undefined;
  return form === undefined || form?.test(digits) === true ? digits : undefined;
}
