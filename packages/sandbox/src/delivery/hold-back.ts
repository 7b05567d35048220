import type { Delivery } from "../storage/deliveries.js";
import type { Work } from "../storage/work.js";
import type { DeliveryPorts } from "./delivery-ports.js";

const minuteMs = 60_000;

/** The work that a delivery becomes which chaos holds back, by the fault that does it. */
const heldAs = { delay: "delayed", reorder: "held" } as const;

/** The fault that held a piece of work back, if one did. */
export function heldBy(work: Work): keyof typeof heldAs | undefined {
  if (work.kind === heldAs.delay) return "delay";
  return work.kind === heldAs.reorder ? "reorder" : undefined;
}

/** Drops or holds back a delivery that was never tried, if chaos has it so. False: it goes out. */
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

/** Lets go of what was held back until a later change of the same transaction was told: now one was. */
export function releaseHeld(told: Delivery, { store, setting }: DeliveryPorts): void {
  const dueAt = setting.now();
  for (const { number, deliveryId } of store.deliveries.ofTransaction(told.transactionId)) {
    if (number >= told.number) return;
    const held = store.work.find(heldAs.reorder, deliveryId);
    if (held === undefined) continue;
    store.work.remove(held.sequence);
    store.work.add({ kind: heldAs.reorder, subject: deliveryId, dueAt });
    store.deliveries.setNextAttempt(deliveryId, "pending", dueAt);
  }
}
