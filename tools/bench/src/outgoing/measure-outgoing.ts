import { joinSections, type RunOptions, type Section } from "../section.js";
import { measureCalls } from "./measure-calls.js";
import { measureEnqueue } from "./measure-enqueue.js";
import { measureWorker } from "./measure-worker.js";

/** Measures what sending each payment once costs: journals, and the outbox. */
export async function measureOutgoing(options: RunOptions): Promise<Section> {
  return joinSections("Outgoing calls", [
    await measureCalls(options),
    await measureEnqueue(options),
    await measureWorker(options),
  ]);
}
