import type * as Documented from "../contract.generated.js";
import type { Bend, BendRead, RequestFields, ResponseFields, WebhookFields } from "./registered.js";

// What the documentation and our assumptions say, with the differences of the override that `Register` names.

/** A deposit through the hosted cashier. */
export type HostedCheckoutRequest = Bend<
  Documented.HostedCheckoutRequest,
  RequestFields<"hostedCheckout">
>;

/** A deposit at one provider, past the cashier. */
export type DirectRequest = Bend<Documented.DirectRequest, RequestFields<"direct">>;

/** A deposit by card, the card's data taken by the merchant's own form. */
export type ServerToServerRequest = Bend<
  Documented.ServerToServerRequest,
  RequestFields<"serverToServer">
>;

/** A withdrawal through the payout cashier. */
export type PayoutRequest = Bend<Documented.PayoutRequest, RequestFields<"requestPayout">>;

/** Where to send the customer. */
export type RedirectResponse<Operation extends string = never> = BendRead<
  Documented.RedirectResponse,
  ResponseFields<Operation>
>;

/** The charge, as far as it got. */
export type ServerToServerResponse = BendRead<
  Documented.ServerToServerResponse,
  ResponseFields<"serverToServer">
>;

/** What became of the approval. */
export type ApprovePayoutResponse = BendRead<
  Documented.ApprovePayoutResponse,
  ResponseFields<"approvePayout">
>;

/** The latest status of one transaction. */
export type TransactionStatusResponse = BendRead<
  Documented.TransactionStatusResponse,
  ResponseFields<"transactionStatus">
>;

/** A transaction, as the webhook brings it. That the list's items look alike is assumed. */
export type Transaction = BendRead<Documented.Transaction, WebhookFields>;
