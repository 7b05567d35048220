// @ts-check
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { createRandom } from "./shuffle.js";
import { missedTargets } from "./targets.js";

export interface RunOptions {
  rounds?: number;
  transactions?: number;
  random: () => number;
}

export interface Section {
  title: string;
  table: string;
  values: Record<string, number>;
}

/** Loaded one by one: a section's peers are in memory only while they are measured. */
const sections = {
  verify: async () => (await import("./verify/measure-verify.js")).measureVerify,
  adapters: async () => (await import("./adapters/measure-adapters.js")).measureAdapters,
  import: async () => (await import("./import/measure-import.js")).measureImport,
  sandbox: async () => (await import("./sandbox/measure-sandbox.js")).measureSandbox,
  engines: async () => (await import("./engines/measure-engines.js")).measureEngines,
  size: async () => (await import("./size/measure-size.js")).measureSize,
};

const { only, rounds, transactions, seed, check } = readOptions();
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, seed ${seed}`,
);
const values: Record<string, number> = {};
for (const [name, load] of Object.entries(sections)) {
  if (only !== undefined && only !== name) continue;
  const measure = await load();
  const section = await measure({
    random: createRandom(seed),
    ...(rounds && { rounds }),
    ...(transactions && { transactions }),
  });
  Object.assign(values, section.values);
  console.log(`\n## ${section.title}\n\n${section.table}`);
}
const missed = missedTargets(values);
for (const line of missed) console.log(`\nMissed: ${line}`);
if (missed.length === 0) console.log("\nEvery target that was measured is met.");
if (check && missed.length > 0) process.exitCode = 1;

function readOptions() {
  const { values: given } = parseArgs({
    options: {
      rounds: { type: "string" },
      transactions: { type: "string" },
      only: { type: "string" },
      seed: { type: "string", default: "1" },
      check: { type: "boolean", default: false },
    },
  });
  if (given.only !== undefined && !Object.hasOwn(sections, given.only)) {
    throw new Error(`--only takes one of ${Object.keys(sections).join(", ")}.`);
  }
  return {
    ...given,
    rounds: readCount("rounds", given.rounds, 1),
    // Ten days of a thousand each, so that a tenth of it is a day at least.
    transactions: readCount("transactions", given.transactions, 10_000),
    seed: Number(given.seed),
  };
}

function readCount(option: string, text: string | undefined, step: number) {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count / step) && count > 0) return count;
  const what = step === 1 ? "a whole number above 0" : `a multiple of ${step} above 0`;
  throw new Error(`--${option} takes ${what}.`);
}
