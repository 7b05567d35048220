import { createRequire } from "node:module";
import { tracingChannel } from "node:diagnostics_channel";
import { InvalidArgumentError, isInvalidOptionError, type TelemetryMessages } from "@numipay/core";
import { instrumentNumipay } from "@numipay/opentelemetry";
import { metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { describe, expect, it, onTestFinished } from "vitest";
import { playCall } from "./play-call.js";
import { toOutline } from "./span-tree.js";
import { instrument, registerSdk, unregisterSdk } from "./telemetry-fixture.js";

const channel = "numipay.client.call";
const isObserved = (): boolean => tracingChannel(channel).hasSubscribers;

describe("options", () => {
  it.each([
    [{ tracerProvidr: 1 }, /^tracerProvidr is not an option\. Did you mean tracerProvider\?/],
    [{ tracerProvider: {} }, /^tracerProvider must be a provider/],
    [{ meterProvider: null }, /^meterProvider must be a provider/],
    [{ includeIds: "no" }, /^includeIds must be true or false\./],
  ])("rejects %j", (options, message) => {
    const start = () => instrumentNumipay(options as object);
    expect(start).toThrow(message);
    expect(isObserved()).toBe(false);
    try {
      start();
    } catch (error) {
      expect(isInvalidOptionError(error)).toBe(true);
    }
  });

  it("uses the given providers instead of the global ones", async () => {
    const { tracerProvider, meterProvider, spans, scrape } = registerSdk();
    trace.disable();
    metrics.disable();
    instrument({ tracerProvider, meterProvider });
    await playCall(async () => 1);
    expect(spans()).toHaveLength(1);
    expect(await scrape()).toContain("numipay_client_call_duration_count");
  });

  it("leaves out ids", async () => {
    const { spans } = registerSdk();
    instrument({ includeIds: false });
    await playCall(async () => 1, { transaction_id: "gateway-1" });
    expect(Object.keys(spans()[0]?.attributes ?? {})).not.toContain("numipay.tracking_id");
    expect(JSON.stringify(spans()[0]?.attributes)).not.toMatch(/order-1|gateway-1/);
  });
});

describe("a span", () => {
  it("is active while the operation runs", async () => {
    const { spans } = registerSdk();
    instrument();
    const tracer = trace.getTracer("app");
    await tracer.startActiveSpan("request", async (span) => {
      await playCall(async () => {
        await Promise.resolve();
        tracer.startSpan("query").end();
      });
      span.end();
    });
    expect(toOutline(spans()).replaceAll(/ (?:numipay|server)\.\S+/g, "")).toBe(
      "\nINTERNAL request\n  INTERNAL numipay payouts.request\n    INTERNAL query\n",
    );
  });

  it("has the type of an error, and nothing else of it", async () => {
    const { spans } = registerSdk();
    instrument();
    const error = new InvalidArgumentError("amount", "has the canary 4111111111111111.");
    await expect(playCall(async () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      playCall(() => {
        throw new TypeError("canary");
      }),
    ).toThrow("canary");
    const [rejected, thrown] = spans();
    expect(rejected?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(rejected?.attributes["error.type"]).toBe("invalid_argument");
    expect(thrown?.attributes["error.type"]).toBe("TypeError");
    expect(spans().flatMap(({ events }) => events)).toEqual([]);
  });

  it("has text of the network as one bounded line", async () => {
    const { spans } = registerSdk();
    instrument();
    await playCall(async () => 1, { tracking_id: `a\u001b[31m\n${"b".repeat(500)}` });
    const id = String(spans()[0]?.attributes["numipay.tracking_id"]);
    expect(id).toMatch(/^a\\u001b\[31m\\nb+… \(507 characters\)$/);
    expect(id.length).toBeLessThan(230);
  });

  it("keeps the context of another subscriber", async () => {
    const { spans } = registerSdk();
    const order: string[] = [];
    const other = (message: unknown): void => {
      (message as TelemetryMessages[typeof channel]).around = (run) => {
        order.push("other");
        return run();
      };
    };
    tracingChannel(channel).start.subscribe(other);
    onTestFinished(() => {
      tracingChannel(channel).start.unsubscribe(other);
    });
    instrument();
    await playCall(async () => order.push("run"));
    expect(order).toEqual(["other", "run"]);
    expect(spans()).toHaveLength(1);
  });
});

describe("the life of the instrumentation", () => {
  it("replaces an earlier one", async () => {
    const { spans, errors } = registerSdk();
    const first = instrument();
    instrument();
    first.disable();
    await playCall(async () => 1);
    expect(spans()).toHaveLength(1);
    expect(errors).toEqual([expect.stringMatching(/was called again/)]);
  });

  it("replaces that of another copy of the package", async () => {
    const { spans } = registerSdk();
    const copy = createRequire(import.meta.url)("../dist/index.cjs") as {
      instrumentNumipay: typeof instrumentNumipay;
    };
    expect(copy.instrumentNumipay).not.toBe(instrumentNumipay);
    instrument();
    const other = copy.instrumentNumipay();
    await playCall(async () => 1);
    expect(spans()).toHaveLength(1);
    other.disable();
    await playCall(async () => 1);
    expect(spans()).toHaveLength(1);
  });

  it("stops, except for operations that have begun", async () => {
    const { spans } = registerSdk();
    const instrumentation = instrument();
    let finish = (): void => undefined;
    const begun = playCall(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    instrumentation.disable();
    instrumentation.disable();
    await playCall(async () => 1);
    expect(spans()).toEqual([]);
    finish();
    await begun;
    expect(spans()).toHaveLength(1);
    expect(isObserved()).toBe(false);
  });

  it("ignores operations that began before it", async () => {
    const { spans, errors } = registerSdk();
    const first = instrument();
    let finish = (): void => undefined;
    const begun = playCall(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    first.disable();
    instrument();
    finish();
    await begun;
    expect(spans()).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

describe("the SDK", () => {
  it("may be registered later", async () => {
    instrument();
    await playCall(async () => 1);
    const { spans, scrape } = registerSdk();
    await playCall(async () => 1);
    expect(spans()).toHaveLength(1);
    expect(await scrape()).toMatch(/numipay_client_call_duration_count\{[^}]*\} 1\n/);
  });

  it("may be replaced", async () => {
    const first = registerSdk();
    instrument();
    await playCall(async () => 1);
    unregisterSdk();
    const second = registerSdk();
    await playCall(async () => 1);
    expect([first.spans().length, second.spans().length]).toEqual([1, 1]);
    expect(await second.scrape()).toMatch(/numipay_client_call_duration_count\{[^}]*\} 1\n/);
  });

  it("is not needed", async () => {
    instrument();
    expect(await playCall(async () => "result")).toBe("result");
    expect(playCall(() => "result")).toBe("result");
  });
});
