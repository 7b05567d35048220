import { formatAmount, toPrintable } from "@numipay/core/protocol";

/** The value of a field as text. The fields of a list are assumed, so a missing one is a dash. */
export function toCell(fields: ReadonlyMap<string, unknown>, name: string): string {
  const value = fields.get(name) ?? "-";
  return toPrintable(typeof value === "string" ? value : JSON.stringify(value));
}

/** The amount for people, such as `12,480.50 EUR`. */
export function toMoneyCell(fields: ReadonlyMap<string, unknown>): string {
  const [amount, currency] = [toCell(fields, "amount"), toCell(fields, "currency")];
  return amount === currency ? amount : `${formatAmount(amount, currency)} ${currency}`;
}
