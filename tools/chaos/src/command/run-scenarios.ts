import type { createProgress } from "./progress.js";
import type { RowLabel, Table } from "./table.js";

interface AnyScenario extends RowLabel {
  mode: RowLabel["mode"] & { missing?: () => string | undefined };
}

export interface RunScenariosOptions<One extends AnyScenario, Result extends object> {
  scenarios: readonly One[];
  /** Runs a scenario. A rejection fails only this one. */
  run: (scenario: One, onProgress: (share: number) => void) => Promise<Result>;
  table: Table<One & Result>;
  progress: ReturnType<typeof createProgress>;
  /** How many scenarios run at once. */
  atOnce: number;
  /** How many scenarios earlier calls have run. */
  done: number;
  /** Called with every result so far, after each scenario. */
  onResult: (results: readonly (One & Result)[]) => void;
  /** Whether the run is interrupted, so that a rejection is no failure. */
  isInterrupted: () => boolean;
}

/** Runs scenarios one after another, or several at once, and prints a row for each. */
export async function runScenarios<One extends AnyScenario, Result extends object>({
  scenarios,
  run,
  table,
  progress,
  atOnce,
  done,
  onResult,
  isInterrupted,
}: RunScenariosOptions<One, Result>) {
  const results: (One & Result)[] = [];
  const skipped = new Set<string>();
  /** Scenarios that failed to run. They do not stop the others. */
  const failures: string[] = [];
  const waiting = [...scenarios];
  if (waiting.length > 0) console.log(table.head);
  await Promise.all(Array.from({ length: atOnce }, runWaiting));
  return { results, skipped, failures };

  async function runWaiting(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const missing = one.mode.missing?.();
      if (missing === undefined) await runOne(one);
      else skipped.add(`Skipped ${one.name}: ${missing}.`);
    }
  }

  async function runOne(one: One): Promise<void> {
    const title = `${one.name}, ${one.familyName}`;
    try {
      const found = await run(one, (share) => progress.show(done + results.length + share, title));
      const result = { ...one, ...found };
      progress.clear();
      results.push(result);
      console.log(table.row(result));
      onResult(results);
    } catch (error) {
      progress.clear();
      if (isInterrupted()) {
        console.log("\nInterrupted. All processes and stores have been closed.");
        process.exit(130);
      }
      console.log(`\n${title}: failed to run.\n`);
      failures.push(`${title}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
