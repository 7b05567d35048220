import type { TelemetryMessages } from "@numipay/core";
import {
  type Context,
  context,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import type { Contain } from "../contain.js";
import { toErrorType } from "../error-type.js";
import type { Channel, TraceMessage } from "../messages.js";
import type { InstrumentNumipayOptions } from "../options.js";
import { scope } from "../scope.js";
import type { OperationObserver } from "../subscription/subscribe.js";
import { injectContext, toLinks } from "./carrier-context.js";
import type { SpanDefinition } from "./span-definition.js";
import { spanDefinitions } from "./span-definitions.js";
import { toAttributes } from "./to-attributes.js";

/** Creates the spans of channels. */
export function createSpanRecorder(
  { tracerProvider, includeIds = true }: InstrumentNumipayOptions,
  contain: Contain,
) {
  const findTracer = createTracerFinder(tracerProvider);
  return {
    observe: <Name extends Channel>(channel: Name) =>
      observe(spanDefinitions[channel] as SpanDefinition<TelemetryMessages[Name]>, {
        findTracer,
        includeIds,
        contain,
      }),
  };
}

interface Recording {
  findTracer: () => Tracer;
  includeIds: boolean;
  contain: Contain;
}

function observe<Message extends TraceMessage>(
  definition: SpanDefinition<Message>,
  { findTracer, includeIds, contain }: Recording,
): OperationObserver<Message> {
  const spans = new WeakMap<object, Span>();
  return {
    start(message) {
      const parent = context.active();
      const stored = definition.linked?.(message);
      // A failing propagator must not cost the span.
      const links = (stored === undefined ? undefined : contain(() => toLinks(stored))) ?? [];
      const span = findTracer().startSpan(
        definition.name(message),
        {
          kind: definition.kind,
          attributes: toAttributes(definition.start(message), includeIds),
          links,
        },
        parent,
      );
      spans.set(message, span);
      const active = trace.setSpan(parent, span);
      message.around = enclose(active, message.around, contain);
      const carrier = definition.injected?.(message);
      if (carrier !== undefined) contain(() => injectContext(active, carrier));
    },
    end(message) {
      const span = spans.get(message);
      if (span === undefined) return;
      spans.delete(message);
      contain(() => {
        span.setAttributes(toAttributes(definition.end?.(message) ?? {}, includeIds));
        const failure =
          definition.failure?.(message) ??
          (message.error === undefined ? undefined : toErrorType(message.error));
        if (failure === undefined) return;
        span.setAttributes(toAttributes({ "error.type": failure }, includeIds));
        span.setStatus({ code: SpanStatusCode.ERROR });
      });
      span.end();
    },
  };
}

/** Makes a context active while the operation runs, inside what another subscriber has set. */
function enclose(
  active: Context,
  other: TraceMessage["around"],
  contain: Contain,
): TraceMessage["around"] {
  return (run) => {
    let isOwn = false;
    const operation = () => {
      try {
        return other === undefined ? run() : other(run);
      } catch (error) {
        isOwn = true;
        throw error;
      }
    };
    try {
      return context.with(active, operation);
    } catch (error) {
      if (isOwn) throw error;
      // The context manager failed. If the operation has run, this returns its result.
      contain(() => {
        throw error;
      });
      return run();
    }
  };
}

/** The global provider may be registered, or replaced, after the instrumentation has started. */
function createTracerFinder(given: TracerProvider | undefined): () => Tracer {
  let provider: TracerProvider | undefined;
  let tracer: Tracer | undefined;
  return () => {
    const current = given ?? trace.getTracerProvider();
    if (tracer === undefined || current !== provider) {
      provider = current;
      tracer = current.getTracer(scope.name, scope.version);
    }
    return tracer;
  };
}
