import type { Transaction } from "../protocol/contract.generated.js";
import { HandlerTimeoutError } from "../protocol/errors.js";
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
 * Never throws.
 */
export async function runHandlers<Tx>(run: HandlerRun<Tx>): Promise<HandlerResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  const settled = callEach(run, () => isLate);
  const late = new Promise<HandlerResult>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      const error = new HandlerTimeoutError(run.context.type, run.timeoutMs);
      resolve({ state: "timed-out", error, settled });
    }, run.timeoutMs);
    (timer as { unref?: () => void }).unref?.();
  });
  const result = await Promise.race([settled, late]);
  clearTimeout(timer);
  return result;
}

async function callEach<Tx>(run: HandlerRun<Tx>, isLate: () => boolean): Promise<HandlerResult> {
  const { handlers, context } = run;
  const failures: unknown[] = [];
  for (const handler of handlers) {
    if (isLate()) {
      failures.push(new HandlerTimeoutError(context.type, run.timeoutMs));
      break;
    }
    try {
      await callOne(run, handler);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return { state: "done" };
  const message = `${failures.length} of ${handlers.length} handlers of ${context.type} failed`;
  return { state: "failed", error: new AggregateError(failures, message) };
}

async function callOne<Tx>(
  { event, context, lease }: HandlerRun<Tx>,
  handler: AnyHandler<Tx>,
): Promise<void> {
  const scope = lease.scope?.();
  if (scope === undefined) {
    await handler(event as never, context);
    return;
  }
  try {
    await handler(event as never, { ...context, tx: scope.tx });
  } catch (error) {
    closeQuietly(scope);
    throw error;
  }
  scope.close();
}

/** What the handler threw is the better report: what it left behind is a consequence. */
function closeQuietly<Tx>(scope: HandlerScope<Tx>): void {
  try {
    scope.close();
  } catch {
    // As above.
  }
}
