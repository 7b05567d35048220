import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";

/** The options of `instrumentNumipay`. */
export interface InstrumentNumipayOptions {
  /** Creates the spans. Defaults to the global provider, also if it is registered later. */
  tracerProvider?: TracerProvider | undefined;
  /** Records the metrics. Defaults to the global provider, also if it is registered later. */
  meterProvider?: MeterProvider | undefined;
  /**
   * Whether spans have the ids of transactions, requests and queue jobs. Set it to `false` if your `tracking_id` contains personal
   * data. Metrics never have them. Defaults to `true`.
   */
  includeIds?: boolean | undefined;
}

/** The active instrumentation. */
export interface NumipayInstrumentation {
  /** Stops: new operations are not recorded, those that have begun still are. Calling it again has no effect. */
  disable(): void;
}

/** @throws InvalidOptionError when an option is unknown or invalid */
export function checkOptions(options: InstrumentNumipayOptions): void {
  checkKnownOptions(options, ["tracerProvider", "meterProvider", "includeIds"]);
  const { tracerProvider, meterProvider, includeIds } = options;
  checkProvider("tracerProvider", tracerProvider, "getTracer");
  checkProvider("meterProvider", meterProvider, "getMeter");
  if (includeIds !== undefined && typeof includeIds !== "boolean") {
    throw new InvalidOptionError("includeIds", "must be true or false.");
  }
}

function checkProvider(option: string, provider: object | undefined, method: string): void {
  if (provider === undefined || typeof Reflect.get(Object(provider), method) === "function") return;
  throw new InvalidOptionError(
    option,
    "must be a provider of the OpenTelemetry SDK, or undefined.",
  );
}
