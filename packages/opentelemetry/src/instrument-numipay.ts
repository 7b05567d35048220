import { telemetryChannels } from "@numipay/core";
import { sharedState } from "@numipay/core/protocol";
import { diag } from "@opentelemetry/api";
import { createContain } from "./contain.js";
import { createMeasurer } from "./metrics/create-measurer.js";
import {
  checkOptions,
  type InstrumentNumipayOptions,
  type NumipayInstrumentation,
} from "./options.js";
import { createSpanRecorder } from "./spans/create-span-recorder.js";
import { findTracingChannel } from "./subscription/find-tracing-channel.js";
import { subscribe } from "./subscription/subscribe.js";

/** The instrumentation of the process, also if the package is loaded twice. */
const active = sharedState("opentelemetry", (): { current?: NumipayInstrumentation } => ({}));

/**
 * Creates spans and records metrics for everything that the packages of Numipay do in this process, from now on. A second call
 * replaces the first, so that nothing is recorded twice. Without `node:diagnostics_channel`, as in a browser, it does nothing.
 *
 * @throws InvalidOptionError when an option is unknown or invalid
 */
export function instrumentNumipay(options: InstrumentNumipayOptions = {}): NumipayInstrumentation {
  checkOptions(options);
  if (active.current !== undefined) {
    diag.warn("@numipay/opentelemetry: instrumentNumipay was called again. The last call applies.");
    active.current.disable();
  }
  const contain = createContain();
  const spans = createSpanRecorder(options, contain);
  const metrics = createMeasurer(options);
  const stops = telemetryChannels.flatMap((name) => {
    const channel = findTracingChannel(name);
    if (channel === undefined) return [];
    return [subscribe(channel, [spans.observe(name), metrics.observe(name)], contain)];
  });
  if (stops.length === 0) {
    diag.warn(
      "@numipay/opentelemetry: this runtime has no node:diagnostics_channel. Nothing is recorded.",
    );
  }
  const instrumentation = {
    disable: () => {
      for (const stop of stops.splice(0)) stop();
      if (active.current === instrumentation) delete active.current;
    },
  };
  active.current = instrumentation;
  return instrumentation;
}
