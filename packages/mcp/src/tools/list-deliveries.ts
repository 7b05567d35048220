import { z } from "zod";
import { defineTool } from "../tool/tool.js";
import { account, before, id, limit } from "./fields.js";

/** The webhooks of an account. */
export const listDeliveries = defineTool({
  name: "list_deliveries",
  title: "List webhook deliveries",
  description:
    "Returns webhook deliveries, newest first, with their state and the HTTP status of the last response. " +
    "get_delivery returns the attempts of one.",
  isWrite: false,
  input: z.strictObject({
    transaction_id: id
      .optional()
      .describe("Only deliveries of this transaction, oldest first, without paging."),
    state: z.enum(["pending", "retrying", "delivered", "given-up", "dropped"]).optional(),
    account,
    limit,
    before,
  }),
  run: (query, { sandbox, signal }) => sandbox.get("/deliveries", query, signal),
});
