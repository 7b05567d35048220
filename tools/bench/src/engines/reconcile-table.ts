import { formatRatio, median, type Summary, summarizeRatios } from "measure";
import type { Walk } from "./start-list.js";

export interface Plan {
  name: string;
  transactions: number;
  walk: () => Promise<Walk>;
  /** One per round. */
  walks: Walk[];
}

export function createPlan(name: string, transactions: number, walk: Plan["walk"]): Plan {
  return { name, transactions, walk, walks: [] };
}

export const reconcileHead = [
  "",
  "transactions",
  "seconds",
  "times paging",
  "processor time",
  "peak MB",
  "heap",
];

/** @param paging the walks that page through the same list */
export function toRow(plan: Plan, paging?: Plan): string[] {
  const medianOf = (measure: keyof Walk) => median(plan.walks.map((walk) => walk[measure]));
  const relative = (measure: keyof Walk) =>
    paging === undefined ? "" : formatRatio(toRatio(plan, paging, measure));
  return [
    plan.name,
    plan.transactions.toLocaleString("en"),
    (medianOf("milliseconds") / 1000).toFixed(2),
    relative("milliseconds"),
    relative("cpuMilliseconds"),
    medianOf("peakMB").toFixed(0),
    medianOf("peakHeapMB").toFixed(0),
  ];
}

export function toRatio(plan: Plan, other: Plan, measure: keyof Walk): Summary {
  return summarizeRatios(
    plan.walks.map((walk) => walk[measure]),
    other.walks.map((walk) => walk[measure]),
  );
}
