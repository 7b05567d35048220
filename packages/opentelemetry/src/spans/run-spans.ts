import type { TelemetryMessages } from "@numipay/core";
import { SpanKind } from "@opentelemetry/api";
import type { SpanDefinition } from "./span-definition.js";

/** A run of `reconcile`. */
export const reconcileSpan: SpanDefinition<TelemetryMessages["numipay.reconcile.run"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay reconcile.run",
  start: toRun,
  end: (message) => ({
    "numipay.reconcile.windows": message.windows,
    "numipay.reconcile.listed": message.listed,
    "numipay.reconcile.found": message.found,
    "numipay.reconcile.unhandled": message.unhandled,
    "numipay.reconcile.failed": message.failed,
    "numipay.reconcile.set_aside": message.setAside,
    "numipay.reconcile.complete": message.isComplete,
  }),
};

/** A run of `recover`. */
export const recoverSpan: SpanDefinition<TelemetryMessages["numipay.recover.run"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay recover.run",
  start: toRun,
  end: ({ done, counts }) => ({
    "numipay.recover.done": done,
    ...Object.fromEntries(
      Object.entries(counts).map(([decision, count]) => [`numipay.recover.${decision}`, count]),
    ),
  }),
};

/**
 * A due call of the outbox. A refused call is a result that its handler is called with, not a failure of the outbox: the span of the
 * call below it has the error.
 */
export const outboxSpan: SpanDefinition<TelemetryMessages["numipay.outbox.process"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay outbox.process",
  start: (message) => ({
    "numipay.account": message.account,
    "numipay.operation": message.operation,
    "numipay.tracking_id": message.tracking_id,
  }),
  end: ({ processed }) => ({ "numipay.outcome": processed }),
  failure: ({ processed }) =>
    processed === "unknown" || processed === "failed" ? processed : undefined,
};

function toRun({ account, dryRun }: { account: string; dryRun: boolean }) {
  return { "numipay.account": account, "numipay.dry_run": dryRun };
}
