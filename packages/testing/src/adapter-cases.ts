import { AssertionError } from "node:assert/strict";
import { type AdapterCase, type AdapterUnderTest, withStage } from "./adapter-stage.js";
import { behaviours } from "./behaviours.js";
import { vectorCases } from "./vector-cases.js";

/**
 * What an adapter cannot hold, by the beginning of the case's name, and why: such as a host whose body parser answers
 * before the webhook is reached. The case is run all the same and must fail, so that no hole outlives its reason.
 */
export type Holes = Readonly<Record<string, string>>;

/**
 * The battery that every adapter must pass, over a real server: each vector of the contract, and each behaviour.
 *
 * @throws Error when a hole names no case
 * @example
 * for (const { name, run } of adapterCases({ serve })) test(name, run);
 */
export function adapterCases(adapter: AdapterUnderTest, holes: Holes = {}): AdapterCase[] {
  const played = behaviours.map(({ name, inbox, confirm, play }) => ({
    name,
    run: () => withStage(adapter, { inbox: inbox?.(), confirm: confirm?.() }, play),
  }));
  const cases = [...vectorCases(adapter), ...played];
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
