import type { RejectPayoutResponse } from "../protocol/contract.generated.js";
import type {
  ApprovePayoutResponse,
  PayoutRequest,
  RedirectResponse,
} from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import { readApproveResponse, readRedirectResponse, readRejectResponse } from "./responses.js";
import { type MoneyCallOptions, toCallOptions, toMetadata } from "./call-options.js";
import type { Call } from "./call.js";
import { checkRequest, checkTrackingId } from "./check-request.js";
import { toPaymentCall, type WithAmount, type WithExtra } from "./payments.js";
import { postOnce } from "./post-once.js";
import type { Settings } from "./settings.js";

/** Identifies a payout by the gateway's id, the merchant's id, or both. */
export type PayoutName =
  | {
      /** The gateway's id, from the webhook. */
      transaction_id: string;
      /** The merchant's id. */
      tracking_id?: string | undefined;
    }
  | { tracking_id: string; transaction_id?: string | undefined };

/** Withdrawals. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payouts {
  /**
   * Opens the cashier for withdrawals. Send the customer to `url`.
   *
   * @throws InvalidArgumentError when a field is missing or invalid; nothing was sent
   * @throws OutcomeUnknownError when the payout may or may not exist
   * @example
   * const { url } = await numipay.payouts.request({ tracking_id, user_id, currency: "EUR", amount: "30.00" });
   */
  request<Extra = unknown>(
    request: WithExtra<WithAmount<PayoutRequest>, Extra>,
    options?: MoneyCallOptions,
  ): Promise<RedirectResponse<"requestPayout">>;
  /**
   * Approves a pending payout. The gateway documents that this call takes the MERCHANT's id, so `tracking_id` is sent. If you
   * pass only a `transaction_id`, that one is sent and a process warning is emitted.
   *
   * @throws OutcomeUnknownError when the payout may or may not have been approved
   * @example
   * await numipay.payouts.approve({ tracking_id: "payout-7" });
   */
  approve(payout: PayoutName, options?: MoneyCallOptions): Promise<ApprovePayoutResponse>;
  /**
   * Rejects a pending payout. The gateway documents that this call takes ITS OWN id, so `transaction_id` is sent. If you pass
   * only a `tracking_id`, that one is sent and a process warning is emitted. Pass both if you have them: an unknown outcome is
   * checked by `tracking_id`.
   *
   * @throws OutcomeUnknownError when the payout may or may not have been rejected
   * @example
   * await numipay.payouts.reject({ transaction_id: event.transaction_id, tracking_id: event.tracking_id });
   */
  reject(payout: PayoutName, options?: MoneyCallOptions): Promise<RejectPayoutResponse>;
}

/** The id that each call takes (documented). The documentation may be wrong, so a caller can send the other one. */
const documentedId = { approvePayout: "tracking_id", rejectPayout: "transaction_id" } as const;

/** Creates the payout calls. */
export function createPayouts(settings: Settings): Payouts {
  return {
    async request(request, options) {
      const call = toPaymentCall(settings, "requestPayout", request, options);
      return postOnce(settings, call, readRedirectResponse);
    },
    async approve(payout, options) {
      return postOnce(
        settings,
        toDecisionCall(settings, "approvePayout", payout, options),
        readApproveResponse,
      );
    },
    async reject(payout, options) {
      return postOnce(
        settings,
        toDecisionCall(settings, "rejectPayout", payout, options),
        readRejectResponse,
      );
    },
  };
}

/** Checks a call that approves or rejects a payout. Throws `InvalidArgumentError` or `InvalidOptionError`. */
export function toDecisionCall(
  settings: Settings,
  id: "approvePayout" | "rejectPayout",
  payout: PayoutName,
  options: MoneyCallOptions | undefined,
): Call {
  const operation = settings.contract.operations[id];
  const transaction_id = pickId(id, payout);
  const tracking_id = payout.tracking_id ?? undefined;
  return {
    operation,
    slot: "decision",
    tracking_id: tracking_id === undefined ? undefined : checkTrackingId(tracking_id),
    transaction_id: typeof payout.transaction_id === "string" ? payout.transaction_id : undefined,
    fields: checkRequest(operation, { transaction_id }),
    metadata: toMetadata(settings, options),
    ...toCallOptions(settings, options),
  };
}

function pickId(operation: "approvePayout" | "rejectPayout", payout: PayoutName): string {
  const documented = documentedId[operation];
  const other = documented === "tracking_id" ? "transaction_id" : "tracking_id";
  const id = payout?.[documented] ?? undefined;
  if (id !== undefined) return id;
  const otherId = payout?.[other] ?? undefined;
  if (otherId === undefined) {
    throw new InvalidArgumentError(documented, `is required by ${operation}.`);
  }
  globalThis.process?.emitWarning?.(
    `${operation} is documented to take the ${documented}, but only the ${other} was passed, so that is sent.`,
    { type: "NumipayWarning", code: "NUMIPAY_OTHER_ID" },
  );
  return otherId;
}
