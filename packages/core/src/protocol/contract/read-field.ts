import { digitsOf, toPlainJson } from "../exact-json.js";
import { transactionFields } from "../transaction.js";
import type { FieldType } from "./override.js";

const wholeNumber = /^(0|[1-9]\d*)$/;
const plainDecimal = /^(0|[1-9]\d*)(\.\d+)?$/;

/** The documented fields whose text may come as a number, and which numbers say what the text says. */
const numberForms: ReadonlyMap<string, RegExp> = new Map([
  ["transaction_id", wholeNumber],
  ["user_id", wholeNumber],
  ["tracking_id", wholeNumber],
  ["amount", plainDecimal],
]);

/**
 * A field's value in the type that the library gives it, or undefined where what was sent does not fit. A number that becomes
 * a text keeps its digits as they were written. Documented fields of a transaction are texts whatever `type` says.
 *
 * @param field the library's name
 * @param sent a value of `parseExactJson`. One of `JSON.parse` will do, but then no number becomes a text
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
 * A text, or the digits of a number.
 *
 * @param form the numbers that may be a text: undefined for all, null for none
 */
function readText(sent: unknown, form: RegExp | null | undefined): string | undefined {
  const digits = digitsOf(sent);
  if (digits === undefined) return typeof sent === "string" ? sent : undefined;
  return form === undefined || form?.test(digits) === true ? digits : undefined;
}
