import type { EventQueue, Inbox } from "@numipay/core";
import { AsyncLocalStorage } from "node:async_hooks";
import { begin, end, testify } from "./witness.js";

/** The places at which a receiver can be hit, in the order of a delivery's way. */
export const steps = [
  "before-claim",
  "after-claim",
  "before-effect",
  "after-effect",
  "before-complete",
  "after-complete",
];

/** The step of a fault that is the handler's own: a name of `handlerFaults` follows it, not a signal. */
export const inHandler = "in-handler";

/** The fault that one delivery carries, for as long as it is worked on. */
const armed: AsyncLocalStorage<{ step: string; kind: string }> = new AsyncLocalStorage();

/** Works with a fault armed, such as `after-claim SIGKILL`; without one, it just works. */
export function withFault(fault, work) {
  const [step = "", ...kind] = (fault ?? "").split(" ");
  return armed.run({ step, kind: kind.join(" ") }, work);
}

/** The name of what the handler is to do wrong; undefined where it is to do its work. Each is played once. */
export function takeHandlerFault() {
  const fault = armed.getStore();
  if (fault?.step !== inHandler) return undefined;
  fault.step = "";
  return fault.kind;
}

/** Named on the way: the process dies or stops here, if its delivery says so. */
export function reach(step) {
  const fault = armed.getStore();
  if (fault === undefined || fault.step !== step) return;
  fault.step = "";
  testify(step, fault.kind);
  process.kill(process.pid, fault.kind);
  // A signal may take a moment to arrive, and not one instruction of ours may run in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}

/** An inbox with the steps around it. The published one inside knows nothing of them. */
export function withSteps<Tx>(inbox: Inbox<Tx>): Inbox<Tx> {
  return {
    ...inbox,
    async claim(change, hooks) {
      const over = begin(change.key);
      let isNew = false;
      try {
        reach("before-claim");
        const claim = await inbox.claim(change, hooks);
        isNew = claim.state === "new";
        if (isNew) reach("after-claim");
        return claim;
      } finally {
        if (!isNew) over();
      }
    },
    async complete(change, lease) {
      try {
        reach("before-complete");
        const isRecorded = await inbox.complete(change, lease);
        reach("after-complete");
        return isRecorded;
      } finally {
        end(change.key);
      }
    },
    async release(change, lease) {
      try {
        await inbox.release(change, lease);
      } finally {
        end(change.key);
      }
    },
    abandon(change, lease) {
      inbox.abandon?.(change, lease);
      end(change.key);
    },
  };
}

/** A queue with the first and the last step around it: what stands between is the worker's. */
export function withQueueSteps(queue: EventQueue): EventQueue {
  return {
    async add(change) {
      const over = begin(change.key);
      try {
        reach("before-claim");
        await queue.add(change);
        reach("after-complete");
      } finally {
        over();
      }
    },
  };
}
