import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { AccountStore } from "../storage/accounts.js";
import type { Chaos } from "./chaos.js";
import { toSubject } from "./subject.js";

/**
 * When a payment that was just rejected becomes successful, in milliseconds since 1970. Returns undefined for never. Only
 * deposits: a gateway does not pay a payout that the merchant rejected.
 */
export function lateSuccessAt(
  record: TransactionRecord,
  { chaos, accounts }: { readonly chaos: Chaos; readonly accounts: AccountStore },
): number | undefined {
  if (record.status !== "rejected" || record.type !== "deposit") return undefined;
  const { mode, trackingId } = record;
  const account = accounts.byId(record.accountId)?.position ?? 0;
  const subject = toSubject({ account, mode, what: "payment", which: trackingId });
  const fault = chaos.draw("lateSuccess", subject, 1);
  if (fault === undefined) return undefined;
  chaos.record(fault);
  return record.updatedAt + fault.minutes * 60_000;
}
