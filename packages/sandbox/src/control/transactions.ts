import type { Context } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import type { PortalContext } from "../portal/portal-page.js";
import { readAccountId, readChoice, readPaging } from "./read-query.js";
import { toIso } from "./to-iso.js";

/**
 * One page of an account's transactions, newest first.
 *
 * @throws ApiProblem for an invalid parameter.
 */
export function listTransactions(c: Context<AppEnv>, portal: PortalContext): object {
  const { contract, store } = portal;
  const { rows, next } = store.searchTransactions({
    ...readPaging(c),
    accountId: readAccountId(c, portal),
    text: c.req.query("q"),
    mode: readChoice(c, "mode", ["test", "live"]),
    status: readChoice(c, "status", [...contract.statuses.keys()]),
    type: readChoice(c, "type", contract.types),
  });
  return { transactions: rows.map(toShown), next: next ?? null };
}

/**
 * Moves a transaction to a status, as the gateway would.
 *
 * @throws ApiProblem 422 for an unknown id or status, and a status that must not follow.
 */
export function setStatus(portal: PortalContext, transactionId: string, status: string): object {
  try {
    portal.controls.setStatus(transactionId, status);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiProblem(422, error.message);
  }
  const record = portal.store.transactions.byId(transactionId);
  return { transaction: record && toShown(record) };
}

function toShown(record: TransactionRecord): object {
  return {
    ...toWireTransaction(record),
    created_at: toIso(record.createdAt),
    updated_at: toIso(record.updatedAt),
    mode: record.mode,
    account: record.accountId,
    provider: record.providerId,
    stage: record.stage,
    rejected_reason: record.rejectedReason,
  };
}
