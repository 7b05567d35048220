import { AssertionError } from "node:assert/strict";
import type { AdapterCase } from "./adapter-fixture.js";

/**
 * What an adapter cannot hold, by the beginning of the case's name, and why: such as a host whose body parser answers
 * before the webhook is reached. The case is run all the same and must fail, so that no hole outlives its reason.
 */
export type KnownExceptions = Readonly<Record<string, string>>;

/**
 * The cases, those that a hole names turned into cases that must fail.
 *
 * @throws Error when a hole names no case
 */
export function withKnownExceptions(
  cases: readonly AdapterCase[],
  holes: KnownExceptions,
): AdapterCase[] {
  const lost = Object.keys(holes).filter(
    (start) => !cases.some(({ name }) => name.startsWith(start)),
  );
  if (lost.length > 0) throw new Error(`No case begins with: ${lost.join(", ")}`);
  return cases.map((one) => {
    const hole = Object.entries(holes).find(([start]) => one.name.startsWith(start));
    return hole === undefined ? one : toHole(one, hole[1]);
  });
}

function toHole({ name, run }: AdapterCase, reason: string): AdapterCase {
  return {
    name: `does not hold (${reason}): ${name}`,
    hole: reason,
    async run() {
      const failure = await run().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined)
        throw new Error(`It holds now: take it off the list of holes. ${name}`);
      if (!(failure instanceof AssertionError)) throw failure;
    },
  };
}
