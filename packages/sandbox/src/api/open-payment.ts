import { isAmount, type Operation } from "@numipay/core/protocol";
import type { Flow, Owner, TransactionRecord } from "../gateway/transaction-record.js";
import type { Command } from "../gateway/transition.js";
import { isJsonNumber } from "../gateway/wire-body.js";
import { ApiProblem } from "./api-problem.js";
import type { GatewayContext } from "./gateway-context.js";
import { type PaymentFields, toText } from "./payment-fields.js";

/** What the four operations that open a transaction have in common. */
export interface Opening {
  readonly operation: Operation;
  readonly fields: PaymentFields;
  readonly flow: Flow;
  readonly owner: Owner;
  readonly providerId?: string;
  /** A command to apply in the same database transaction. */
  readonly first?: Command;
}

/**
 * Opens a transaction from the fields of a request.
 *
 * @throws ApiProblem 409 or 422 for a used tracking_id, unless `usedTrackingId` accepts it; 422 for an amount or return_url
 *   that the sandbox cannot use.
 */
export function openPayment(context: GatewayContext, opening: Opening): TransactionRecord {
  const { operation, fields, flow, owner, providerId = null, first } = opening;
  const { usedTrackingId } = context;
  const { transactions } = context.store;
  // Only a contract override can make one of these optional.
  const trackingId = toText(fields.tracking_id) ?? `untracked-${transactions.nextNumber()}`;
  const record = context.ledger.open(
    {
      trackingId,
      userId: toText(fields.user_id) ?? "",
      currency: toText(fields.currency) ?? "EUR",
      amount: toKeepableAmount(context, operation, fields.amount),
      country: toText(fields.country) ?? null,
      flow,
      ...owner,
      providerId,
      returnUrl: toFollowableUrl(operation, fields.return_url),
    },
    { first, mayReuse: usedTrackingId === "creates-second" },
  );
  const found =
    usedTrackingId === "returns-first" ? transactions.byTrackingId(trackingId, owner) : undefined;
  const opened = record ?? found;
  if (opened === undefined) {
    const name = wireNameOf(operation, "tracking_id");
    // Assumed: the real gateway's response to a used tracking_id is not documented. Accepting it would charge twice.
    const status = usedTrackingId === "rejected" ? 422 : 409;
    throw new ApiProblem(status, `This ${name} is already in use.`, name);
  }
  return opened;
}

/** A contract override can remove the amount's format, but the sandbox must be able to compare and format it. */
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
      `${name} must be a decimal number, such as "200.00". The sandbox has to compare it.`,
      name,
    );
  }
  if (contract.webhook.fields.get("amount")?.type === "number" && !isJsonNumber(text)) {
    throw new ApiProblem(
      422,
      `${name} has more digits than a JSON number can hold. The webhook sends it as a number.`,
      name,
    );
  }
  return text;
}

/** A contract override can remove the URL's format, but the cashier must be able to redirect to it. */
function toFollowableUrl(operation: Operation, url: unknown): string | null {
  const text = toText(url);
  if (text === undefined) return null;
  const name = wireNameOf(operation, "return_url");
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) {
    const { username, password } = new URL(text);
    if (username === "" && password === "") return text;
    throw new ApiProblem(
      422,
      `${name} must not contain a user name or password, because customers see it.`,
      name,
    );
  }
  throw new ApiProblem(
    422,
    `${name} must be an absolute http or https URL. The cashier redirects the customer there.`,
    name,
  );
}

function wireNameOf({ fields }: Operation, name: string): string {
  return fields.get(name)?.name ?? name;
}
