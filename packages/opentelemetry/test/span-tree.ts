import { type Attributes, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";

/** A span with its children, in the order in which they started. */
export interface SpanTree {
  span: string;
  attributes: Attributes;
  children?: SpanTree[];
}

/** The roots of the spans' trees. The ids that a run creates are replaced by their names. */
export function toTrees(
  spans: readonly ReadableSpan[],
  ids: Readonly<Record<string, unknown>> = {},
): SpanTree[] {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, `<${name}>`]));
  const known = new Set(spans.map((span) => span.spanContext().spanId));
  const started = spans.toSorted((one, other) => compare(one.startTime, other.startTime));
  const below = (parent: string | undefined): SpanTree[] =>
    started.filter((span) => parentOf(span, known) === parent).map(toTree);
  const toTree = (span: ReadableSpan): SpanTree => {
    const children = below(span.spanContext().spanId);
    const attributes = Object.fromEntries(
      Object.entries(span.attributes).map(([name, value]) => [name, names.get(value) ?? value]),
    );
    return {
      span: describe(span),
      attributes,
      ...(children.length === 0 ? {} : { children }),
    };
  };
  return below(undefined);
}

/** `CLIENT POST /payments ERROR`. */
function describe({ kind, name, status }: ReadableSpan): string {
  const end = status.code === SpanStatusCode.UNSET ? [] : [SpanStatusCode[status.code]];
  return [SpanKind[kind], name, ...end].join(" ");
}

function parentOf({ parentSpanContext }: ReadableSpan, known: ReadonlySet<string>) {
  const id = parentSpanContext?.spanId;
  return id !== undefined && known.has(id) ? id : undefined;
}

function compare([seconds, nanos]: [number, number], [others, otherNanos]: [number, number]) {
  return seconds - others || nanos - otherNanos;
}

/** The names of a tree, indented. */
export function toOutline(trees: readonly SpanTree[], indent = ""): string {
  return trees
    .map(({ span, children = [] }) => `${indent}${span}\n${toOutline(children, `${indent}  `)}`)
    .join("");
}
