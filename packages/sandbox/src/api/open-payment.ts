import type { HostedCheckoutRequest } from "@numipay/core/protocol";
import type { Flow, Owner, TransactionRecord } from "../gateway/transaction-record.js";
import type { Command } from "../gateway/transition.js";
import { ApiProblem } from "./api-problem.js";
import type { GatewayContext } from "./gateway-context.js";

/** What all four opening operations have in common. */
export interface Opening {
  readonly fields: HostedCheckoutRequest;
  readonly flow: Flow;
  readonly owner: Owner;
  readonly providerId?: string;
  /** What happens to the transaction in the same breath. */
  readonly first?: Command;
}

/** Opens a transaction from a request's fields. Throws an ApiProblem (409) if its tracking_id is used already. */
export function openPayment(context: GatewayContext, opening: Opening): TransactionRecord {
  const { fields, flow, owner, providerId = null, first } = opening;
  const record = context.ledger.open(
    {
      trackingId: fields.tracking_id,
      userId: fields.user_id,
      currency: fields.currency,
      amount: fields.amount,
      country: fields.country ?? null,
      flow,
      ...owner,
      providerId,
      returnUrl: fields.return_url ?? null,
    },
    first,
  );
  if (record === undefined) {
    // Assumed: what the real gateway does with a used tracking_id is not known; taking it would charge twice.
    throw new ApiProblem(409, "This tracking_id is used already", "tracking_id");
  }
  return record;
}
