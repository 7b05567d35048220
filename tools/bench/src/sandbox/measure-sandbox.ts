import { joinSections, type RunOptions, type Section } from "../section.js";
import { measureDeliveries } from "./measure-deliveries.js";
import { measureLookups } from "./measure-lookups.js";
import { measureSchedule } from "./measure-schedule.js";
import { measureStart } from "./measure-start.js";

/** Measures the sandbox: starting one in a test, delivering webhooks, and looking things up among a million transactions. */
export async function measureSandbox(options: RunOptions): Promise<Section> {
  return joinSections("The sandbox", [
    await measureStart(options),
    await measureSchedule(options),
    await measureDeliveries(options),
    await measureLookups(options),
  ]);
}
