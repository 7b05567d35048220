import type { Transaction } from "@numipay/core/protocol";
import { randomToken } from "../gateway/random-token.js";
import { openTransaction, type OpenRequest } from "../gateway/open-transaction.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";
import { createTransactionId } from "../gateway/transaction-id.js";
import { toOpeningEntry, toTimelineEntry } from "../gateway/timeline-entry.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { transition, type Command, type Effect, type Transition } from "../gateway/transition.js";
import type { Store } from "./store.js";

/** The only code that changes transactions. It stores record and effects atomically. */
export interface Ledger {
  /** Opens a transaction. Returns undefined for a used tracking id, unless it may be reused. */
  open(request: OpenRequest, options?: OpenOptions): TransactionRecord | undefined;
  /** Applies a command. Rejected commands change nothing. Returns undefined for an unknown transaction. */
  apply(transactionId: string, command: Command): Transition | undefined;
}

/** How a transaction is opened. */
export interface OpenOptions {
  /** A command to apply in the same database transaction. */
  readonly first?: Command | undefined;
  /** Whether a used tracking id opens a second transaction. Defaults to `false`. */
  readonly mayReuse?: boolean;
}

/** The settings of a ledger. */
export interface LedgerSetting {
  readonly now: () => number;
  readonly expiresAfterMs: number;
  readonly pendingWebhook: PendingWebhook;
  /** Whether the generated ids are numeric. */
  readonly numericIds: boolean;
  /** Serializes a webhook. */
  readonly toBody: (payload: Transaction) => string;
  /** When a rejected payment becomes successful, in milliseconds since 1970. */
  readonly lateSuccessAt: (rejected: TransactionRecord) => number | undefined;
}

/** Creates the ledger for a store and a virtual clock. */
export function createLedger(store: Store, setting: LedgerSetting): Ledger {
  const { seed } = store.state;

  const perform = (record: TransactionRecord, effects: readonly Effect[]): void => {
    const { transactionId, accountId } = record;
    const now = setting.now();
    for (const effect of effects) {
      switch (effect.kind) {
        case "webhook":
          // Without a webhook URL there is no delivery. The merchant may be polling instead.
          if ((store.accounts.byId(accountId)?.webhookUrl ?? null) === null) break;
          store.work.add({
            kind: "deliver",
            subject: store.deliveries.insert({
              accountId,
              transactionId,
              status: effect.payload.status,
              requestBody: setting.toBody(effect.payload),
              now,
            }),
            dueAt: now,
          });
          break;
        case "schedule":
          store.work.add({ kind: effect.work, subject: transactionId, dueAt: effect.at });
          break;
        case "cancel":
          store.work.cancel(effect.work, transactionId);
          break;
      }
    }
  };

  const apply: Ledger["apply"] = (transactionId, command) =>
    store.atomically(() => {
      const record = store.transactions.byId(transactionId);
      if (record === undefined) return undefined;
      const now = setting.now();
      const result = transition(record, command, now, setting.pendingWebhook);
      if (result.ok) {
        store.transactions.update(result.record);
        store.dailyTotals.move(record, result.record);
        store.timeline.add(transactionId, { at: now, ...toTimelineEntry(command, result.record) });
        perform(result.record, result.effects);
        const dueAt =
          result.record.status === "rejected" ? setting.lateSuccessAt(result.record) : undefined;
        if (dueAt !== undefined) {
          store.work.add({ kind: "late-success", subject: transactionId, dueAt });
        }
      }
      return result;
    });

  return {
    apply,
    open: (request, { first, mayReuse = false } = {}) =>
      store.atomically(() => {
        const used = store.transactions.byTrackingId(request.trackingId, request);
        if (used !== undefined && !mayReuse) {
          return undefined;
        }
        const number = store.transactions.nextNumber();
        const { record, effects } = openTransaction(request, {
          transactionId: createTransactionId(seed, number, setting.numericIds),
          pageToken: randomToken(seed, `page:${number}`, 24),
          now: setting.now(),
          expiresAfterMs: setting.expiresAfterMs,
          pendingWebhook: setting.pendingWebhook,
        });
        store.transactions.insert(record);
        store.dailyTotals.add(record);
        store.timeline.add(record.transactionId, {
          at: record.createdAt,
          ...toOpeningEntry(record),
        });
        perform(record, effects);
        return first === undefined
          ? record
          : (apply(record.transactionId, first)?.record ?? record);
      }),
  };
}
