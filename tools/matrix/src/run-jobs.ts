import { availableParallelism } from "node:os";
import { toMessage } from "./error-message.js";
import type { SuiteResult } from "./run-suite.js";
import type { Row } from "./table.js";

/** Runs the suite on some hosts and one runtime, or the runtime tests of an app. */
export interface Job {
  /** The name and version of the runtime. */
  runtime: string;
  kind: Row["kind"];
  adapter: string;
  run: () => Promise<SuiteResult[]>;
}

/** Runs several jobs at once. On Node each is a process of its own. */
export async function runJobs(
  jobs: readonly Job[],
  onProgress: (step: string) => void,
): Promise<Row[]> {
  const rows: Row[][] = [];
  const waiting = jobs.entries();
  const work = async () => {
    for (const [index, job] of waiting) {
      onProgress(`${job.adapter} on ${job.runtime}, ${index + 1} of ${jobs.length}`);
      rows[index] = await runJob(job);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  return rows.flat();
}

async function runJob({ runtime, kind, adapter, run }: Job): Promise<Row[]> {
  const results = await run().catch((error: unknown): SuiteResult[] => [
    {
      adapter,
      setup: "",
      passed: 0,
      failed: [{ name: "the suite starts", message: toMessage(error) }],
      excepted: [],
    },
  ]);
  return results.map((result) => ({ runtime, adapter: result.adapter, kind, result }));
}
