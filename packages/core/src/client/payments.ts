import type { Operation } from "../protocol/contract/contract.js";
import type {
  DirectRequest,
  HostedCheckoutRequest,
  RedirectResponse,
  ServerToServerResponse,
  ServerToServerRequest,
} from "../protocol/contract/wire-types.js";
import { readRedirectResponse, readServerToServerResponse } from "./responses.js";
import {
  type CallOptions,
  type MoneyCallOptions,
  toCallOptions,
  toMetadata,
} from "./call-options.js";
import type { Call } from "./call.js";
import { checkRequest } from "./check-request.js";
import { postOnce } from "./post-once.js";
import type { Settings } from "./settings.js";
import { warnOfUnknownFields } from "./warn-of-unknown-fields.js";

/** A request whose amount may also be a number with an exact decimal value. */
export type WithAmount<Request extends { amount?: string | undefined }> = {
  [Field in keyof Request]: Field extends "amount" ? Request[Field] | number : Request[Field];
};

/**
 * A request with fields that the contract does not have, if a type argument names them: `hostedCheckout<{ locale: string }>(…)`.
 * Without one, an unknown field is a compile error, because it may be a misspelled one.
 */
export type WithExtra<Request, Extra> = Request & NoInfer<Extra>;

/** Deposits. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payments {
  /**
   * Opens the hosted cashier, which shows every provider. Send the customer to `url`.
   *
   * @throws InvalidArgumentError when a field is missing or invalid; nothing was sent
   * @throws OutcomeUnknownError when the payment may or may not exist
   * @example
   * const { url } = await numipay.payments.hostedCheckout({
   *   tracking_id: order.id, user_id: customer.id, currency: "EUR", amount: "200.00", return_url: "https://shop.example/done",
   * });
   */
  hostedCheckout<Extra = unknown>(
    request: WithExtra<WithAmount<HostedCheckoutRequest>, Extra>,
    options?: MoneyCallOptions,
  ): Promise<RedirectResponse<"hostedCheckout">>;
  /**
   * Opens the page of one provider, without the cashier. Send the customer to `url`.
   *
   * @throws InvalidArgumentError when a field is missing or invalid; nothing was sent
   * @throws OutcomeUnknownError when the payment may or may not exist
   * @example
   * const { url } = await numipay.payments.direct({ ...payment, provider_id: "northbank" });
   */
  direct<Extra = unknown>(
    request: WithExtra<WithAmount<DirectRequest>, Extra>,
    options?: MoneyCallOptions,
  ): Promise<RedirectResponse<"direct">>;
  /**
   * Charges a card from the merchant's own form (PCI certified merchants only). If `url` is not empty, send the customer there
   * for 3DS. A `transaction_status` of `rejected` comes with an `error`.
   *
   * @throws InvalidArgumentError when a field is missing or invalid; nothing was sent
   * @throws OutcomeUnknownError when the card may or may not have been charged
   * @example
   * const { transaction_status, url } = await numipay.payments.serverToServer({ ...payment, ...card });
   * if (url) redirect(url); // to 3DS
   */
  serverToServer<Extra = unknown>(
    request: WithExtra<WithAmount<ServerToServerRequest>, Extra>,
    options?: MoneyCallOptions,
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
  options: MoneyCallOptions | undefined,
): Call {
  const operation = settings.contract.operations[id];
  const call = toCall(settings, operation, request, options);
  const metadata = toMetadata(settings, options);
  warnOfUnknownFields(operation, call.fields);
  return { ...call, slot: "transaction", metadata };
}

/** Checks a call of any operation. Throws `InvalidArgumentError` or `InvalidOptionError`. */
export function toCall(
  settings: Settings,
  operation: Operation,
  request: object,
  options: CallOptions | undefined,
): Call {
  const fields = checkRequest(operation, request);
  const { tracking_id, transaction_id, card_number, cvv } = fields;
  return {
    operation,
    fields,
    tracking_id: typeof tracking_id === "string" ? tracking_id : undefined,
    transaction_id: typeof transaction_id === "string" ? transaction_id : undefined,
    // For every operation: these two may be sent with any of them, because unknown fields pass through.
    secrets: [card_number, cvv].flatMap((value) =>
      typeof value === "string" || typeof value === "number" ? [String(value)] : [],
    ),
    ...toCallOptions(settings, options),
  };
}
