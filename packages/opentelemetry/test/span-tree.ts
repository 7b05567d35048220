import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";

/** Values that differ in each run, with the name that replaces them. */
export type Names = ReadonlyMap<unknown, string>;

/** What an outline needs of a span. */
export type OutlinedSpan = Pick<
  ReadableSpan,
  | "attributes"
  | "instrumentationScope"
  | "kind"
  | "name"
  | "parentSpanContext"
  | "spanContext"
  | "startTime"
  | "status"
>;

/**
 * The spans as trees, one line each with kind, name, status and attributes, in the order in which they started. Of spans of other
 * instrumentations, such as a server's, the attributes are left out.
 */
export function toOutline(spans: readonly OutlinedSpan[], names: Names = new Map()): string {
  const known = new Set(spans.map((span) => span.spanContext().spanId));
  const started = spans.toSorted((one, other) => compare(one.startTime, other.startTime));
  const linesBelow = (parent: string | undefined, indent: string): string[] =>
    started
      .filter((span) => parentOf(span, known) === parent)
      .flatMap((span) => [
        indent + describe(span, names),
        ...linesBelow(span.spanContext().spanId, `${indent}  `),
      ]);
  return `\n${linesBelow(undefined, "").join("\n")}\n`;
}

/** `CLIENT POST /payments ERROR error.type=500`. */
function describe(span: OutlinedSpan, names: Names): string {
  const { kind, name, status, attributes, instrumentationScope } = span;
  const isOurs = instrumentationScope.name === "@numipay/opentelemetry";
  const pairs = Object.entries(isOurs ? attributes : {})
    .map(([key, value]) => `${key}=${names.get(value) ?? String(value)}`)
    .toSorted();
  const end = status.code === SpanStatusCode.UNSET ? [] : [SpanStatusCode[status.code]];
  return [SpanKind[kind], name, ...end, ...pairs].join(" ");
}

function parentOf({ parentSpanContext }: OutlinedSpan, known: ReadonlySet<string>) {
  const id = parentSpanContext?.spanId;
  return id !== undefined && known.has(id) ? id : undefined;
}

function compare([seconds, nanos]: [number, number], [others, otherNanos]: [number, number]) {
  return seconds - others || nanos - otherNanos;
}
