import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** The pipe to the parent: after standard input, output, error and the IPC channel. */
const pipe = 4;

/** What a receiver reports, one JSON object per line. */
export type Report =
  | { kind: "signal"; step: string; signal: NodeJS.Signals; keys: string[] }
  | { kind: "handler-fault"; fault: string; key: string }
  | { kind: "count"; name: string };

/** Changes in this process between the start of their claim and the end of their record. */
const inProgress = new Map<string, number>();

/** Marks a change as in progress. Returns a function that ends it. */
export function beginChange(key: string): () => void {
  inProgress.set(key, (inProgress.get(key) ?? 0) + 1);
  return () => endChange(key);
}

/** Marks a change as ended: recorded, released or not claimed. */
export function endChange(key: string) {
  const left = (inProgress.get(key) ?? 0) - 1;
  if (left > 0) inProgress.set(key, left);
  else inProgress.delete(key);
}

/** Reports a signal and the changes in progress, just before the signal. */
export function reportSignal(step: string, signal: NodeJS.Signals) {
  write({ kind: "signal", step, signal, keys: [...inProgress.keys()] });
}

/** Reports that a handler is about to do something wrong. */
export function reportHandlerFault(fault: string, key: string) {
  write({ kind: "handler-fault", fault, key });
}

/** Adds one to a counter of the parent. */
export function reportCount(name: string) {
  write({ kind: "count", name });
}

/** Resolves when no change is in progress, or after ten seconds. */
export async function whenIdle() {
  for (let waits = 0; waits < 1000 && inProgress.size > 0; waits += 1) await pause(10);
}

/** Synchronous, because the process may be killed right after. */
function write(report: Report) {
  writeSync(pipe, `${JSON.stringify(report)}\n`);
}
