import type { Contract } from "@numipay/core/protocol";
import type { Chaos } from "../chaos/chaos.js";
import { toSubject } from "../chaos/subject.js";
import type { RetrySchedule } from "../gateway/retry-schedule.js";
import type { Delivery } from "../storage/deliveries.js";
import type { Store } from "../storage/store.js";
import type { PostSetting } from "./post-webhook.js";
import type { ResultKeeper } from "./result-keeper.js";

/** What deliveries need. */
export interface DeliveryPorts {
  readonly store: Store;
  readonly chaos: Chaos;
  readonly results: ResultKeeper;
  /** `now`: milliseconds since 1970 on the virtual clock. */
  readonly setting: PostSetting & {
    readonly now: () => number;
    readonly contract: Contract;
    readonly retries: RetrySchedule;
  };
}

/** The chaos subject of a delivery: the nth webhook of a payment. Returns undefined while chaos is off. */
export function deliverySubject(
  delivery: Delivery,
  { store, chaos }: DeliveryPorts,
): string | undefined {
  if (!chaos.isOn) return undefined;
  const { transactionId, accountId, deliveryId } = delivery;
  const record = store.transactions.byId(transactionId);
  const account = store.accounts.byId(accountId);
  if (record === undefined || account === undefined) return undefined;
  const place = store.deliveries
    .ofTransaction(transactionId)
    .findIndex((one) => one.deliveryId === deliveryId);
  return toSubject({
    account: account.position,
    mode: record.mode,
    what: `webhook-${place + 1}`,
    which: record.trackingId,
  });
}
