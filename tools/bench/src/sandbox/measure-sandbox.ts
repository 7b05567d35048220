// @ts-check
import type { RunOptions, Section } from "../main.js";
import { measureDeliveries } from "./measure-deliveries.js";
import { measureLookups } from "./measure-lookups.js";
import { measureSchedule } from "./measure-schedule.js";
import { measureStart } from "./measure-start.js";

/**
 * What the sandbox costs: to start one in a test, to have webhooks delivered by it, and to look things up in it when
 * it holds a million transactions.
 */
export async function measureSandbox(options: RunOptions): Promise<Section> {
  const parts = [
    await measureStart(options),
    await measureSchedule(options),
    await measureDeliveries(options),
    await measureLookups(options),
  ];
  return {
    title: "The sandbox",
    table: parts.map(({ title, table }) => `### ${title}\n\n${table}`).join("\n\n"),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}
