import { AsyncLocalStorage } from "node:async_hooks";
import type { EventQueue, Inbox } from "@numipay/core";
import { beginChange, endChange, reportSignal } from "./report-pipe.js";

/** The steps at which a receiver can be interrupted, in the order of a delivery. */
export const steps = [
  "before-claim",
  "after-claim",
  "before-effect",
  "after-effect",
  "before-complete",
  "after-complete",
] as const;

export type Step = (typeof steps)[number];

/** The step of a handler's own fault. A name from `handlerFaults` follows it instead of a signal. */
export const inHandler = "in-handler";

interface ArmedFault {
  step: string;
  /** A signal, or the name of a handler fault. */
  action: string;
}

/** The fault of the delivery that is being processed. */
const armed = new AsyncLocalStorage<ArmedFault>();

/** Runs `work` with a fault such as `after-claim SIGKILL`, or without one. */
export function withFault<Result>(fault: string | undefined, work: () => Result): Result {
  const [step = "", ...action] = (fault ?? "").split(" ");
  return armed.run({ step, action: action.join(" ") }, work);
}

/** Returns the name of the fault that the handler must inject, if any. Each fault is returned once. */
export function takeHandlerFault(): string | undefined {
  const fault = armed.getStore();
  if (fault?.step !== inHandler) return undefined;
  fault.step = "";
  return fault.action;
}

/** Kills or stops the process if the delivery's fault is armed for this step. */
export function reach(step: Step) {
  const fault = armed.getStore();
  if (fault === undefined || fault.step !== step) return;
  fault.step = "";
  const signal = fault.action as NodeJS.Signals;
  reportSignal(step, signal);
  process.kill(process.pid, signal);
  // A signal can take a moment to arrive. Block until then, so that nothing else runs.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}

/** Wraps an inbox with the steps. The inbox itself is the published one, unchanged. */
export function withSteps<Tx>(inbox: Inbox<Tx>): Inbox<Tx> {
  return {
    ...inbox,
    async claim(change, hooks) {
      const end = beginChange(change.key);
      let isNew = false;
      try {
        reach("before-claim");
        const claim = await inbox.claim(change, hooks);
        isNew = claim.state === "new";
        if (isNew) reach("after-claim");
        return claim;
      } finally {
        if (!isNew) end();
      }
    },
    async complete(change, lease) {
      try {
        reach("before-complete");
        const isRecorded = await inbox.complete(change, lease);
        reach("after-complete");
        return isRecorded;
      } finally {
        endChange(change.key);
      }
    },
    async release(change, lease) {
      try {
        await inbox.release(change, lease);
      } finally {
        endChange(change.key);
      }
    },
    abandon(change, lease) {
      inbox.abandon?.(change, lease);
      endChange(change.key);
    },
  };
}

/** Wraps a queue with the first and the last step. The steps in between run in the worker. */
export function withQueueSteps(queue: EventQueue): EventQueue {
  return {
    async add(change) {
      const end = beginChange(change.key);
      try {
        reach("before-claim");
        await queue.add(change);
        reach("after-complete");
      } finally {
        end();
      }
    },
  };
}
