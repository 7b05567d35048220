import type { Transaction } from "@numipay/core/protocol";
import { testAmountResult } from "./test-amounts.js";
import type { PendingWebhook } from "./pending-webhook.js";
import type { Stage, Status, TransactionRecord, Type } from "./transaction-record.js";
import { toWireTransaction } from "./wire-transaction.js";

/** A provider's decision on a submitted payment. */
export type Decision =
  | { readonly kind: "passes" }
  | { readonly kind: "declined"; readonly reason: string }
  | { readonly kind: "challenge" };

/** A change of a transaction after it was opened. */
export type Command =
  | {
      readonly kind: "submit";
      readonly providerId: string;
      readonly cardLast4: string | null;
      readonly decision: Decision;
    }
  | { readonly kind: "complete-challenge"; readonly passed: boolean }
  | { readonly kind: "confirm-payout"; readonly providerId: string }
  | { readonly kind: "approve" }
  | { readonly kind: "reject"; readonly reason: string }
  | { readonly kind: "settle" }
  | { readonly kind: "expire" }
  | { readonly kind: "late-success" }
  | { readonly kind: "set-status"; readonly status: Status; readonly isFinal: boolean };

/** Scheduled work of a transaction. */
export type TransactionWork = "settle" | "expire";

/** What to do, in this order, when storing the new record. */
export type Effect =
  | { readonly kind: "webhook"; readonly payload: Transaction }
  | { readonly kind: "schedule"; readonly work: TransactionWork; readonly at: number }
  | { readonly kind: "cancel"; readonly work: TransactionWork };

/** The new record with its effects, or a rejected command, which changes nothing. */
export type Transition =
  | { readonly ok: true; readonly record: TransactionRecord; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly record: TransactionRecord };

/**
 * The stages and types in which each command is allowed. A status cannot go backwards, because only chaos has a command for
 * `closed`. A second click on Pay does nothing, because `submit` is only allowed in `open`.
 */
const allowed: Record<
  Exclude<Command["kind"], "set-status">,
  { stages: readonly Stage[]; types: readonly Type[] }
> = {
  submit: { stages: ["open"], types: ["deposit"] },
  "complete-challenge": { stages: ["challenge"], types: ["deposit"] },
  "confirm-payout": { stages: ["open"], types: ["withdrawal"] },
  approve: { stages: ["review"], types: ["withdrawal"] },
  reject: { stages: ["review"], types: ["withdrawal"] },
  settle: { stages: ["settling"], types: ["deposit", "withdrawal"] },
  expire: { stages: ["open", "challenge"], types: ["deposit", "withdrawal"] },
  "late-success": { stages: ["closed"], types: ["deposit"] },
};

/** Applies a command at a virtual time (milliseconds since 1970). Pure: reads no clock and stores nothing. */
// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no command out
export function transition(
  record: TransactionRecord,
  command: Command,
  now: number,
  pendingWebhook: PendingWebhook = "on-submit",
): Transition {
  if (!isAllowed(record, command)) return { ok: false, record };
  const pending = (submitted: TransactionRecord): readonly Effect[] =>
    pendingWebhook === "on-submit" ? [announce(submitted)] : [];
  const touched = { ...record, updatedAt: now };
  switch (command.kind) {
    case "submit":
      return submit(touched, command, { now, pending });
    case "complete-challenge":
      return command.passed
        ? conclude(touched, now)
        : close(touched, "rejected", "3DS authentication failed");
    case "confirm-payout": {
      const confirmed: TransactionRecord = {
        ...touched,
        providerId: command.providerId,
        stage: "review",
      };
      // Only the customer's page expires, not a payout that waits for the merchant.
      return {
        ok: true,
        record: confirmed,
        effects: [{ kind: "cancel", work: "expire" }, ...pending(confirmed)],
      };
    }
    case "approve":
      // Stays pending for the merchant, and only status changes have a webhook.
      return {
        ok: true,
        record: { ...touched, stage: "settling" },
        effects: [
          { kind: "schedule", work: "settle", at: now + testAmountResult(record.amount).afterMs },
        ],
      };
    case "reject":
      return close(touched, "rejected", command.reason);
    case "settle": {
      const { status, reason } = testAmountResult(record.amount);
      return close(touched, status, reason);
    }
    case "expire":
      return close(touched, "expired");
    case "late-success":
      // A final status that contradicts the previous one. No gateway should do this, but some have.
      return record.status === "rejected" ? close(touched, "successful") : { ok: false, record };
    case "set-status":
      return setStatus(touched, command);
  }
}

function isAllowed(record: TransactionRecord, { kind }: Command): boolean {
  // The caller has checked the order of the statuses.
  if (kind === "set-status") return true;
  const { stages, types } = allowed[kind];
  return stages.includes(record.stage) && types.includes(record.type);
}

/** Sends a webhook for `pending`, then one for the result. */
function submit(
  record: TransactionRecord,
  command: Extract<Command, { kind: "submit" }>,
  { now, pending }: { now: number; pending: (submitted: TransactionRecord) => readonly Effect[] },
): Transition {
  const { providerId, cardLast4, decision } = command;
  const submitted: TransactionRecord = { ...record, providerId, cardLast4 };
  const effects = pending(submitted);
  if (decision.kind === "challenge") {
    return { ok: true, record: { ...submitted, stage: "challenge" }, effects };
  }
  const closed =
    decision.kind === "passes"
      ? conclude(submitted, now)
      : close(submitted, "rejected", decision.reason);
  return { ...closed, effects: [...effects, ...closed.effects] };
}

/** The customer is done. The amount decides whether the provider accepts it now, later or not at all. */
function conclude(record: TransactionRecord, now: number): Extract<Transition, { ok: true }> {
  const { status, reason, afterMs } = testAmountResult(record.amount);
  if (afterMs === 0) return close(record, status, reason);
  return {
    ok: true,
    record: { ...record, stage: "settling" },
    // The page can no longer expire. An expiry from here on is a result of the amount.
    effects: [
      { kind: "cancel", work: "expire" },
      { kind: "schedule", work: "settle", at: now + afterMs },
    ],
  };
}

function close(
  record: TransactionRecord,
  status: "successful" | "rejected" | "expired",
  rejectedReason: string | null = null,
): Extract<Transition, { ok: true }> {
  const closed: TransactionRecord = { ...record, status, stage: "closed", rejectedReason };
  // Without the cancellation, a closed transaction would keep the sandbox from becoming idle.
  return {
    ok: true,
    record: closed,
    effects: [{ kind: "cancel", work: "expire" }, announce(closed)],
  };
}

/** Pending work continues after a non-final status: a payout on hold can still be approved. */
function setStatus(
  record: TransactionRecord,
  { status, isFinal }: Extract<Command, { kind: "set-status" }>,
): Transition {
  const moved: TransactionRecord = {
    ...record,
    status,
    stage: isFinal ? "closed" : record.stage,
    rejectedReason: status === "rejected" ? "Rejected by the gateway" : null,
  };
  const cancelled: readonly Effect[] = isFinal
    ? [
        { kind: "cancel", work: "expire" },
        { kind: "cancel", work: "settle" },
      ]
    : [];
  return { ok: true, record: moved, effects: [...cancelled, announce(moved)] };
}

/** The webhook of a status change. */
export function announce(record: TransactionRecord): Effect {
  return { kind: "webhook", payload: toWireTransaction(record) };
}
