import { applyChange } from "../webhooks/apply-change.js";
import type { Change, Lease } from "../webhooks/inbox.js";
import { escapeColon, toChangeKey } from "../protocol/event.js";
import type { RecordedIntent } from "./journal.js";
import { toFailure } from "./outbox-failure.js";
import type { OutboxContext, OutboxOutcome } from "./outbox-handlers.js";
import { type Learned, toOutboxIntent } from "./outbox-intent.js";
import type { OutboxParts } from "./outbox-parts.js";
import { retryInMs } from "./retry-in-ms.js";

/** An intent that ended. */
export type EndedIntent = RecordedIntent & { state: OutboxOutcome };

/** True if an intent ended, so that its outcome can be reported. */
export function isEnded(recorded: RecordedIntent): recorded is EndedIntent {
  return recorded.state !== "queued" && recorded.state !== "sending";
}

/** What became of a report. */
export type Reported = "settled" | "elsewhere" | "failed";

/**
 * Calls the handlers of an outcome, each outcome of an intent once, and records that it was reported. The inbox decides: an outcome is
 * one of its changes, so what the handlers write commits together with the record that they ran. Never rejects.
 */
export async function reportIntent<Tx, HandlerTx>(
  parts: OutboxParts<Tx, HandlerTx>,
  recorded: EndedIntent,
  learned: Learned = {},
): Promise<Reported> {
  if (parts.handlers[recorded.state].length > 0) {
    const applied = await apply(parts, recorded, learned);
    if (applied !== "settled") return applied;
  }
  const { key, state, attempts } = { ...recorded, key: recorded };
  try {
    await parts.journal.store.settle(
      key,
      state,
      state === "unknown" ? retryInMs(attempts) : undefined,
    );
    return "settled";
  } catch (error) {
    parts.fail(toFailure("settle", recorded, error));
    return "failed";
  }
}

async function apply<Tx, HandlerTx>(
  parts: OutboxParts<Tx, HandlerTx>,
  recorded: EndedIntent,
  learned: Learned,
): Promise<Reported> {
  const { inbox, handlerTimeoutMs, handlers, fail } = parts;
  const failAs = (error: unknown): void => fail(toFailure("report", recorded, error));
  try {
    const change = toChange(recorded);
    const { outcome, error } = await applyChange(
      { inbox, handlerTimeoutMs },
      {
        event: toOutboxIntent({ ...recorded, account: parts.journal.account }, learned),
        type: toType(recorded),
        change,
        handlers: handlers[recorded.state],
        toContext: (lease) =>
          toContext({ ...recorded, account: parts.journal.account }, change, lease),
        // If they were applied, the next report finds that out.
        onLateResult: () => undefined,
        onLateStatement: failAs,
      },
    );
    if (outcome === "processed" || outcome === "duplicate" || outcome === "stale") return "settled";
    if (outcome === "in-progress") return "elsewhere";
    failAs(error ?? new Error(`The inbox has another record of this outcome (${outcome}).`));
  } catch (error) {
    failAs(error);
  }
  return "failed";
}

/**
 * Keys of transactions have two or three parts, so these never match one. The content is what identifies the outcome: the
 * response may have been deleted when it is reported again.
 */
function toChange({ account, slot, tracking_id, operation, state }: EndedIntent): Change {
  const transactionKey = ["outbox", account, slot, tracking_id].map(escapeColon).join(":");
  return {
    account,
    key: toChangeKey(transactionKey, state),
    transactionKey,
    status: state,
    // What ended is not unknown again.
    rank: state === "unknown" ? 0 : 1,
    isHandled: true,
    content: JSON.stringify({ operation, slot, status: state, tracking_id }),
  };
}

function toContext<HandlerTx>(
  ended: EndedIntent,
  { key }: Change,
  lease: Lease<HandlerTx>,
): OutboxContext<HandlerTx> {
  return {
    type: toType(ended),
    account: ended.account,
    idempotencyKey: key,
    fencingToken: lease.fencingToken,
    // If each handler gets its own scope, the lease's transaction is not opened.
    tx: lease.scope === undefined ? lease.tx : (undefined as HandlerTx),
  };
}

function toType({ state }: EndedIntent): string {
  return `outbox.${state}`;
}
