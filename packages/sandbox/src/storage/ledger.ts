import { drawToken } from "../gateway/draw-token.js";
import { openTransaction, type OpenRequest } from "../gateway/open-transaction.js";
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

/** Builds the ledger over a store and a virtual clock (milliseconds since 1970). */
export function createLedger(
  store: Store,
  setting: { now: () => number; expiresAfterMs: number },
): Ledger {
  const { seed } = store.accounts.account;

  const perform = (transactionId: string, effects: readonly Effect[]): void => {
    for (const effect of effects) {
      switch (effect.kind) {
        case "webhook":
          // Without a webhook URL there is nobody to tell: a merchant who polls is a merchant too.
          if (store.accounts.webhookUrl() === null) break;
          store.work.add({
            kind: "deliver",
            subject: store.deliveries.insert(effect.payload),
            dueAt: setting.now(),
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
      const result = transition(record, command, setting.now());
      if (result.ok) {
        store.transactions.update(result.record);
        perform(transactionId, result.effects);
      }
      return result;
    });

  return {
    apply,
    open: (request, first) =>
      store.atomically(() => {
        if (store.transactions.byTrackingId(request.trackingId, request.mode) !== undefined) {
          return undefined;
        }
        const number = store.transactions.nextNumber();
        const { record, effects } = openTransaction(request, {
          transactionId: drawToken(seed, `transaction:${number}`, 15),
          pageToken: drawToken(seed, `page:${number}`, 24),
          now: setting.now(),
          expiresAfterMs: setting.expiresAfterMs,
        });
        store.transactions.insert(record);
        perform(record.transactionId, effects);
        return first === undefined
          ? record
          : (apply(record.transactionId, first)?.record ?? record);
      }),
  };
}
