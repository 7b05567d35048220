import type { Transaction } from "@numipay/core/protocol";
import { randomToken } from "../gateway/random-token.js";
import { openTransaction, type OpenRequest } from "../gateway/open-transaction.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";
import { drawTransactionId } from "../gateway/transaction-id.js";
import { toOpeningEntry, toTimelineEntry } from "../gateway/timeline-entry.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { transition, type Command, type Effect, type Transition } from "../gateway/transition.js";
import type { Store } from "./store.js";

/** The one place that changes transactions: record and effects are stored together, or not at all. */
export interface Ledger {
  /** Opens a transaction, and applies a first command to it if there is one. Undefined: the tracking id is used already. */
  open(request: OpenRequest, first?: Command): TransactionRecord | undefined;
  /** Applies a command; refused, nothing changed. Undefined: there is no such transaction. */
  apply(transactionId: string, command: Command): Transition | undefined;
}

/** What a ledger works by. */
export interface LedgerSetting {
  readonly now: () => number;
  readonly expiresAfterMs: number;
  readonly pendingWebhook: PendingWebhook;
  /** Whether the ids that it draws are digits alone. */
  readonly numericIds: boolean;
  /** The text of a webhook. */
  readonly toBody: (payload: Transaction) => string;
  /** When a payment that was just rejected becomes successful after all, milliseconds since 1970. */
  readonly lateSuccessAt: (rejected: TransactionRecord) => number | undefined;
}

/** Builds the ledger over a store and a virtual clock (milliseconds since 1970). */
export function createLedger(store: Store, setting: LedgerSetting): Ledger {
  const { seed } = store.state;

  const perform = (record: TransactionRecord, effects: readonly Effect[]): void => {
    const { transactionId, accountId } = record;
    const now = setting.now();
    for (const effect of effects) {
      switch (effect.kind) {
        case "webhook":
          // Without a webhook URL there is nobody to tell: a merchant who polls is a merchant too.
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
    open: (request, first) =>
      store.atomically(() => {
        if (store.transactions.byTrackingId(request.trackingId, request) !== undefined) {
          return undefined;
        }
        const number = store.transactions.nextNumber();
        const { record, effects } = openTransaction(request, {
          transactionId: drawTransactionId(seed, number, setting.numericIds),
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
