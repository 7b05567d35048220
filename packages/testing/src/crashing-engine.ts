import type { Change, Inbox, Lease, OutboxStore } from "@numipay/core";
import { createLatch } from "./latch.js";
import { bind, type OutboxEngine } from "./outbox-fixture.js";

/** A step of a worker, in their usual order. */
export const workerSteps = ["takeDue", "claim", "complete", "inbox", "record", "settle"] as const;

export type WorkerStep = (typeof workerSteps)[number];

/** When a worker crashes: before a step has an effect, or once it has one and before the worker knows. */
export interface Crash {
  step: WorkerStep;
  when: "before" | "after";
}

/** An engine of a process that crashes. */
export interface CrashingEngine extends OutboxEngine {
  /** Resolves when it has crashed. From then on, none of its calls responds. */
  crashed: Promise<void>;
}

/**
 * Creates an engine whose process crashes at a step. Its leases expire at once, so that the next process need not wait. What its
 * handlers wrote is rolled back, as when a connection is lost.
 */
export function createCrashingEngine(engine: OutboxEngine, crash: Crash): CrashingEngine {
  const latch = createLatch();
  let isOver = false;
  let held: { change: Change; lease: Lease<unknown> } | undefined;
  const never = new Promise<never>(() => undefined);

  async function end(): Promise<never> {
    isOver = true;
    if (held !== undefined) await engine.inbox.release(held.change, held.lease);
    latch.open();
    return never;
  }

  async function play<Result>(step: WorkerStep, work: () => Promise<Result>): Promise<Result> {
    if (isOver) return never;
    if (crash.step === step && crash.when === "before") return end();
    const result = await work();
    return crash.step === step ? end() : result;
  }

  const { inbox } = engine;
  const store: OutboxStore<unknown> = {
    ...bind(engine.store),
    claim: (intent) => play("claim", () => engine.store.claim(intent, 1)),
    complete: (...args) => play("complete", () => engine.store.complete(...args)),
    takeDue: (...args) => play("takeDue", () => engine.store.takeDue(...args)),
    settle: (...args) => play("settle", () => engine.store.settle(...args)),
  };
  const crashingInbox: Inbox<unknown> = {
    durable: inbox.durable,
    claim: (change, hooks) =>
      play("inbox", async () => {
        const claim = await inbox.claim(change, hooks);
        if (claim.state === "new") held = { change, lease: claim.lease };
        return claim;
      }),
    complete: (change, lease) =>
      play("record", async () => {
        const isRecorded = await inbox.complete(change, lease);
        held = undefined;
        return isRecorded;
      }),
    release: (change, lease) => {
      held = undefined;
      return isOver ? never : inbox.release(change, lease);
    },
  };
  return { store, inbox: crashingInbox, crashed: latch.opened };
}
