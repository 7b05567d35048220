import { trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import { advanceIntent } from "./advance-intent.js";
import type { RecordedIntent } from "./journal.js";
import { toFailure } from "./outbox-failure.js";
import type { OutboxMessage, Processed } from "./outbox-messages.js";
import type { Learned } from "./outbox-intent.js";
import type { OutboxParts } from "./outbox-parts.js";
import { toQueueableOperation } from "./queueable.js";
import { type EndedIntent, isEnded, reportIntent } from "./report-intent.js";
import { retryInMs } from "./retry-in-ms.js";
import type { TakenIntent } from "./take-due.js";

/** Takes a due intent one step further. Never rejects. */
export type ProcessIntent = (taken: TakenIntent) => Promise<Processed>;

/** Most failures that are remembered. */
const mostFailures = 10_000;

/**
 * Creates the function that sends a due intent and reports its outcome. One that keeps failing is tried less often. The store does not
 * know that, so each process remembers its own failures.
 */
export function createProcess<Tx, HandlerTx>(parts: OutboxParts<Tx, HandlerTx>): ProcessIntent {
  const failures = new Map<string, { count: number; quietUntilMs: number }>();

  async function attempt({ recorded: due, isExpired }: TakenIntent): Promise<Processed> {
    if (isEnded(due) && due.state !== "unknown") return report(due, {});
    if (isExpired()) return "skipped";
    try {
      const advanced = await advanceIntent(parts.client, parts.journal, due);
      if (advanced.state === "elsewhere") return "skipped";
      if (advanced.state === "ended")
        return await report(advanced.recorded as EndedIntent, advanced);
      parts.fail(toFailure("send", due, advanced.error));
      return "queued";
    } catch (error) {
      parts.fail(toFailure("send", due, error));
      return "failed";
    }
  }

  async function report(ended: EndedIntent, learned: Learned): Promise<Processed> {
    const reported = await reportIntent(parts, ended, learned);
    if (reported === "settled") return ended.state;
    return reported === "failed" ? "failed" : "skipped";
  }

  async function process(taken: TakenIntent): Promise<Processed> {
    const key = toIntentId(taken.recorded);
    const known = failures.get(key);
    if (known !== undefined && performance.now() < known.quietUntilMs) return "skipped";
    const processed = await attempt(taken);
    if (processed === "failed") {
      const count = (known?.count ?? 0) + 1;
      if (failures.size >= mostFailures) failures.clear();
      failures.set(key, { count, quietUntilMs: performance.now() + retryInMs(count) });
    } else {
      failures.delete(key);
    }
    return processed;
  }

  return (taken) =>
    trace(
      "numipay.outbox.process",
      () => toMessage(taken.recorded),
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
