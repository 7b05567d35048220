import type {
  DirectRequest,
  HostedCheckoutRequest,
  RedirectAnswer,
  ServerToServerAnswer,
  ServerToServerRequest,
} from "../protocol/contract.generated.js";
import { readRedirectAnswer, readServerToServerAnswer } from "./answers.js";
import { type CallOptions, toCallOptions } from "./call-options.js";
import { checkRequest } from "./check-request.js";
import { postOnce } from "./post-once.js";
import type { Settings } from "./settings.js";

/** A request whose amount may be given as a number that is a decimal exactly. */
export type WithAmount<Request extends { amount: string }> = Omit<Request, "amount"> & {
  /** Decimal text in the currency's main unit, such as `"200.00"`, or a number that is one exactly. */
  amount: string | number;
};

/** Money in. Each call is sent at most once; see `OutcomeUnknownError`. */
export interface Payments {
  /** Opens the hosted cashier, which shows every provider: send the customer to `url`. */
  hostedCheckout<Request extends WithAmount<HostedCheckoutRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectAnswer>;
  /** Opens one provider's own page, past the cashier: send the customer to `url`. */
  direct<Request extends WithAmount<DirectRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<RedirectAnswer>;
  /**
   * Charges a card that the merchant's own form took (PCI certified merchants only). A `url` that is not empty is where
   * the customer must go for 3DS; a `transaction_status` of `rejected` comes with an `error`.
   */
  serverToServer<Request extends WithAmount<ServerToServerRequest>>(
    request: Request,
    options?: CallOptions,
  ): Promise<ServerToServerAnswer>;
}

/** The calls for money in. */
export function createPayments(settings: Settings): Payments {
  return {
    async hostedCheckout(request, options) {
      const call = toPaymentCall(settings, "hostedCheckout", request, options);
      return postOnce(settings, call, (answer) => readRedirectAnswer("hostedCheckout", answer));
    },
    async direct(request, options) {
      const call = toPaymentCall(settings, "direct", request, options);
      return postOnce(settings, call, (answer) => readRedirectAnswer("direct", answer));
    },
    async serverToServer(request, options) {
      const call = toPaymentCall(settings, "serverToServer", request, options);
      return postOnce(settings, call, readServerToServerAnswer);
    },
  };
}

/** A checked call in the envelope that the payment operations want: `{ "request": … }`. */
export function toPaymentCall(
  settings: Settings,
  operation: "hostedCheckout" | "direct" | "serverToServer" | "requestPayout",
  request: object,
  options: CallOptions | undefined,
) {
  const checked = checkRequest(operation, request);
  return {
    operation,
    body: { request: checked },
    tracking_id: checked["tracking_id"] as string,
    // In any of the calls: fields that the contract does not know go through, these two among them.
    secrets: [checked["card_number"], checked["cvv"]].filter((value) => typeof value === "string"),
    ...toCallOptions(settings, options),
  };
}
