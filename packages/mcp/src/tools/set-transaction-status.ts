import { z } from "zod";
import { defineTool } from "../tool/tool.js";
import { id } from "./fields.js";

/** Decides a transaction as the customer or the gateway would. */
export const setTransactionStatus = defineTool({
  name: "set_transaction_status",
  title: "Set transaction status",
  description:
    "Moves a transaction of the sandbox to a status, such as successful, and sends the webhook. A final status cannot " +
    "become pending again.",
  isWrite: true,
  input: z.strictObject({
    transaction_id: id.describe("A transaction_id of list_transactions, not the tracking_id."),
    status: id.describe(
      "successful, rejected, expired, pending, or one that the contract override adds.",
    ),
  }),
  run: ({ transaction_id: transactionId, status }, { sandbox, signal }) =>
    sandbox.post(`/transactions/${encodeURIComponent(transactionId)}/status`, { status }, signal),
});
