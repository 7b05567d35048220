// @ts-check

/** The fields of a delivery as the gateway documents them; `tracking_id` is filled up to the size asked for. */
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

/** A delivery that carries one long field that the documentation does not know, in bytes. */
export const largeBytes = 10_240;

/** A webhook's body of exactly this size. */
export function sampleBody(bytes: number) {
  const missing = bytes - Buffer.byteLength(JSON.stringify(payload));
  const filled =
    bytes <= ordinaryBytes
      ? {
          ...payload,
          tracking_id: payload.tracking_id.padEnd(payload.tracking_id.length + missing, "0"),
        }
      : { ...payload, note: "n".repeat(missing - ',"note":""'.length) };
  return Buffer.from(JSON.stringify(filled));
}

/** The same body with a higher amount: still a valid transaction, only not the one that was signed. */
export function tamper(body: Buffer) {
  return Buffer.from(body.toString().replace('"200.00"', '"900.00"'));
}
