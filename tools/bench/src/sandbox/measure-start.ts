// @ts-check
import type { RunOptions, Section } from "../main.js";
import { createSandbox } from "@numipay/sandbox";
import Database from "libsql";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";

const defaultRounds = 40;

/** The first of each kind in a process also compiles the code. A suite that makes one sandbox a test does that once. */
const warmUpRounds = 5;

/** The floor is what any gateway with SQL inside needs: an engine that has opened and is used once. */
const contestants = [
  {
    name: "createSandbox()",
    run: async () => {
      const sandbox = await createSandbox();
      return () => sandbox.close();
    },
  },
  {
    name: "empty libsql database",
    run: async () => {
      const database = new Database(":memory:");
      database.exec("CREATE TABLE one (id INTEGER PRIMARY KEY)");
      return () => database.close();
    },
  },
];

/** How long it takes until a new sandbox in memory is ready, in milliseconds of real time; closing is not counted. */
export async function measureStart({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const milliseconds: Map<string, number[]> = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { name, run } of shuffle(contestants, random)) {
      const started = performance.now();
      const close = await run();
      const took = performance.now() - started;
      await close();
      if (round >= 0) milliseconds.get(name)?.push(took);
    }
  }
  const [ours = [], floor = []] = contestants.map(({ name }) => milliseconds.get(name) ?? []);
  const ratio = summarizeRatios(ours, floor);
  return {
    title: "Ready: a new sandbox takes … times as long as an empty database",
    table: markdownTable(
      ["", "times the floor", "median ms"],
      [
        ["createSandbox()", showRatio(ratio), median(ours).toFixed(2)],
        ["empty libsql database", "1.00", median(floor).toFixed(2)],
      ],
    ),
    values: { "sandbox: ready ms": median(ours) },
  };
}
