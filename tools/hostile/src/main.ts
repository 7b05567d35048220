// `npm run hostile`: hostile traffic against each adapter, compared with the framework's own raw parser. See README.md.
import { availableParallelism } from "node:os";
import { createRandom } from "measure";
import type { Attack } from "./attacks/attack.js";
import { readOptions } from "./command/read-options.js";
import { formatAttack, formatTarget, type Row } from "./command/report.js";
import { playControl } from "./play/play-control.js";
import { playFull } from "./play/play-full.js";
import { playQuick } from "./play/play-quick.js";
import type { Target } from "./play/targets.js";
import { type Comparison, findMisses } from "./verdict/compare.js";

const { quick, targets, attacks, rounds, seed } = readOptions();
const random = createRandom(seed);
const startedAt = performance.now();
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, seed ${seed}\n`,
);
const missed = await playControl();

if (quick) {
  for (const target of targets) {
    const played = await playQuick(target, attacks);
    for (const { attack, comparison } of played) addMisses(target, attack, comparison);
    console.log(formatTarget(target, played));
  }
} else {
  for (const attack of attacks) {
    const rows: Row[] = [];
    for (const target of targets) {
      const comparison = await playFull(target, attack, { rounds, random });
      addMisses(target, attack, comparison);
      rows.push({ target, comparison });
    }
    console.log(`${formatAttack(attack, rows)}\n`);
  }
}
console.log(`Finished in ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes.`);
for (const line of missed) console.log(`\nMissed: ${line}`);
if (missed.length > 0) process.exitCode = 1;
else console.log("\nAll limits are met, and the negative control showed every fault.");

function addMisses(target: Target, attack: Attack, comparison: Comparison): void {
  const misses = findMisses(comparison, { isTimed: !quick });
  missed.push(...misses.map((miss) => `${target.name}, ${attack.name}: ${miss}.`));
}
