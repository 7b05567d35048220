import { HandlerTimeoutError } from "../protocol/errors.js";
import { toPrintable } from "../protocol/printable.js";
import { isTraced, trace } from "../protocol/telemetry/trace.js";
import type { HandlerMessage } from "./delivery-messages.js";
import type { HandlerScope, Lease } from "./inbox.js";
import { isSynchronous } from "./synchronous.js";

/** A handler of any change. */
export type ChangeHandler = (event: never, context: never) => unknown;

/** What the second argument of every handler has. */
export interface ChangeContext<Tx> {
  /** The name of the event. */
  type: string;
  /** The merchant account. */
  account: string;
  tx: Tx;
}

/** One call of all handlers of a change. */
export interface HandlerRun<Tx> {
  handlers: readonly ChangeHandler[];
  event: object;
  /** The context of each handler. If the lease has scopes, each handler gets its own `tx`. */
  context: ChangeContext<Tx>;
  lease: Lease<Tx>;
  timeoutMs: number;
}

/** What the calls have found so far. */
interface Found {
  failures: unknown[];
  /** As in the result. */
  txUsed: boolean | undefined;
}

/** The result of a run. */
export type HandlerResult =
  /** `txUsed` is false if a handler did not use its transaction, and undefined if the engine does not know. */
  | { state: "done"; txUsed: boolean | undefined }
  | { state: "failed"; error: unknown }
  /** The running handler continues; `settled` resolves to its result. Handlers that have not started are not called. */
  | { state: "timed-out"; error: HandlerTimeoutError; settled: Promise<HandlerResult> };

/**
 * Calls the handlers one after the other, because they may share a database transaction. All are called even if one fails. Never
 * throws. Returns no promise if no handler returned one, because promises are a large part of the time of a delivery.
 */
export function runHandlers<Tx>(run: HandlerRun<Tx>): HandlerResult | Promise<HandlerResult> {
  const found: Found = { failures: [], txUsed: undefined };
  const { handlers } = run;
  for (let at = 0; at < handlers.length; at += 1) {
    const called = callOne(run, at, found);
    if (called !== undefined) return withTimeout(run, called, at + 1, found);
  }
  return toResult(run, found);
}

/** Awaits the first async handler and calls the rest, until the time limit. */
function withTimeout<Tx>(
  run: HandlerRun<Tx>,
  first: Promise<void>,
  next: number,
  found: Found,
): Promise<HandlerResult> {
  return new Promise((resolve) => {
    let isLate = false;
    const settled = callRest(run, first, next, found, () => isLate);
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
  found: Found,
  isLate: () => boolean,
): Promise<HandlerResult> {
  await first;
  for (let at = next; at < run.handlers.length; at += 1) {
    if (isLate()) {
      found.failures.push(toTimeout(run));
      break;
    }
    await callOne(run, at, found);
  }
  return toResult(run, found);
}

function toTimeout<Tx>({ context, timeoutMs }: HandlerRun<Tx>): HandlerTimeoutError {
  return new HandlerTimeoutError(context.type, timeoutMs);
}

function toResult<Tx>(
  { handlers, context }: HandlerRun<Tx>,
  { failures, txUsed }: Found,
): HandlerResult {
  if (failures.length === 0) return { state: "done", txUsed };
  const message = `${failures.length} of ${handlers.length} handlers of ${toPrintable(context.type)} failed`;
  return { state: "failed", error: new AggregateError(failures, message) };
}

/** Calls one handler and collects its error. Returns a promise only if the handler returned one. */
function callOne<Tx>(run: HandlerRun<Tx>, at: number, found: Found): Promise<void> | undefined {
  const { context, lease } = run;
  let scope: HandlerScope<Tx> | undefined;
  const fail = (error: unknown): void => {
    found.failures.push(error);
    // The handler's error is the cause; an error from closing its scope would only be a consequence.
    closeQuietly(scope);
  };
  try {
    scope = lease.scope?.();
    const own = scope === undefined ? context : { ...context, tx: scope.tx };
    const returned = isTraced("numipay.webhook.handler")
      ? trace(
          "numipay.webhook.handler",
          () => toMessage(run, at),
          () => callHandler(run, at, own, scope),
        )
      : callHandler(run, at, own, scope);
    if (isThenable(returned)) {
      return Promise.resolve(returned).then(() => close(scope, found), fail);
    }
    close(scope, found);
  } catch (error) {
    fail(error);
  }
  return undefined;
}

/** @throws the handler's error, or a TypeError when it returned a promise and must not */
function callHandler<Tx>(
  { handlers, event, context }: HandlerRun<Tx>,
  at: number,
  own: ChangeContext<Tx>,
  scope: HandlerScope<Tx> | undefined,
): unknown {
  const handler = handlers[at] as ChangeHandler;
  const returned: unknown =
    scope?.run === undefined
      ? handler(event as never, own as never)
      : scope.run(() => handler(event as never, own as never));
  if (isThenable(returned) && isSynchronous(own.tx)) throw toPromiseError(context.type, returned);
  return returned;
}

function toMessage<Tx>({ event, context }: HandlerRun<Tx>, handler: number): HandlerMessage {
  const { transaction_id, tracking_id } = event as Partial<Record<string, unknown>>;
  return {
    account: context.account,
    eventType: context.type,
    handler,
    transaction_id: typeof transaction_id === "string" ? transaction_id : undefined,
    tracking_id: typeof tracking_id === "string" ? tracking_id : undefined,
  };
}

function toPromiseError(type: string, returned: PromiseLike<unknown>): TypeError {
  // The handler cannot be stopped, and its own failure must not end the process as well.
  Promise.resolve(returned).catch(() => undefined);
  return new TypeError(
    `A handler of ${toPrintable(type)} returned a promise, but tx is synchronous. Use a function without async and await.`,
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

function close<Tx>(scope: HandlerScope<Tx> | undefined, found: Found): void {
  if (scope === undefined) return;
  const isUsed = scope.isUsed?.();
  if (isUsed !== undefined) found.txUsed = isUsed && found.txUsed !== false;
  try {
    scope.close();
  } catch (mistake) {
    found.failures.push(mistake);
  }
}

function closeQuietly<Tx>(scope: HandlerScope<Tx> | undefined): void {
  close(scope, { failures: [], txUsed: undefined });
}
