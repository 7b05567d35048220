import { z } from "zod";
import { defineTool } from "../tool/tool.js";
import { account, before, id, limit } from "./fields.js";

/** The transactions of an account. */
export const listTransactions = defineTool({
  name: "list_transactions",
  title: "List transactions",
  description:
    "Returns transactions of the sandbox, newest first, with status and stage. Pass `next` as `before` to continue.",
  isWrite: false,
  input: z.strictObject({
    search: id
      .optional()
      .describe("A transaction_id, tracking_id or user_id, or the beginning of one."),
    status: id.optional().describe("pending, successful, rejected or expired."),
    type: id.optional().describe("deposit or withdrawal."),
    account,
    limit,
    before,
  }),
  run: ({ search: q, ...rest }, { sandbox, signal }) =>
    sandbox.get("/transactions", { ...rest, q }, signal),
});
