import {
  operations,
  type ApprovePayoutAnswer,
  type ApprovePayoutRequest,
  type PayoutRequest,
  type RedirectAnswer,
  type RejectPayoutAnswer,
  type RejectPayoutRequest,
} from "@numipay/core/protocol";
import type { Hono } from "hono";
import { cashierPath } from "../gateway/page-paths.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Command } from "../gateway/transition.js";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";
import { openPayment } from "./open-payment.js";
import { pageUrl } from "./page-url.js";
import { readRequest } from "./read-request.js";

/** Adds the three operations that pay money out. Mind that reject and approve take different ids. */
export function addPayouts(app: Hono<AppEnv>, context: GatewayContext): void {
  const { transactions } = context.store;

  app.post(operations.requestPayout.path, (c) => {
    const fields = readRequest<PayoutRequest>(c, operations.requestPayout);
    const record = openPayment(context, { fields, flow: "payout", owner: c.get("owner") });
    return c.json<RedirectAnswer>({ url: pageUrl(c.req.url, cashierPath(record)) });
  });

  app.post(operations.rejectPayout.path, (c) => {
    const { transaction_id: id } = readRequest<RejectPayoutRequest>(c, operations.rejectPayout);
    const owner = c.get("owner");
    const record = transactions.byIdOf(id, owner);
    if (record === undefined) {
      throw notFound(
        transactions.byTrackingId(id, owner) !== undefined,
        "Reject takes the gateway's transaction_id, from the webhook",
        "this is a tracking_id of yours",
      );
    }
    decide(context, record, { kind: "reject", reason: "Rejected by the merchant" });
    return c.json<RejectPayoutAnswer>({});
  });

  app.post(operations.approvePayout.path, (c) => {
    const { transaction_id: id } = readRequest<ApprovePayoutRequest>(c, operations.approvePayout);
    const owner = c.get("owner");
    const record = transactions.byTrackingId(id, owner);
    if (record === undefined) {
      throw notFound(
        transactions.byIdOf(id, owner) !== undefined,
        "Approve takes your own tracking_id, sent as transaction_id",
        "this is the gateway's id",
      );
    }
    const { status } = decide(context, record, { kind: "approve" });
    return c.json<ApprovePayoutAnswer>({
      message: "The payout is approved and on its way",
      transaction_status: status,
    });
  });
}

function notFound(isOtherId: boolean, takes: string, confusion: string): ApiProblem {
  const message = isOtherId ? `${takes}; ${confusion}` : `${takes}; no payout has this id`;
  return new ApiProblem(404, message, "transaction_id");
}

function decide(
  context: GatewayContext,
  record: TransactionRecord,
  command: Command,
): TransactionRecord {
  if (record.type !== "withdrawal") {
    throw new ApiProblem(409, "This transaction is a deposit, not a payout", "transaction_id");
  }
  const result = context.ledger.apply(record.transactionId, command);
  if (result?.ok === true) return result.record;
  throw new ApiProblem(409, whyNotNow(record), "transaction_id");
}

function whyNotNow(record: TransactionRecord): string {
  switch (record.stage) {
    case "open":
      return "The customer has not confirmed this payout yet";
    case "settling":
      return "This payout is approved already";
    default:
      return `This payout is ${record.status} already`;
  }
}
