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

/** A request whose amount may be given as a number that is a decimal exactly. */
export type WithAmount<Request extends { amount?: string }> = {
  [Field in keyof Request]: Field extends "amount" ? Request[Field] | number : Request[Field];
};

/** Money in. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payments {
  /** Opens the hosted cashier, which shows every provider: send the customer to `url`. */
  hostedCheckout<Request extends WithAmount<HostedCheckoutRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectResponse<"hostedCheckout">>;
  /** Opens one provider's own page, past the cashier: send the customer to `url`. */
  direct<Request extends WithAmount<DirectRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectResponse<"direct">>;
  /**
   * Charges a card that the merchant's own form took (PCI certified merchants only). A `url` that is not empty is where
   * the customer must go for 3DS; a `transaction_status` of `rejected` comes with an `error`.
   */
  serverToServer<Request extends WithAmount<ServerToServerRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<ServerToServerResponse>;
}

/** The calls for money in. */
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

/** A checked call of an operation that opens a transaction. */
export function toPaymentCall(
  settings: Settings,
  id: "hostedCheckout" | "direct" | "serverToServer" | "requestPayout",
  request: object,
  options: CallOptions | undefined,
): Call {
  return toCall(settings, settings.contract.operations[id], request, options);
}

/** A checked call of any operation. */
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
    // In any of the calls: fields that the contract does not know go through, these two among them.
    secrets: [card_number, cvv].flatMap((value) =>
      typeof value === "string" || typeof value === "number" ? [String(value)] : [],
    ),
    ...toCallOptions(settings, options),
  };
}
