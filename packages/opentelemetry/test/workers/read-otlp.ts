import { SpanKind, type SpanStatusCode } from "@opentelemetry/api";
import type { OutlinedSpan } from "../span-tree.js";

interface OtlpAttribute {
  key: string;
  value: { stringValue?: string; intValue?: number; boolValue?: boolean };
}

/** The body of a request to `/v1/traces`, as far as the tests read it. */
export interface OtlpTraces {
  resourceSpans: {
    scopeSpans: {
      scope: { name: string };
      spans: {
        spanId: string;
        traceId: string;
        parentSpanId?: string;
        name: string;
        kind: number;
        startTimeUnixNano: string;
        attributes: OtlpAttribute[];
        status: { code: SpanStatusCode };
      }[];
    }[];
  }[];
}

interface OtlpPoints {
  dataPoints: { attributes: OtlpAttribute[]; count?: number; asDouble?: number; asInt?: number }[];
}

/** The body of a request to `/v1/metrics`, as far as the tests read it. */
export interface OtlpMetrics {
  resourceMetrics: {
    scopeMetrics: {
      metrics: { name: string; histogram?: OtlpPoints; sum?: OtlpPoints; gauge?: OtlpPoints }[];
    }[];
  }[];
}

/** From 1, because 0 is unspecified in OTLP. */
const kinds = [
  SpanKind.INTERNAL,
  SpanKind.SERVER,
  SpanKind.CLIENT,
  SpanKind.PRODUCER,
  SpanKind.CONSUMER,
];

export function toSpans({ resourceSpans }: OtlpTraces): OutlinedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ scope, spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, startTimeUnixNano, ...span }) => ({
        name: span.name,
        kind: kinds[span.kind - 1] ?? SpanKind.INTERNAL,
        status: span.status,
        attributes: toRecord(span.attributes),
        instrumentationScope: scope,
        startTime: [0, Number(BigInt(startTimeUnixNano) % 10n ** 15n)],
        spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
        ...(parentSpanId !== undefined && {
          parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1 },
        }),
      })),
    );
}

/** `numipay.client.attempts numipay.operation_id=requestPayout 1`: the count of a histogram, or the value. */
export function toMetricLines({ resourceMetrics }: OtlpMetrics): string[] {
  return resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ name, histogram, sum, gauge }) =>
      ((histogram ?? sum ?? gauge)?.dataPoints ?? []).map((point) => {
        const labels = Object.entries(toRecord(point.attributes)).map((pair) => pair.join("="));
        return [name, ...labels.toSorted(), point.count ?? point.asDouble ?? point.asInt].join(" ");
      }),
    );
}

function toRecord(attributes: readonly OtlpAttribute[]) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.intValue ?? value.boolValue ?? "",
    ]),
  );
}
