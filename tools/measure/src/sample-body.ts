/** The fields of a delivery as the gateway documents them. */
const payload = {
  transaction_id: "fb832194-34e1-4e6c-8494-d88034cf3e47",
  user_id: "123",
  tracking_id: "order-000123",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

/** The size of an ordinary delivery, in bytes. */
export const ordinaryBytes = 227;

/** The body of a webhook, padded to exactly this size: in `tracking_id`, or above the ordinary size in an extra field. */
export function sampleBody(bytes: number): Buffer {
  const missing = bytes - Buffer.byteLength(JSON.stringify(payload));
  const padded =
    bytes <= ordinaryBytes
      ? {
          ...payload,
          tracking_id: payload.tracking_id.padEnd(payload.tracking_id.length + missing, "0"),
        }
      : { ...payload, note: "n".repeat(missing - ',"note":""'.length) };
  return Buffer.from(JSON.stringify(padded));
}

/** The same body with a higher amount: still a valid transaction, but not the one that was signed. */
export function tamper(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace('"200.00"', '"900.00"'));
}
