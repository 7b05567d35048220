import { AsyncLocalStorage } from "node:async_hooks";
import type { OutcomeReport, Transaction } from "@numipay/core";

/** What belongs to the delivery that is being taken in, wherever below it the code runs. */
export interface DeliveryScope {
  /** What became of it. */
  report?: OutcomeReport;
  /** The event, where the delivery is only verified. */
  verified?: Transaction;
}

/** The delivery that the code at hand runs for; none when the reconciler brings the event. */
export const deliveryScope = new AsyncLocalStorage<DeliveryScope>();
