import { notify } from "../protocol/notify.js";
import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { Attempt } from "./attempt.js";
import type { Call } from "./call.js";
import type { AttemptEnd, AttemptMessage, AttemptStart } from "./client-messages.js";
import { toServerAddress } from "./server-address.js";
import type { Settings } from "./settings.js";

/**
 * Publishes one HTTP request, and calls `onRequest` and `onResponse`.
 *
 * @param work sets how the request ended, if something observes it
 */
export function observeAttempt(
  settings: Settings,
  call: Call,
  attempt: number,
  work: (end: Writable<AttemptEnd> | undefined) => Promise<Attempt>,
): Promise<Attempt> {
  const isObserved = settings.onRequest !== undefined || settings.onResponse !== undefined;
  return trace(
    "numipay.client.attempt",
    (): Writable<AttemptMessage> => ({ ...toStart(settings, call, attempt), ...notEnded }),
    (message) =>
      isObserved
        ? report(settings, toStart(settings, call, attempt), message ?? { ...notEnded }, work)
        : work(message),
  );
}

async function report(
  { onRequest, onResponse }: Settings,
  start: AttemptStart,
  end: Writable<AttemptEnd>,
  work: (end: Writable<AttemptEnd>) => Promise<Attempt>,
): Promise<Attempt> {
  const startedAt = performance.now();
  if (onRequest !== undefined) notify("onRequest", onRequest, { ...start });
  const result = await work(end);
  if (onResponse !== undefined) {
    const { status, requestId, errorType } = end;
    const durationMs = performance.now() - startedAt;
    notify("onResponse", onResponse, { ...start, status, requestId, errorType, durationMs });
  }
  return result;
}

const notEnded: AttemptEnd = { status: undefined, requestId: undefined, errorType: undefined };

function toStart(
  settings: Settings,
  { operation, tracking_id }: Call,
  attempt: number,
): AttemptStart {
  return {
    operationId: operation.id,
    method: operation.method,
    path: settings.contract.basePath + operation.path,
    attempt,
    ...toServerAddress(settings),
    tracking_id,
  };
}
