import type { TransactionStatusResponse } from "@numipay/core/protocol";
import { laggingStatus } from "../gateway/status-lag.js";
import { toWireList, toWireTransaction } from "../gateway/wire-transaction.js";
import { ApiProblem } from "./api-problem.js";
import { toDateRange } from "./date-range.js";
import type { GatewayContext } from "./gateway-context.js";
import type { OperationHandler } from "./operation-handler.js";
import { toText } from "./payment-fields.js";
import { readRequest } from "./read-request.js";
import { respond } from "./respond.js";

/** Handlers of the status and the list. A key sees only the transactions of its own mode. */
export function transactionHandlers(
  context: GatewayContext,
): Record<"listTransactions" | "transactionStatus", OperationHandler> {
  const { contract } = context;
  const { transactions } = context.store;
  return {
    listTransactions(c, operation) {
      const { from, to } = readRequest(c, contract, operation);
      const asked = { from: toText(from), to: toText(to) };
      const range = toDateRange(asked, { now: context.now(), contract, operation });
      // Assumed: the list selects by the day on which the transaction was opened.
      const records = transactions.createdBetween(range.from, range.before, c.get("owner"));
      const list = records.map(toWireTransaction);
      return c.json(toWireList(contract, operation.response, list) as object);
    },

    transactionStatus(c, operation) {
      const id = toText(readRequest(c, contract, operation)["id"]) ?? "";
      const owner = c.get("owner");
      const record = transactions.byTrackingId(id, owner);
      const shown =
        record === undefined
          ? "not-found"
          : laggingStatus(record, context.statusLag, context.now());
      if (record === undefined || shown === "not-found") {
        const confused = transactions.byIdOf(id, owner) !== undefined;
        throw new ApiProblem(
          404,
          confused
            ? "The status takes your own tracking_id; this is the gateway's transaction_id."
            : "No transaction has this tracking_id.",
          operation.fields.get("id")?.name ?? "id",
        );
      }
      if (shown !== undefined) {
        return respond<TransactionStatusResponse>(c, operation, { transaction_status: shown });
      }
      return respond<TransactionStatusResponse>(c, operation, {
        transaction_status: record.status,
        ...(record.rejectedReason === null ? {} : { rejected_reason: record.rejectedReason }),
      });
    },
  };
}
