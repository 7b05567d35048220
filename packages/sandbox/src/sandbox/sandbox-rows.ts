import type { TransactionRecord } from "../gateway/transaction-record.js";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import type { DeliveryAttempt, SandboxTransaction } from "./sandbox.js";
import type { AttemptWithDelivery } from "../storage/attempts.js";

/** Converts a record to the public transaction. */
export function toSandboxTransaction(record: TransactionRecord): SandboxTransaction {
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

/** Converts a recorded attempt to the public one. */
export function toDeliveryAttempt(attempt: AttemptWithDelivery): DeliveryAttempt {
  return {
    deliveryId: attempt.deliveryId,
    transaction_id: attempt.transactionId,
    status: attempt.status,
    attempt: attempt.attempt,
    at: toIso(attempt.at),
    url: attempt.url,
    requestBody: attempt.requestBody,
    signature: attempt.signature,
    responseStatus: attempt.responseStatus,
    error: attempt.error,
    nextAttemptAt: attempt.nextAttemptAt === null ? null : toIso(attempt.nextAttemptAt),
    state: attempt.state,
    cause: attempt.cause,
    fault: attempt.fault,
  };
}

function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
