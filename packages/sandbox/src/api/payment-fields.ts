/** The fields that open a transaction, by the library's names. A contract override can make any of them optional or change its type. */
export type PaymentFields = Readonly<Partial<Record<PaymentField, unknown>>>;

type PaymentField =
  | "tracking_id"
  | "user_id"
  | "currency"
  | "amount"
  | "return_url"
  | "country"
  | "provider_id"
  | "card_number"
  | "expiry_month"
  | "expiry_year";

/** A field as the database stores it. Returns undefined if the request has none. */
export function toText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
