import type { Journal, JournalStore, OutboxStore } from "@numipay/core";
import { createJournal } from "@numipay/core";
import { reportHandlerFault } from "../receiver/report-pipe.js";
import type { createInProgress } from "./in-progress.js";
import type { PayerFaults } from "./payer-steps.js";

export interface PayerStepOptions {
  faults: PayerFaults;
  /** Where intents in progress are recorded. Undefined for recovery, which sends none. */
  inProgress: ReturnType<typeof createInProgress> | undefined;
  /** How long a claim is held, in milliseconds. */
  leaseMs: number;
  /** Ids that the worker takes besides those that are due, although another worker may have them. Undefined for no contention. */
  offered: string[] | undefined;
}

/**
 * Wraps a journal with the steps. Its store is the published one, except that leases are short: the library adds 10 seconds to the time
 * limit of a call, and a run would mostly wait.
 */
export function withPayerSteps<Store extends JournalStore>(
  journal: Journal<Store>,
  options: PayerStepOptions,
): Journal<Store> {
  const { account, namespace, storeUrl, responseTtlMs, store } = journal;
  return createJournal(wrapStore(store, options), { account, namespace, storeUrl, responseTtlMs });
}

function wrapStore<Store extends JournalStore>(
  store: Store,
  { faults: { reach }, inProgress, leaseMs, offered }: PayerStepOptions,
): Store {
  /** Counts an intent as faulted whose store failed. */
  async function watch<Result>(tracking_id: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      reportHandlerFault("store", tracking_id);
      throw error;
    }
  }

  const steps: Pick<JournalStore, "claim" | "complete"> = {
    async claim(intent, fullLeaseMs) {
      const { tracking_id } = intent;
      reach("before-claim");
      const claim = await watch(tracking_id, () =>
        store.claim(intent, Math.min(fullLeaseMs, leaseMs)),
      );
      if (claim.state === "new" || claim.state === "unclear") {
        inProgress?.begin(tracking_id);
        reach("after-claim");
      } else if (offered !== undefined) reportHandlerFault("contended", tracking_id);
      return claim;
    },
    async complete(key, lease, result) {
      reach("before-complete");
      const isRecorded = await watch(key.tracking_id, () => store.complete(key, lease, result));
      reach("after-complete");
      if (!isOutbox(store) || !isRecorded || result.state === "queued") {
        inProgress?.end(key.tracking_id);
      }
      return isRecorded;
    },
  };
  if (!isOutbox(store)) return { ...store, ...steps };
  const outboxSteps: Pick<OutboxStore<unknown>, "takeDue" | "settle"> = {
    async takeDue(account, limit, visibilityMs) {
      const due = await store.takeDue(account, limit, Math.min(visibilityMs, leaseMs));
      const keys = (offered ?? []).splice(0).map((tracking_id) => ({
        account,
        slot: "transaction" as const,
        tracking_id,
      }));
      const others = await Promise.all(keys.map(async (key) => await store.read(key)));
      return [...due, ...others.filter((other) => other !== undefined)];
    },
    async settle(key, state, retryInMs) {
      reach("before-settle");
      const isSettled = await watch(key.tracking_id, () => store.settle(key, state, retryInMs));
      reach("after-settle");
      inProgress?.end(key.tracking_id);
      return isSettled;
    },
  };
  return { ...store, ...steps, ...outboxSteps };
}

function isOutbox(store: JournalStore): store is OutboxStore<unknown> {
  return "takeDue" in store;
}
