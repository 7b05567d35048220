import type { TelemetryMessages } from "@numipay/core";
import { type MeterProvider, metrics } from "@opentelemetry/api";
import type { Channel } from "../messages.js";
import type { InstrumentNumipayOptions } from "../options.js";
import { scope } from "../scope.js";
import type { OperationObserver } from "../subscription/subscribe.js";
import { createInstruments, type Instruments } from "./create-instruments.js";
import { createMeasures } from "./measures.js";

/** Records the metrics of channels. */
export function createMeasurer({ meterProvider }: InstrumentNumipayOptions) {
  const findInstruments = createInstrumentsFinder(meterProvider);
  const measures = createMeasures();
  return {
    observe<Name extends Channel>(channel: Name): OperationObserver<TelemetryMessages[Name]> {
      const measure = measures[channel];
      return {
        end: (message, durationS) => measure?.(message, durationS, findInstruments()),
      };
    },
  };
}

/** The global provider of metrics has no proxy: instruments that were created before it is registered record nothing. */
function createInstrumentsFinder(given: MeterProvider | undefined): () => Instruments {
  let provider: MeterProvider | undefined;
  let instruments: Instruments | undefined;
  return () => {
    const current = given ?? metrics.getMeterProvider();
    if (instruments === undefined || current !== provider) {
      instruments = createInstruments(current.getMeter(scope.name, scope.version));
      provider = current;
    }
    return instruments;
  };
}
