import type { RejectPayoutResponse } from "../protocol/contract.generated.js";
import type {
  ApprovePayoutResponse,
  PayoutRequest,
  RedirectResponse,
} from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import { readApproveResponse, readRedirectResponse, readRejectResponse } from "./responses.js";
import { type CallOptions, toCallOptions } from "./call-options.js";
import { checkRequest, checkTrackingId } from "./check-request.js";
import { toPaymentCall, type WithAmount } from "./payments.js";
import { postOnce } from "./post-once.js";
import type { Settings } from "./settings.js";

/** Names a payout: by the gateway's id, by the merchant's, or by both. */
export type PayoutName =
  | {
      /** The gateway's id, from the webhook. */
      transaction_id: string;
      /** The merchant's id. */
      tracking_id?: string;
    }
  | { tracking_id: string; transaction_id?: string };

/** Money out. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payouts {
  /** Opens the cashier for withdrawals: send the customer to `url`. */
  request<Request extends WithAmount<PayoutRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectResponse<"requestPayout">>;
  /**
   * Approves a pending payout. The gateway documents this call to take the MERCHANT's id, so `tracking_id` is what is
   * sent; with a `transaction_id` alone, that one is sent, and a process warning says so.
   */
  approve(payout: PayoutName, options?: CallOptions): Promise<ApprovePayoutResponse>;
  /**
   * Rejects a pending payout. The gateway documents this call to take ITS OWN id, so `transaction_id` is what is sent;
   * with a `tracking_id` alone, that one is sent, and a process warning says so. Give both where you have them: an
   * unclear outcome is looked up by `tracking_id`.
   */
  reject(payout: PayoutName, options?: CallOptions): Promise<RejectPayoutResponse>;
}

/** Which id each call takes, as the gateway documents it. It may be careless there: a caller can send the other. */
const documentedId = { approvePayout: "tracking_id", rejectPayout: "transaction_id" } as const;

/** The calls for money out. */
export function createPayouts(settings: Settings): Payouts {
  const decide = (
    id: "approvePayout" | "rejectPayout",
    payout: PayoutName,
    options?: CallOptions,
  ) => {
    const operation = settings.contract.operations[id];
    const transaction_id = pickId(id, payout);
    const tracking_id = payout.tracking_id ?? undefined;
    return {
      operation,
      tracking_id: tracking_id === undefined ? undefined : checkTrackingId(tracking_id),
      fields: checkRequest(operation, { transaction_id }),
      ...toCallOptions(settings, options),
    };
  };
  return {
    async request(request, options) {
      const call = toPaymentCall(settings, "requestPayout", request, options);
      return postOnce(settings, call, readRedirectResponse);
    },
    async approve(payout, options) {
      return postOnce(settings, decide("approvePayout", payout, options), readApproveResponse);
    },
    async reject(payout, options) {
      return postOnce(settings, decide("rejectPayout", payout, options), readRejectResponse);
    },
  };
}

function pickId(operation: "approvePayout" | "rejectPayout", payout: PayoutName): string {
  const documented = documentedId[operation];
  const other = documented === "tracking_id" ? "transaction_id" : "tracking_id";
  const id = payout?.[documented] ?? undefined;
  if (id !== undefined) return id;
  const otherId = payout?.[other] ?? undefined;
  if (otherId === undefined) {
    throw new InvalidArgumentError(documented, `${operation} needs it.`);
  }
  globalThis.process?.emitWarning?.(
    `${operation} is documented to take the ${documented}; it was given, and sends, the ${other}.`,
    { type: "NumipayWarning", code: "NUMIPAY_OTHER_ID" },
  );
  return otherId;
}
