import type { TelemetryMessages } from "@numipay/core";
import { trace } from "@numipay/core/protocol";
import { context, propagation, SpanKind, trace as traceApi } from "@opentelemetry/api";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { describe, expect, it } from "vitest";
import { instrument, registerSdk } from "../telemetry-fixture.js";

function toAdd(): TelemetryMessages["numipay.queue.add"] {
  return {
    queue: "numipay-webhooks",
    eventType: "deposit.successful",
    account: "default",
    transaction_id: "gateway-1",
    tracking_id: "order-1",
    carrier: {},
  };
}

function toJob(carrier: Record<string, string>): TelemetryMessages["numipay.queue.process"] {
  return {
    ...toAdd(),
    carrier,
    jobId: "job-1",
    attempt: 1,
    outcome: "processed",
    isDeadLetter: false,
  };
}

describe("adding an event", () => {
  it("stores the context of its span, without baggage", () => {
    const { spans } = registerSdk();
    propagation.disable();
    const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
    propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
    instrument();
    const baggage = propagation.createBaggage({ email: { value: "ada@example.test" } });
    const message = toAdd();
    context.with(propagation.setBaggage(context.active(), baggage), () =>
      trace(
        "numipay.queue.add",
        () => message,
        () => 1,
      ),
    );
    const [span] = spans();
    const { traceId, spanId } = span?.spanContext() ?? {};
    expect(message.carrier).toEqual({ traceparent: `00-${traceId}-${spanId}-01` });
    expect(span).toMatchObject({ name: "send numipay-webhooks", kind: SpanKind.PRODUCER });
  });
});

describe("processing an event", () => {
  it("is linked to the span that added it, in a trace of its own", () => {
    const { spans } = registerSdk();
    instrument();
    const message = toAdd();
    trace(
      "numipay.queue.add",
      () => message,
      () => 1,
    );
    trace(
      "numipay.queue.process",
      () => toJob(message.carrier),
      () => 1,
    );
    const [add, process] = spans();
    expect(process).toMatchObject({ name: "process numipay-webhooks", kind: SpanKind.CONSUMER });
    expect(process?.links.map((link) => link.context.spanId)).toEqual([add?.spanContext().spanId]);
    expect(process?.parentSpanContext).toBeUndefined();
    expect(process?.spanContext().traceId).not.toBe(add?.spanContext().traceId);
  });

  it("is a child of what the worker has active", () => {
    const { spans } = registerSdk();
    instrument();
    traceApi.getTracer("worker").startActiveSpan("job", (span) => {
      trace(
        "numipay.queue.process",
        () => toJob({}),
        () => 1,
      );
      span.end();
    });
    const [process, job] = spans();
    expect(process?.parentSpanContext?.spanId).toBe(job?.spanContext().spanId);
  });

  it.each([{}, { traceparent: "00-0-0-01" }, { traceparent: "\u001b[31m" }])(
    "has no link without a valid context: %j",
    (carrier) => {
      const { spans, errors } = registerSdk();
      instrument();
      trace(
        "numipay.queue.process",
        () => toJob(carrier as Record<string, string>),
        () => 1,
      );
      expect(spans()[0]?.links).toEqual([]);
      expect(errors).toEqual([]);
    },
  );
});
