import type { Operation } from "../protocol/contract/contract.js";
import type {
  DirectRequest,
  HostedCheckoutRequest,
  RedirectResponse,
  ServerToServerResponse,
  ServerToServerRequest,
} from "../protocol/contract/wire-types.js";
import { readRedirectResponse, readServerToServerResponse } from "./responses.js";
import { type CallOptions, toCallOptions } from "./call-options.js";
import type { Call } from "./call.js";
import { checkRequest } from "./check-request.js";
import { postOnce } from "./post-once.js";
import type { Settings } from "./settings.js";

/** A request whose amount may also be a number with an exact decimal value. */
export type WithAmount<Request extends { amount?: string }> = {
  [Field in keyof Request]: Field extends "amount" ? Request[Field] | number : Request[Field];
};

/** Deposits. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payments {
  /** Opens the hosted cashier, which shows every provider. Send the customer to `url`. */
  hostedCheckout<Request extends WithAmount<HostedCheckoutRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectResponse<"hostedCheckout">>;
  /** Opens the page of one provider, without the cashier. Send the customer to `url`. */
  direct<Request extends WithAmount<DirectRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectResponse<"direct">>;
  /**
   * Charges a card from the merchant's own form (PCI certified merchants only). If `url` is not empty, send the customer there
   * for 3DS. A `transaction_status` of `rejected` comes with an `error`.
   */
  serverToServer<Request extends WithAmount<ServerToServerRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<ServerToServerResponse>;
}

/** Creates the deposit calls. */
export function createPayments(settings: Settings): Payments {
  return {
    async hostedCheckout(request, options) {
      const call = toPaymentCall(settings, "hostedCheckout", request, options);
      return postOnce(settings, call, readRedirectResponse);
    },
    async direct(request, options) {
      const call = toPaymentCall(settings, "direct", request, options);
      return postOnce(settings, call, readRedirectResponse);
    },
    async serverToServer(request, options) {
      const call = toPaymentCall(settings, "serverToServer", request, options);
      return postOnce(settings, call, readServerToServerResponse);
    },
  };
}

/** Checks a call that opens a transaction. */
export function toPaymentCall(
  settings: Settings,
  id: "hostedCheckout" | "direct" | "serverToServer" | "requestPayout",
  request: object,
  options: CallOptions | undefined,
): Call {
  return toCall(settings, settings.contract.operations[id], request, options);
}

/** Checks a call of any operation. Throws `InvalidArgumentError` or `InvalidOptionError`. */
export function toCall(
  settings: Settings,
  operation: Operation,
  request: object,
  options: CallOptions | undefined,
): Call {
  const fields = checkRequest(operation, request);
  const { tracking_id, card_number, cvv } = fields;
  return {
    operation,
    fields,
    tracking_id: typeof tracking_id === "string" ? tracking_id : undefined,
    // For every operation: these two may be sent with any of them, because unknown fields pass through.
    secrets: [card_number, cvv].flatMap((value) =>
      typeof value === "string" || typeof value === "number" ? [String(value)] : [],
    ),
    ...toCallOptions(settings, options),
  };
}
