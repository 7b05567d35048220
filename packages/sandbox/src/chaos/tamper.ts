import { readBody, type ReadShape, writeBody } from "@numipay/core/protocol";
import type { DrawnFault } from "../gateway/faults.js";

/** A field that an attacker would benefit from changing. */
export type ForgedField = DrawnFault<"tamper">["field"];

type Payload = Readonly<Partial<Record<ForgedField, unknown>>>;

/** Changes one field of a payload's compact JSON in the attacker's favor. The other bytes stay the same. */
export function tamper(compactJson: string, field: ForgedField, shape: ReadShape): string {
  const body: unknown = JSON.parse(compactJson);
  const payload = (readBody(shape, body) ?? body) as Payload;
  return JSON.stringify(writeBody(shape, { ...payload, [field]: forge(payload, field) }));
}

// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no field out
function forge(payload: Payload, field: ForgedField): string | number {
  switch (field) {
    case "amount": {
      const more = `9${String(payload.amount)}`;
      return typeof payload.amount === "number" ? Number(more) : more;
    }
    case "currency":
      return payload.currency === "KWD" ? "BHD" : "KWD";
    case "user_id":
      return `${String(payload.user_id)}-accomplice`;
    case "status":
      return payload.status === "successful" ? "rejected" : "successful";
  }
}
