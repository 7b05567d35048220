import type { Transaction } from "../protocol/contract/wire-types.js";
import { HandlerTimeoutError } from "../protocol/errors.js";
import { toPrintable } from "../protocol/printable.js";
import type { AnyHandler, EventContext } from "./emitter.js";
import type { HandlerScope, Lease } from "./inbox.js";

/** What the handlers of one change work with. */
export interface HandlerRun<Tx> {
  handlers: readonly AnyHandler<Tx>[];
  event: Transaction;
  /** What each of them gets; `tx` is replaced by a handle of its own where the engine has such. */
  context: EventContext<Tx>;
  lease: Lease<Tx>;
  timeoutMs: number;
}

/** How a run ended. */
export type HandlerResult =
  | { state: "done" }
  | { state: "failed"; error: unknown }
  /** They go on; `settled` says how it ends. Handlers that had not begun are not called any more. */
  | { state: "timed-out"; error: HandlerTimeoutError; settled: Promise<HandlerResult> };

/**
 * Calls each handler, one after the other (they may share one database transaction). All are called even if one fails.
 * Never throws. No promise where no handler returned one: that is a good part of what a delivery costs.
 */
export function runHandlers<Tx>(run: HandlerRun<Tx>): HandlerResult | Promise<HandlerResult> {
  const failures: unknown[] = [];
  const { handlers } = run;
  for (let at = 0; at < handlers.length; at += 1) {
    const called = callOne(run, handlers[at] as AnyHandler<Tx>, failures);
    if (called !== undefined) return withTimeout(run, called, at + 1, failures);
  }
  return toResult(run, failures);
}

/** Goes on with the handlers after the first one that is waited for, as long as there is time. */
function withTimeout<Tx>(
  run: HandlerRun<Tx>,
  first: Promise<void>,
  next: number,
  failures: unknown[],
): Promise<HandlerResult> {
  return new Promise((resolve) => {
    let isLate = false;
    const settled = callRest(run, first, next, failures, () => isLate);
    const timer: ReturnType<typeof setTimeout> = setTimeout(() => {
      isLate = true;
      resolve({ state: "timed-out", error: toTimeout(run), settled });
    }, run.timeoutMs);
    (timer as { unref?: () => void }).unref?.();
    void settled.then((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}

async function callRest<Tx>(
  run: HandlerRun<Tx>,
  first: Promise<void>,
  next: number,
  failures: unknown[],
  isLate: () => boolean,
): Promise<HandlerResult> {
  await first;
  for (const handler of run.handlers.slice(next)) {
    if (isLate()) {
      failures.push(toTimeout(run));
      break;
    }
    await callOne(run, handler, failures);
  }
  return toResult(run, failures);
}

function toTimeout<Tx>({ context, timeoutMs }: HandlerRun<Tx>): HandlerTimeoutError {
  return new HandlerTimeoutError(context.type, timeoutMs);
}

function toResult<Tx>({ handlers, context }: HandlerRun<Tx>, failures: unknown[]): HandlerResult {
  if (failures.length === 0) return done;
  const message = `${failures.length} of ${handlers.length} handlers of ${toPrintable(context.type)} failed`;
  return { state: "failed", error: new AggregateError(failures, message) };
}

const done: HandlerResult = { state: "done" };

/** Calls one handler, and notes what it throws. A promise where the handler returned one. */
function callOne<Tx>(
  { event, context, lease }: HandlerRun<Tx>,
  handler: AnyHandler<Tx>,
  failures: unknown[],
): Promise<void> | undefined {
  let scope: HandlerScope<Tx> | undefined;
  const fail = (error: unknown): void => {
    failures.push(error);
    // What the handler threw is the better report: what it left behind is a consequence.
    closeQuietly(scope);
  };
  try {
    scope = lease.scope?.();
    const own = scope === undefined ? context : { ...context, tx: scope.tx };
    const returned = handler(event as never, own);
    if (isThenable(returned)) {
      return Promise.resolve(returned).then(() => close(scope, failures), fail);
    }
    close(scope, failures);
  } catch (error) {
    fail(error);
  }
  return undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

function close<Tx>(scope: HandlerScope<Tx> | undefined, failures: unknown[]): void {
  try {
    scope?.close();
  } catch (mistake) {
    failures.push(mistake);
  }
}

function closeQuietly<Tx>(scope: HandlerScope<Tx> | undefined): void {
  close(scope, []);
}
