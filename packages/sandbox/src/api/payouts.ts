import type {
  ApprovePayoutResponse,
  Operation,
  RejectPayoutResponse,
} from "@numipay/core/protocol";
import { cashierPath } from "../gateway/page-paths.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Command } from "../gateway/transition.js";
import { ApiProblem } from "./api-problem.js";
import type { GatewayContext } from "./gateway-context.js";
import { openPayment } from "./open-payment.js";
import type { OperationHandler } from "./operation-handler.js";
import { toText } from "./payment-fields.js";
import { readRequest } from "./read-request.js";
import { respond, respondWithPage } from "./respond.js";

/** Handlers of the three payout operations. Reject and approve take different ids. */
export function payoutHandlers(
  context: GatewayContext,
): Record<"requestPayout" | "rejectPayout" | "approvePayout", OperationHandler> {
  const { contract } = context;
  const { transactions } = context.store;
  return {
    requestPayout(c, operation) {
      const fields = readRequest(c, contract, operation);
      const owner = c.get("owner");
      const record = openPayment(context, { operation, fields, flow: "payout", owner });
      return respondWithPage(c, operation, cashierPath(record));
    },

    rejectPayout(c, operation) {
      const id = toText(readRequest(c, contract, operation)["transaction_id"]) ?? "";
      const owner = c.get("owner");
      const record = transactions.byIdOf(id, owner);
      if (record === undefined) {
        throw notFound(operation, {
          isOtherId: transactions.byTrackingId(id, owner) !== undefined,
          takes: "Reject takes the gateway's transaction_id from the webhook",
          confusion: "this is your tracking_id",
        });
      }
      decide(context, operation, record, { kind: "reject", reason: "Rejected by the merchant" });
      return respond<RejectPayoutResponse>(c, operation, {});
    },

    approvePayout(c, operation) {
      const id = toText(readRequest(c, contract, operation)["transaction_id"]) ?? "";
      const owner = c.get("owner");
      const record = transactions.byTrackingId(id, owner);
      if (record === undefined) {
        throw notFound(operation, {
          isOtherId: transactions.byIdOf(id, owner) !== undefined,
          takes: "Approve takes your own tracking_id, sent as transaction_id",
          confusion: "this is the gateway's id",
        });
      }
      const { status } = decide(context, operation, record, { kind: "approve" });
      return respond<ApprovePayoutResponse>(c, operation, {
        // The documented text.
        message: "Transaction Withdrawal has been approved successfully",
        transaction_status: status,
      });
    },
  };
}

function notFound(
  operation: Operation,
  id: { readonly isOtherId: boolean; readonly takes: string; readonly confusion: string },
): ApiProblem {
  const why = id.isOtherId ? id.confusion : "no payout has this id";
  return new ApiProblem(404, `${id.takes}; ${why}.`, wireIdOf(operation));
}

function decide(
  context: GatewayContext,
  operation: Operation,
  record: TransactionRecord,
  command: Command,
): TransactionRecord {
  const field = wireIdOf(operation);
  if (record.type !== "withdrawal") {
    throw new ApiProblem(409, `This transaction is a ${record.type}, not a payout.`, field);
  }
  const result = context.ledger.apply(record.transactionId, command);
  if (result?.ok === true) return result.record;
  throw new ApiProblem(409, whyNotNow(record), field);
}

function wireIdOf({ fields }: Operation): string {
  return fields.get("transaction_id")?.name ?? "transaction_id";
}

function whyNotNow(record: TransactionRecord): string {
  switch (record.stage) {
    case "open":
      return "The customer has not confirmed this payout yet.";
    case "settling":
      return "This payout is already approved.";
    default:
      return `This payout is already ${record.status}.`;
  }
}
