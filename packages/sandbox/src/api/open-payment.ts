import { isAmount, type Operation } from "@numipay/core/protocol";
import type { Flow, Owner, TransactionRecord } from "../gateway/transaction-record.js";
import type { Command } from "../gateway/transition.js";
import { isJsonNumber } from "../gateway/wire-body.js";
import { ApiProblem } from "./api-problem.js";
import type { GatewayContext } from "./gateway-context.js";
import { type PaymentFields, toText } from "./payment-fields.js";

/** What all four opening operations have in common. */
export interface Opening {
  readonly operation: Operation;
  readonly fields: PaymentFields;
  readonly flow: Flow;
  readonly owner: Owner;
  readonly providerId?: string;
  /** What happens to the transaction in the same breath. */
  readonly first?: Command;
}

/**
 * Opens a transaction from a request's fields.
 *
 * @throws ApiProblem 409 if its tracking_id is used already, 422 for an amount that the sandbox cannot keep
 */
export function openPayment(context: GatewayContext, opening: Opening): TransactionRecord {
  const { operation, fields, flow, owner, providerId = null, first } = opening;
  const record = context.ledger.open(
    {
      // Only a contract override makes one of these optional.
      trackingId:
        toText(fields.tracking_id) ?? `untracked-${context.store.transactions.nextNumber()}`,
      userId: toText(fields.user_id) ?? "",
      currency: toText(fields.currency) ?? "EUR",
      amount: toKeepableAmount(context, operation, fields.amount),
      country: toText(fields.country) ?? null,
      flow,
      ...owner,
      providerId,
      returnUrl: toFollowableUrl(operation, fields.return_url),
    },
    first,
  );
  if (record === undefined) {
    const name = wireNameOf(operation, "tracking_id");
    // Assumed: what the real gateway does with a used tracking_id is not known; taking it would charge twice.
    throw new ApiProblem(409, `This ${name} is used already`, name);
  }
  return record;
}

/** A contract override may take away the form of an amount; the sandbox still has to compare and to write it. */
function toKeepableAmount(
  { contract }: GatewayContext,
  operation: Operation,
  amount: unknown,
): string {
  const name = wireNameOf(operation, "amount");
  const text = toText(amount);
  if (!isAmount(text)) {
    throw new ApiProblem(
      422,
      `${name} must be a decimal number, such as "200.00", to be played`,
      name,
    );
  }
  if (contract.webhook.fields.get("amount")?.type === "number" && !isJsonNumber(text)) {
    throw new ApiProblem(
      422,
      `${name} has more digits than a JSON number keeps, which the webhook writes it as`,
      name,
    );
  }
  return text;
}

/** A contract override may take away the form of an address; the cashier still has to send a browser there. */
function toFollowableUrl(operation: Operation, url: unknown): string | null {
  const text = toText(url);
  if (text === undefined) return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  const name = wireNameOf(operation, "return_url");
  throw new ApiProblem(422, `${name} must be an absolute http or https URL, to be played`, name);
}

function wireNameOf({ fields }: Operation, name: string): string {
  return fields.get(name)?.name ?? name;
}
