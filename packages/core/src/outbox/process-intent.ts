import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import { type Advanced, advanceIntent } from "./advance-intent.js";
import type { RecordedIntent } from "./journal.js";
import { toFailure } from "./outbox-failure.js";
import type { OutboxMessage, Processed } from "./outbox-messages.js";
import type { Learned } from "./outbox-intent.js";
import type { OutboxParts } from "./outbox-parts.js";
import { toQueueableOperation } from "./queueable.js";
import { type EndedIntent, isEnded, reportIntent } from "./report-intent.js";
import { retryInMs } from "./retry-in-ms.js";
import { storeWithin } from "./store-within.js";
import type { TakenIntent } from "./take-due.js";

/** Takes a due intent one step further. Never rejects. */
export type ProcessIntent = (taken: TakenIntent) => Promise<Processed>;

const deferTimeoutMs = 5_000;

/**
 * Creates the function that sends a due intent and reports its outcome. The store counts the failures of an intent, so that one that keeps
 * failing is tried less often by every process.
 */
export function createProcess<Tx, HandlerTx>(parts: OutboxParts<Tx, HandlerTx>): ProcessIntent {
  async function report(ended: EndedIntent, learned: Learned): Promise<Processed> {
    const reported = await reportIntent(parts, ended, learned);
    if (reported === "settled") return ended.state;
    return reported === "failed" ? defer(ended) : "skipped";
  }

  /** If the store does not record the delay, the intent is due again once other workers may take it. */
  async function defer(failed: RecordedIntent): Promise<Processed> {
    const failures = (failed.failures ?? 0) + 1;
    const { store } = parts.journal;
    await storeWithin(deferTimeoutMs, () => store.defer(failed, retryInMs(failures))).catch(
      () => undefined,
    );
    return "failed";
  }

  async function process({ recorded: due, isExpired }: TakenIntent): Promise<Processed> {
    if (isEnded(due) && due.state !== "unknown") return report(due, {});
    if (isExpired()) return "skipped";
    let advanced: Advanced;
    try {
      advanced = await advanceIntent(parts.client, parts.journal, due);
    } catch (error) {
      parts.fail(toFailure("send", due, error));
      return defer(due);
    }
    if (advanced.state === "elsewhere") return "skipped";
    if (advanced.state === "ended") return report(advanced.recorded as EndedIntent, advanced);
    parts.fail(toFailure("send", due, advanced.error));
    return "queued";
  }

  return (taken) =>
    trace(
      "numipay.outbox.process",
      () => toMessage({ ...taken.recorded, account: parts.journal.account }),
      async (message) => {
        const processed = await process(taken);
        if (message !== undefined) message.processed = processed;
        return processed;
      },
    );
}

function toMessage({ account, operation, tracking_id }: RecordedIntent): Writable<OutboxMessage> {
  return {
    account,
    operation: toQueueableOperation(operation) ?? operation,
    tracking_id,
    processed: undefined,
  };
}

/** Identifies an intent in this process. */
export function toIntentId({ account, slot, tracking_id }: RecordedIntent): string {
  return JSON.stringify([account, slot, tracking_id]);
}
