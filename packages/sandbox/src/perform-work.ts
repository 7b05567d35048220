import { attemptDelivery } from "./delivery/attempt-delivery.js";
import type { PostSetting } from "./delivery/post-webhook.js";
import type { Ledger } from "./storage/ledger.js";
import type { Store } from "./storage/store.js";
import type { Work } from "./storage/work.js";

/** Does one piece of due work, and takes it off the table. */
export async function performWork(
  work: Work,
  ports: { store: Store; ledger: Ledger; setting: PostSetting & { now: () => number } },
): Promise<void> {
  const { store, ledger, setting } = ports;
  const { kind } = work;
  if (kind === "deliver") {
    await attemptDelivery(store, work, setting);
    return;
  }
  store.atomically(() => {
    store.work.remove(work.sequence);
    ledger.apply(work.subject, { kind });
  });
}
