import type { ChaosOptions } from "@numipay/sandbox";
import type { DeliveryFaultKind } from "../gateways/fault-detector.js";
import type { HandlerFamily } from "../receiver/handler-faults.js";
import { type Step, steps } from "../receiver/steps.js";
import type { StoreFault } from "../stores/break-store.js";

type DeliveryChaos = NonNullable<ChaosOptions["deliveries"]>;

/** A kind of fault, with what it does and how its changes are counted. */
export interface FaultFamily {
  /** The probabilities of the sandbox's delivery faults. */
  chaos: DeliveryChaos;
  /** Sent to a receiver at one of `steps`. Every change in progress there is faulted. */
  signal?: NodeJS.Signals;
  steps?: readonly Step[];
  /** The handler has a fault of this family, at some of the first attempts. */
  handlerFamily?: HandlerFamily;
  /** Whether the inbox may report such a fault as its own outage: the database, and not the handler, is the cause. */
  mayBeUnavailable?: boolean;
  /** Whether handlers take longer than their lease, and the gateway does not wait for them. */
  isSlow?: boolean;
  /** Restarts receivers under load. */
  deploys?: boolean;
  store?: StoreFault;
  /** Whether records can be read while the store is down, so that duplicates are acknowledged. */
  isReadable?: boolean;
  /**
   * Whether a handler may run twice for a change if its effect cannot commit together with the record. Only allowed where a
   * process or the store is interrupted.
   */
  mayRerun?: boolean;
  /**
   * What makes a change count as faulted: its deliveries (see `detects`), being in progress during an interruption, or a
   * fault of its handler.
   */
  countBy: "delivery" | "interruption" | "handler";
  detects?: DeliveryFaultKind;
}

/** A few delivery faults that happen in every run. */
const background: DeliveryChaos = { duplicate: 0.05, reorder: 0.1, reserialize: 0.05 };

const toHandlerFamily = (handlerFamily: HandlerFamily): FaultFamily => ({
  chaos: background,
  handlerFamily,
  countBy: "handler",
});

export type FamilyName =
  | "duplicates"
  | "reordered"
  | "reserialized"
  | "kill -9"
  | "stopped past its lease"
  | "deploys"
  | "store cut off"
  | "store killed"
  | "cut during COMMIT"
  | "file locked"
  | HandlerFamily
  | "outage"
  | "socket error after sending";

export const faultFamilies: Record<FamilyName, FaultFamily> = {
  // Up to 15 copies of each delivery, one after another or all at once, to the processes in turn.
  duplicates: { chaos: { duplicate: 1 }, countBy: "delivery", detects: "copies" },
  reordered: {
    chaos: { reorder: 0.9, delay: 0.3, duplicate: 0.1 },
    countBy: "delivery",
    detects: "late",
  },
  reserialized: {
    chaos: { reserialize: 0.9, tamper: 0.3, wrongPassword: 0.3, slow: 0.02, duplicate: 0.2 },
    countBy: "delivery",
    detects: "serialization",
  },
  "kill -9": {
    chaos: background,
    signal: "SIGKILL",
    steps,
    mayRerun: true,
    countBy: "interruption",
  },
  "stopped past its lease": {
    chaos: background,
    signal: "SIGSTOP",
    steps: steps.slice(1, 5),
    mayRerun: true,
    countBy: "interruption",
  },
  deploys: { chaos: background, deploys: true, mayRerun: true, countBy: "interruption" },
  "store cut off": { chaos: background, store: "cut", mayRerun: true, countBy: "interruption" },
  "store killed": { chaos: background, store: "kill", mayRerun: true, countBy: "interruption" },
  "cut during COMMIT": {
    chaos: background,
    store: "commit",
    mayRerun: true,
    countBy: "interruption",
  },
  // A SQLite file has no server. Another process keeps its lock instead.
  "file locked": {
    chaos: background,
    store: "cut",
    isReadable: true,
    mayRerun: true,
    countBy: "interruption",
  },
  "late statement": toHandlerFamily("late statement"),
  "ends the transaction": toHandlerFamily("ends the transaction"),
  "own transaction": toHandlerFamily("own transaction"),
  "constraint at commit": toHandlerFamily("constraint at commit"),
  // After a deadlock, the inbox is unavailable: the next delivery repeats the handler.
  "rolled back by a statement": {
    ...toHandlerFamily("rolled back by a statement"),
    mayBeUnavailable: true,
  },
  "disk full": { ...toHandlerFamily("disk full"), mayBeUnavailable: true },
  // No process is interrupted: while one renews its lease, no other may call the handler.
  "slow handler": { ...toHandlerFamily("slow handler"), isSlow: true },
  // See runOutage.
  outage: { chaos: {}, countBy: "delivery" },
  // See runSocketErrors.
  "socket error after sending": { chaos: {}, countBy: "handler" },
};
