import { operations, type Transaction, type TransactionStatusAnswer } from "@numipay/core/protocol";
import type { Hono } from "hono";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import { ApiProblem } from "./api-problem.js";
import { toDateRange } from "./date-range.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";

/** Adds the two operations that tell what became of a transaction. Each key sees the transactions of its own mode. */
export function addTransactions(app: Hono<AppEnv>, context: GatewayContext): void {
  const { transactions } = context.store;

  app.get(operations.listTransactions.path, (c) => {
    const range = toDateRange(c.req.query("from"), c.req.query("to"), context.now());
    // Assumed: the day that counts is the one on which the transaction was opened.
    const records = transactions.createdBetween(range.from, range.before, c.get("owner"));
    return c.json<Transaction[]>(records.map(toWireTransaction));
  });

  app.get(operations.transactionStatus.path.replace("{id}", ":id"), (c) => {
    const id = c.req.param("id") ?? "";
    const owner = c.get("owner");
    const record = transactions.byTrackingId(id, owner);
    if (record === undefined) {
      const confused = transactions.byIdOf(id, owner) !== undefined;
      throw new ApiProblem(
        404,
        confused
          ? "The status is asked by your own tracking_id; this is the gateway's transaction_id"
          : "No transaction has this tracking_id",
        "id",
      );
    }
    return c.json<TransactionStatusAnswer>({
      transaction_status: record.status,
      ...(record.rejectedReason === null ? {} : { rejected_reason: record.rejectedReason }),
    });
  });
}
