// @ts-check
import type { Contestant } from "./apply-through-inbox.js";
import { sampleChanges } from "./sample-changes.js";

/**
 * Throws unless a contestant keeps what is measured as equal: a change is applied once, its repetition is a duplicate,
 * other content a conflict, a late `pending` stale, and while one change of a transaction is applied, no other is.
 */
export async function proveEngine<Tx>({ name, apply }: Contestant<Tx>) {
  const [change, held] = sampleChanges(2);
  if (change === undefined || held === undefined) return;
  const pending = { ...change, status: "pending", rank: 0 as const };
  let effects = 0;
  const effect = async () => {
    effects += 1;
  };
  const answers = [
    await apply(change, effect),
    await apply(change, effect),
    await apply({ ...change, content: "{}" }, effect),
    await apply(pending, effect),
  ];
  let meanwhile = "";
  await apply(held, async () => {
    meanwhile = await apply({ ...held, status: "expired" }, effect);
  });
  const said = [...answers, meanwhile, effects].join(" ");
  const right = "processed duplicate conflict stale in-progress 1";
  if (said !== right) throw new Error(`${name} says ${said}, not ${right}.`);
}
