import { isNumipayError } from "../protocol/errors.js";
import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { Call } from "./call.js";
import type { CallMessage, CallOutcome } from "./client-messages.js";
import { isOutcomeUnknownError } from "./errors.js";
import { methodOf } from "./method-of.js";
import { nothingWasDone } from "./nothing-was-done.js";
import { toServerAddress } from "./server-address.js";
import type { Settings } from "./settings.js";

/** What identifies a call. */
export type CallIdentity = Pick<Call, "operation" | "tracking_id" | "transaction_id"> & {
  /** The method, if it is not the operation's own. */
  method?: string;
};

/**
 * Publishes a call of a public method.
 *
 * @param work gets the message to pass on with the `Call`, so that its requests are counted; undefined without a subscriber
 */
export function traceCall<Result>(
  settings: Settings,
  call: CallIdentity,
  work: (message: Writable<CallMessage> | undefined) => Promise<Result>,
): Promise<Result> {
  return trace(
    "numipay.client.call",
    () => toMessage(settings, call),
    (message) => (message === undefined ? work(undefined) : conclude(message, work)),
  );
}

function toMessage(
  settings: Settings,
  { operation, tracking_id, transaction_id, method = methodOf(operation.id) }: CallIdentity,
): Writable<CallMessage> {
  return {
    operation: method,
    operationId: operation.id,
    movesMoney: operation.movesMoney,
    ...toServerAddress(settings),
    tracking_id,
    transaction_id,
    attempts: 0,
    outcome: undefined,
    errorCode: undefined,
  };
}

async function conclude<Result>(
  message: Writable<CallMessage>,
  work: (message: Writable<CallMessage>) => Promise<Result>,
): Promise<Result> {
  try {
    const result = await work(message);
    message.outcome = message.attempts === 0 ? "recorded" : "succeeded";
    return result;
  } catch (error) {
    message.outcome = toOutcome(error);
    message.errorCode = isNumipayError(error) ? error.code : undefined;
    throw error;
  }
}

function toOutcome(error: unknown): CallOutcome {
  if (isOutcomeUnknownError(error)) return "unknown";
  return nothingWasDone(error) ? "refused" : "failed";
}
