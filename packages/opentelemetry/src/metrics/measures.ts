import type { TelemetryMessages } from "@numipay/core";
import { toErrorType } from "../error-type.js";
import type { Channel, TraceMessage } from "../messages.js";
import type { Instruments } from "./create-instruments.js";
import { createValueLimit } from "./create-value-limit.js";

/** The attributes of a measurement. */
type Labels = Record<string, string | number>;
/** Records an operation that has ended. */
export type Measure<Message> = (
  message: Message,
  durationS: number,
  instruments: Instruments,
) => void;
export type Measures = {
  readonly [Name in Channel]?: Measure<TelemetryMessages[Name]>;
};

/** Creates what is measured of each channel. Metrics have no ids. */
export function createMeasures(): Measures {
  const limitEventType = createValueLimit("other");
  const limitErrorType = createValueLimit("_OTHER");
  const errorType = ({ error }: TraceMessage): string | undefined =>
    limitErrorType(error === undefined ? undefined : toErrorType(error));
  return {
    "numipay.client.call": (message, durationS, { callDuration }) => {
      const labels = {
        "numipay.operation": message.operation,
        "numipay.outcome": message.outcome,
        "error.type": errorType(message),
      };
      callDuration.record(durationS, toLabels(labels));
    },
    "numipay.client.attempt": (message, _durationS, { attempts }) => {
      const labels = {
        "numipay.operation_id": message.operationId,
        "http.response.status_code": message.status,
        "error.type": limitErrorType(message.errorType),
      };
      attempts.add(1, toLabels(labels));
    },
    "numipay.webhook.delivery": ({ source, report }, durationS, { deliveryDuration }) => {
      const labels = {
        "numipay.source": source,
        "numipay.outcome": report?.outcome,
        "numipay.event_type": limitEventType(report?.eventType),
      };
      deliveryDuration.record(durationS, toLabels(labels));
    },
    "numipay.webhook.handler": (message, durationS, { handlerDuration }) => {
      const labels = {
        "numipay.event_type": limitEventType(message.eventType),
        "error.type": errorType(message),
      };
      handlerDuration.record(durationS, toLabels(labels));
    },
    "numipay.reconcile.run": (message, durationS, instruments) => {
      const { account, dryRun, isComplete, found, setAside } = message;
      // It applies nothing, so a dry run is no sign that missed webhooks are recovered.
      if (dryRun) return;
      const labels = { "numipay.account": account };
      const outcome = isComplete ? "complete" : "failed";
      instruments.reconcileDuration.record(durationS, { ...labels, "numipay.outcome": outcome });
      // Also 0, so that the first missed webhook is an increase.
      instruments.reconcileFound.add(found, labels);
      if (!isComplete) return;
      instruments.reconcileSetAside.record(setAside, labels);
      instruments.reconcileLastComplete.record(nowS(), labels);
    },
    "numipay.outbox.process": ({ operation, processed }, _durationS, { outboxProcessed }) => {
      // So that the first one is an increase.
      for (const outcome of ["unknown", "failed"]) {
        outboxProcessed.add(0, { "numipay.operation": operation, "numipay.outcome": outcome });
      }
      outboxProcessed.add(
        1,
        toLabels({ "numipay.operation": operation, "numipay.outcome": processed }),
      );
    },
    "numipay.recover.run": (message, durationS, instruments) => {
      const { account, dryRun, error, counts } = message;
      if (dryRun) return;
      const labels = { "numipay.account": account };
      const outcome = error === undefined ? "complete" : "failed";
      instruments.recoverDuration.record(durationS, { ...labels, "numipay.outcome": outcome });
      if (error !== undefined) return;
      instruments.recoverUndecided.record(counts.unknown + counts.failed, labels);
      instruments.recoverLastComplete.record(nowS(), labels);
    },
    "numipay.queue.process": (message, durationS, { queueProcessDuration, deadLetters }) => {
      const labels = { "messaging.destination.name": message.queue };
      const outcome = message.outcome ?? (message.error === undefined ? undefined : "failed");
      queueProcessDuration.record(durationS, toLabels({ ...labels, "numipay.outcome": outcome }));
      // Also 0, so that the first dead letter is an increase.
      deadLetters.add(message.isDeadLetter ? 1 : 0, labels);
    },
  };
}

function toLabels(values: Record<string, string | number | undefined>): Labels {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Labels;
}

function nowS(): number {
  return Date.now() / 1000;
}
