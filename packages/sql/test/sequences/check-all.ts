import { randomInt } from "node:crypto";
import fc from "fast-check";
import { checkSequence, type Counts, type Engine } from "./check-sequence.js";
import { toSequences, type Words } from "./steps.js";

const given = process.env["NUMIPAY_SEQUENCES"];

/** How many random handlers each driver plays. The long form sets `NUMIPAY_SEQUENCES=20000`. */
export const runs = Number(given ?? 100);
/** The same for each library, whose statements pass the same guard as those of its driver. */
export const libraryRuns = Number(given ?? 40);
const seed = Number(process.env["NUMIPAY_SEED"] ?? randomInt(2 ** 31));
export const timeout = 120_000 + runs * 300;

let engines = 0;

/** Plays random handlers in the words of a database. Returns how many had each outcome. */
export async function checkAll<Tx>(
  engine: Engine<Tx>,
  words: Words,
  numRuns = runs,
): Promise<Counts> {
  const counts: Counts = {};
  let played = 0;
  // Engines may share a database.
  engines += 1;
  const prefix = `k${seed}-${engines}`;
  await fc.assert(
    fc.asyncProperty(toSequences(words), async (sequence) => {
      played += 1;
      await checkSequence(engine, sequence, { key: `${prefix}-${played}`, counts });
    }),
    { numRuns, seed },
  );
  if (given !== undefined) console.log({ seed, ...counts });
  return counts;
}
