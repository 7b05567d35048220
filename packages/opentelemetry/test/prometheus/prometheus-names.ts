import type { Meter } from "@opentelemetry/api";
import { createInstruments } from "../../src/metrics/create-instruments.js";

type Kind = "counter" | "gauge" | "histogram";

/** The series of every instrument, as Prometheus' OTLP endpoint and the Collector name them. */
export function listPrometheusNames(): string[] {
  const names: string[] = [];
  const add =
    (kind: Kind) =>
    (name: string, { unit }: { unit?: string } = {}): object => {
      names.push(...toPrometheusNames(kind, name, unit));
      return {};
    };
  const meter = {
    createCounter: add("counter"),
    createGauge: add("gauge"),
    createHistogram: add("histogram"),
  };
  createInstruments(meter as unknown as Meter);
  return names;
}

function toPrometheusNames(kind: Kind, name: string, unit: string | undefined): string[] {
  const base = `${name.replaceAll(".", "_")}${unit === "s" ? "_seconds" : ""}`;
  if (kind === "counter") return [`${base}_total`];
  return kind === "gauge" ? [base] : ["bucket", "count", "sum"].map((part) => `${base}_${part}`);
}

/** The labels of a metric in an expression. */
export function findMetrics(expr: string): string[] {
  const withoutLabels = expr
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, "")
    .replaceAll(/\b(?:by|on|without|ignoring|group_left)\s*\([^)]*\)/g, "");
  return [...new Set(withoutLabels.match(/\bnumipay[_:][\w:]+/g))];
}

/** The labels that an expression selects or groups by. */
export function findLabels(expr: string): string[] {
  const selected = [...expr.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"/g)].map(
    ([, label]) => label as string,
  );
  const grouped = [...expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, labels = ""]) =>
    labels.split(",").map((label) => label.trim()),
  );
  return [...new Set([...selected, ...grouped])];
}
