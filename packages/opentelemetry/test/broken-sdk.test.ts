import {
  type ContextManager,
  context,
  diag,
  type MeterProvider,
  propagation,
  ROOT_CONTEXT,
  trace as traceApi,
  type TracerProvider,
} from "@opentelemetry/api";
import type { TelemetryMessages } from "@numipay/core";
import { trace } from "@numipay/core/protocol";
import { BasicTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { playCall } from "./play-call.js";
import { instrument, registerSdk } from "./telemetry-fixture.js";

function fail(): never {
  throw new Error("broken");
}

function withProcessor(broken: Partial<SpanProcessor>): TracerProvider {
  const processor: SpanProcessor = {
    onStart: () => undefined,
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
    ...broken,
  };
  return new BasicTracerProvider({ spanProcessors: [processor] });
}

const uncaught: unknown[] = [];
const record = (error: unknown): void => void uncaught.push(error);
beforeEach(() => void process.on("uncaughtException", record));
afterEach(async () => {
  // Node reports the error of a subscriber in a later tick.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  process.off("uncaughtException", record);
  const errors = uncaught.splice(0);
  if (errors.length > 0) throw new AggregateError(errors, "An error reached the process.");
});

describe("a call succeeds, and the error is reported once", () => {
  const providers: [string, TracerProvider][] = [
    ["sampler", new BasicTracerProvider({ sampler: { shouldSample: fail, toString: fail } })],
    ["onStart of a span processor", withProcessor({ onStart: fail })],
    ["onEnd of a span processor", withProcessor({ onEnd: fail })],
    ["tracer provider", { getTracer: fail }],
  ];
  it.each(providers)("with a broken %s", async (_name, tracerProvider) => {
    const { errors, scrape } = registerSdk();
    instrument({ tracerProvider });
    expect(await playCall(async () => 1)).toBe(1);
    expect(playCall(() => 2)).toBe(2);
    expect(errors).toEqual([expect.stringMatching(/Reported once\. Error: broken/)]);
    // Metrics do not depend on spans.
    expect(await scrape()).toMatch(/numipay_client_call_duration_count\{[^}]*\} 2\n/);
  });

  it("with a broken meter provider", async () => {
    const { errors, spans } = registerSdk();
    instrument({ meterProvider: { getMeter: fail } as MeterProvider });
    expect(await playCall(async () => 1)).toBe(1);
    expect(await playCall(async () => 2)).toBe(2);
    expect(errors).toHaveLength(1);
    expect(spans()).toHaveLength(2);
  });

  it.each([
    ["active", { active: fail }],
    ["with", { active: () => ROOT_CONTEXT, with: fail }],
    [
      "with, after the operation",
      {
        active: () => ROOT_CONTEXT,
        with: (_context: unknown, run: () => unknown) => {
          run();
          fail();
        },
      },
    ],
  ])("with a context manager whose %s is broken", async (_name, broken) => {
    const { errors } = registerSdk();
    context.disable();
    const disable = () => undefined;
    context.setGlobalContextManager({ disable, ...broken } as unknown as ContextManager);
    instrument();
    let runs = 0;
    expect(await playCall(async () => (runs += 1))).toBe(1);
    const error = new Error("of the operation");
    await expect(playCall(async () => Promise.reject(error))).rejects.toBe(error);
    expect(runs).toBe(1);
    // The SDK reports errors of its own, too.
    const ours = errors.filter((reported) => reported.startsWith("@numipay/opentelemetry"));
    expect(ours).toEqual([expect.stringMatching(/Error: broken/)]);
  });

  it("with a broken propagator", async () => {
    const { errors, spans } = registerSdk();
    propagation.disable();
    propagation.setGlobalPropagator({ inject: fail, extract: fail, fields: () => [] });
    instrument();
    const message: TelemetryMessages["numipay.queue.add"] = {
      queue: "q",
      eventType: "deposit.successful",
      account: "default",
      transaction_id: undefined,
      tracking_id: undefined,
      carrier: {},
    };
    const job: TelemetryMessages["numipay.queue.process"] = {
      ...message,
      jobId: "1",
      attempt: 1,
      outcome: "processed",
      isDeadLetter: false,
    };
    expect(
      await trace(
        "numipay.queue.add",
        () => message,
        async () => 1,
      ),
    ).toBe(1);
    expect(
      trace(
        "numipay.queue.process",
        () => job,
        () => 2,
      ),
    ).toBe(2);
    expect(spans()).toHaveLength(2);
    expect(errors).toHaveLength(1);
  });

  it("with a broken logger", async () => {
    registerSdk();
    diag.disable();
    diag.setLogger(
      { error: fail, warn: fail, info: fail, debug: fail, verbose: fail },
      { suppressOverrideMessage: true },
    );
    instrument({ tracerProvider: { getTracer: fail } });
    expect(await playCall(async () => 1)).toBe(1);
    expect(traceApi.getActiveSpan()).toBeUndefined();
  });
});
