import { context, diag, DiagLogLevel, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { instrumentNumipay, type InstrumentNumipayOptions } from "@numipay/opentelemetry";
import { onTestFinished } from "vitest";
import { createOpenSpans } from "./open-spans.js";

/** Registers an SDK that keeps spans in memory and serves metrics to Prometheus. Removed when the test ends. */
export function registerSdk() {
  const exporter = new InMemorySpanExporter();
  const openSpans = createOpenSpans();
  const tracerProvider = new NodeTracerProvider({
    // In this order: what has ended is exported.
    spanProcessors: [new SimpleSpanProcessor(exporter), openSpans.processor],
  });
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const meterProvider = new MeterProvider({ readers: [prometheus] });
  const errors: string[] = [];
  diag.setLogger(
    {
      error: (message) => errors.push(message),
      warn: (message) => errors.push(message),
      info: () => undefined,
      debug: () => undefined,
      verbose: () => undefined,
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  tracerProvider.register({
    contextManager: new AsyncLocalStorageContextManager(),
    propagator: new W3CTraceContextPropagator(),
  });
  metrics.setGlobalMeterProvider(meterProvider);
  onTestFinished(unregisterSdk);
  return {
    tracerProvider,
    meterProvider,
    /** What was reported to the `diag` logger. */
    errors,
    spans: () => exporter.getFinishedSpans(),
    allEnded: openSpans.allEnded,
    scrape: () => scrape(prometheus),
  };
}

/** Removes the global SDK. */
export function unregisterSdk(): void {
  for (const api of [trace, metrics, context, propagation, diag]) api.disable();
}

/** Instruments the process until the test ends. */
export function instrument(options?: InstrumentNumipayOptions) {
  const instrumentation = instrumentNumipay(options);
  onTestFinished(() => instrumentation.disable());
  return instrumentation;
}

/** The text that Prometheus gets. */
async function scrape(exporter: PrometheusExporter): Promise<string> {
  return new Promise((resolve) => {
    const response = {
      setHeader: () => undefined,
      end: (text: string) => resolve(text),
    };
    exporter.getMetricsRequestHandler({} as never, response as never);
  });
}
