import { createSandbox } from "@numipay/sandbox";
import Database from "libsql";
import { formatRatio, markdownTable, median, shuffle, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";

const defaultRounds = 40;

/** The first sandbox in a process also compiles the code, which a test suite pays for once. */
const warmUpRounds = 5;

interface Contestant {
  /** Resolves with a function that closes what was opened. */
  open: () => Promise<() => unknown>;
  milliseconds: number[];
}

/** Measures the real time until a new in-memory sandbox is ready. Closing it does not count. */
export async function measureStart({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const ours: Contestant = { open: openSandbox, milliseconds: [] };
  const baseline: Contestant = { open: openDatabase, milliseconds: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { open, milliseconds } of shuffle([ours, baseline], random)) {
      const started = performance.now();
      const close = await open();
      const took = performance.now() - started;
      await close();
      if (round >= 0) milliseconds.push(took);
    }
  }
  const ratio = summarizeRatios(ours.milliseconds, baseline.milliseconds);
  return {
    title: "Ready: a new sandbox takes … times as long as an empty database",
    table: markdownTable(
      ["", "times the baseline", "median ms"],
      [
        ["createSandbox()", formatRatio(ratio), median(ours.milliseconds).toFixed(2)],
        ["empty libsql database", "1.00", median(baseline.milliseconds).toFixed(2)],
      ],
    ),
    values: { "sandbox: ready ms": median(ours.milliseconds) },
  };
}

async function openSandbox(): Promise<() => unknown> {
  const sandbox = await createSandbox();
  return () => sandbox.close();
}

/** What any gateway with an SQL engine needs: a database that is open and was used once. */
async function openDatabase(): Promise<() => unknown> {
  const database = new Database(":memory:");
  database.exec("CREATE TABLE one (id INTEGER PRIMARY KEY)");
  return () => database.close();
}
