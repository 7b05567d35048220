import { isAmount } from "@numipay/core/protocol";
import { isJsonNumber } from "../gateway/wire-body.js";

/**
 * Reads a field that is a number on the wire as decimal text. An amount gets two decimals.
 *
 * @returns the text, or a problem that completes "<field> must …"
 */
export function readNumber(
  value: unknown,
  field: { readonly isAmount: boolean; readonly isText: boolean },
): { text: string } | { problem: string } {
  if (typeof value !== (field.isText ? "string" : "number")) {
    const was = typeof value === "string" ? "; it was sent as a string" : "";
    return { problem: `be a number under the contract override${was}` };
  }
  const text = String(value);
  if (!isJsonNumber(text) || (!text.includes(".") && !Number.isSafeInteger(Number(text)))) {
    return { problem: "be a decimal number that a JSON number can hold exactly" };
  }
  if (!field.isAmount) return { text };
  if (!isAmount(text) || Number(text) === 0) return { problem: "be a decimal number above zero" };
  const [whole = "", fraction = ""] = text.split(".");
  return { text: `${whole}.${fraction.padEnd(2, "0")}` };
}
