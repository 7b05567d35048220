import type { Delivery } from "../storage/deliveries.js";
import type { Work } from "../storage/work.js";
import type { DeliveryPorts } from "./delivery-ports.js";

const minuteMs = 60_000;

/** The kind of work for a delivery that chaos holds back, by fault. */
const heldAs = { delay: "delayed", reorder: "held" } as const;

/** The fault that held a piece of work back, if any. */
export function heldBy(work: Work): keyof typeof heldAs | undefined {
  if (work.kind === heldAs.delay) return "delay";
  return work.kind === heldAs.reorder ? "reorder" : undefined;
}

/** Drops or holds back a delivery before its first attempt if chaos says so. Returns false if it can be sent. */
export function holdBack(
  work: Work,
  { delivery, subject }: { readonly delivery: Delivery; readonly subject: string },
  { store, chaos, setting }: DeliveryPorts,
): boolean {
  const fault =
    chaos.draw("drop", subject, 1) ??
    chaos.draw("delay", subject, 1) ??
    chaos.draw("reorder", subject, 1);
  if (fault === undefined) return false;
  const { deliveryId } = delivery;
  store.atomically(() => {
    chaos.record(fault);
    store.work.remove(work.sequence);
    if (fault.kind === "drop") {
      store.deliveries.setNextAttempt(deliveryId, "dropped", null);
      return;
    }
    const dueAt = setting.now() + fault.minutes * minuteMs;
    store.work.add({ kind: heldAs[fault.kind], subject: deliveryId, dueAt });
    store.deliveries.setNextAttempt(deliveryId, "pending", dueAt);
  });
  return true;
}

/** Releases earlier deliveries of a transaction that were held back until a later one was sent. */
export function releaseHeld(sent: Delivery, { store, setting }: DeliveryPorts): void {
  const dueAt = setting.now();
  for (const { number, deliveryId } of store.deliveries.ofTransaction(sent.transactionId)) {
    if (number >= sent.number) return;
    const held = store.work.find(heldAs.reorder, deliveryId);
    if (held === undefined) continue;
    store.work.remove(held.sequence);
    store.work.add({ kind: heldAs.reorder, subject: deliveryId, dueAt });
    store.deliveries.setNextAttempt(deliveryId, "pending", dueAt);
  }
}
