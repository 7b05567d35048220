import type * as Documented from "../contract.generated.js";
import type {
  WithOverride,
  WithReadOverride,
  RequestFields,
  ResponseFields,
  WebhookFields,
} from "./registered.js";

// The documented and assumed types, with the differences of the override in `Register`.

/** A deposit through the hosted cashier. */
export type HostedCheckoutRequest = WithOverride<
  Documented.HostedCheckoutRequest,
  RequestFields<"hostedCheckout">
>;

/** A deposit at one provider, without the cashier. */
export type DirectRequest = WithOverride<Documented.DirectRequest, RequestFields<"direct">>;

/** A card deposit from the merchant's own form. */
export type ServerToServerRequest = WithOverride<
  Documented.ServerToServerRequest,
  RequestFields<"serverToServer">
>;

/** A withdrawal through the payout cashier. */
export type PayoutRequest = WithOverride<Documented.PayoutRequest, RequestFields<"requestPayout">>;

/** Where to send the customer. */
export type RedirectResponse<Operation extends string = never> = WithReadOverride<
  Documented.RedirectResponse,
  ResponseFields<Operation>
>;

/** The result of a card charge. */
export type ServerToServerResponse = WithReadOverride<
  Documented.ServerToServerResponse,
  ResponseFields<"serverToServer">
>;

/** The result of an approval. */
export type ApprovePayoutResponse = WithReadOverride<
  Documented.ApprovePayoutResponse,
  ResponseFields<"approvePayout">
>;

/** The latest status of one transaction. */
export type TransactionStatusResponse = WithReadOverride<
  Documented.TransactionStatusResponse,
  ResponseFields<"transactionStatus">
>;

/** A transaction, as in a webhook. That the items of the list have the same fields is assumed. */
export type Transaction = WithReadOverride<Documented.Transaction, WebhookFields>;
