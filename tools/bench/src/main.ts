import { availableParallelism } from "node:os";
import { createRandom } from "measure";
import { readOptions } from "./read-options.js";
import { sections } from "./sections.js";
import { missedTargets } from "./targets.js";

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
    ...(rounds !== undefined && { rounds }),
    ...(transactions !== undefined && { transactions }),
  });
  Object.assign(values, section.values);
  console.log(`\n## ${section.title}\n\n${section.table}`);
}
const missed = missedTargets(values);
for (const line of missed) console.log(`\nMissed: ${line}`);
if (missed.length === 0) console.log("\nAll measured targets are met.");
if (check && missed.length > 0) process.exitCode = 1;
