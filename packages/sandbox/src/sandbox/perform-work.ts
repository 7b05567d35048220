import { attemptDelivery } from "../delivery/attempt-delivery.js";
import { deliverAside } from "../delivery/deliver-aside.js";
import type { DeliveryPorts } from "../delivery/delivery-ports.js";
import type { Ledger } from "../storage/ledger.js";
import type { Work } from "../storage/work.js";

/** Performs one piece of due work and removes it from the table. */
export async function performWork(
  work: Work,
  ports: DeliveryPorts & { readonly ledger: Ledger },
): Promise<void> {
  const { store, ledger, results } = ports;
  if (results.recordKept(work)) return;
  const { kind } = work;
  if (kind === "deliver" || kind === "delayed" || kind === "held") {
    await attemptDelivery(work, ports);
    return;
  }
  if (kind === "copy" || kind === "forgery") {
    await deliverAside(work, ports);
    return;
  }
  store.atomically(() => {
    store.work.remove(work.sequence);
    ledger.apply(work.subject, { kind });
  });
}
