import {
  type Context,
  isSpanContextValid,
  type Link,
  propagation,
  ROOT_CONTEXT,
  trace,
} from "@opentelemetry/api";

/** Writes a span's context to a carrier. Without its baggage, which may contain personal data and would be stored. */
export function injectContext(context: Context, carrier: Record<string, string>): void {
  propagation.inject(propagation.deleteBaggage(context), carrier);
}

/** The links to the span whose context is in a carrier; none if it has no valid one. */
export function toLinks(carrier: Readonly<Record<string, string>>): Link[] {
  const context = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier));
  return context !== undefined && isSpanContextValid(context) ? [{ context }] : [];
}
