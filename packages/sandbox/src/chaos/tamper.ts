import type { Transaction } from "@numipay/core/protocol";
import type { DrawnFault } from "./faults.js";

/** A field that a forger would gain from changing. */
export type ForgedField = DrawnFault<"tamper">["field"];

/** Changes one field of a payload's compact JSON, to what pays the forger; the other bytes stay. */
export function tamper(compactJson: string, field: ForgedField): string {
  const payload = JSON.parse(compactJson) as Transaction;
  return JSON.stringify({ ...payload, [field]: forge(payload, field) });
}

// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no field out
function forge(payload: Transaction, field: ForgedField): string {
  switch (field) {
    case "amount":
      return `9${payload.amount}`;
    case "currency":
      return payload.currency === "KWD" ? "BHD" : "KWD";
    case "user_id":
      return `${payload.user_id}-accomplice`;
    case "status":
      return payload.status === "successful" ? "rejected" : "successful";
  }
}
