import {
  isAlreadySentError,
  isOutcomeUnknownError,
  isRequestRejectedError,
  nothingWasDone,
  type Numipay,
} from "@numipay/core";
import type { PayerWay } from "./payer-way.js";
import { toPayout } from "./to-payout.js";

/** Requests the payout directly. The shop calls again after each failure, with the same id. */
export function journalWay(numipay: Numipay): PayerWay {
  return {
    async pay(tracking_id) {
      try {
        await numipay.payouts.request(toPayout(tracking_id));
        return { outcome: "done" };
      } catch (error) {
        const reason = String(error);
        if (isAlreadySentError(error)) return { outcome: "done" };
        if (isOutcomeUnknownError(error)) return { outcome: "unknown", reason };
        if (isRequestRejectedError(error) && nothingWasDone(error)) {
          return { outcome: "refused", reason };
        }
        return { outcome: "retry", reason };
      }
    },
    stop: async () => undefined,
  };
}
