import type { Contestant } from "./contestant.js";
import { sampleChanges } from "./sample-changes.js";

const expected = "processed duplicate conflict stale in-progress 1";

/**
 * Checks that a contestant applies a change once and calls its repetition a duplicate, which is all that the usual idiom gives.
 *
 * @throws Error naming what the contestant did instead
 */
export async function checkIdiom<Tx>({ name, apply }: Contestant<Tx>): Promise<void> {
  const [change] = sampleChanges(1);
  if (change === undefined) return;
  let effects = 0;
  const effect = async () => {
    effects += 1;
  };
  const results = [await apply(change, effect), await apply(change, effect)];
  const actual = [...results, effects].join(" ");
  if (actual !== "processed duplicate 1") {
    throw new Error(`${name} returned ${actual}; expected processed duplicate 1.`);
  }
}

/**
 * Checks that a contestant gives the guarantees that the comparison assumes: it applies a change once, calls its repetition a
 * duplicate, other content a conflict and a late `pending` stale, and applies one change of a transaction at a time.
 *
 * @throws Error naming what the contestant did instead
 */
export async function checkEngine<Tx>({ name, apply }: Contestant<Tx>): Promise<void> {
  const [change, held] = sampleChanges(2);
  if (change === undefined || held === undefined) return;
  const pending = { ...change, status: "pending", rank: 0 } as const;
  let effects = 0;
  const effect = async () => {
    effects += 1;
  };
  const results = [
    await apply(change, effect),
    await apply(change, effect),
    await apply({ ...change, content: "{}" }, effect),
    await apply(pending, effect),
  ];
  let meanwhile = "";
  await apply(held, async () => {
    meanwhile = await apply({ ...held, status: "expired" }, effect);
  });
  const actual = [...results, meanwhile, effects].join(" ");
  if (actual !== expected) throw new Error(`${name} returned ${actual}; expected ${expected}.`);
}
