// @ts-check
// `npm run hostile`: hostile traffic against each adapter, next to the framework's own raw parser. See README.md.
import { availableParallelism } from "node:os";
import { readOptions } from "./command/read-options.js";
import { showAttack, showTarget } from "./command/report.js";
import { createRandom } from "./create-random.js";
import { playFull } from "./play/play-full.js";
import { playQuick } from "./play/play-quick.js";
import { playControl } from "./play/play-control.js";
import { findMisses } from "./verdict/compare.js";

const { quick, targets, attacks, rounds, seed } = readOptions();
const random = createRandom(seed);
const startedAt = performance.now();
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, seed ${seed}\n`,
);
const missed = await playControl();

/** Adds what is wrong with a comparison. */
function note({ target, attack, comparison }) {
  const misses = findMisses(comparison, { isTimed: !quick });
  missed.push(...misses.map((miss) => `${target.name}, ${attack.name}: ${miss}.`));
}

if (quick) {
  for (const target of targets) {
    const played = await playQuick(target, attacks);
    for (const comparison of played) note({ target, ...comparison });
    console.log(showTarget(target, played));
  }
} else {
  for (const attack of attacks) {
    const rows = [];
    for (const target of targets) {
      const comparison = await playFull(target, attack, { rounds, random });
      note({ target, attack, comparison });
      rows.push({ target: target.name, comparison });
    }
    console.log(`${showAttack(attack, rows)}\n`);
  }
}
console.log(`${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes in all.`);
for (const line of missed) console.log(`\nMissed: ${line}`);
if (missed.length > 0) process.exitCode = 1;
else console.log("\nHostile traffic costs no more than it may. The negative control showed.");
