import { type AdapterCase, type AdapterUnderTest, withStage } from "./adapter-stage.js";
import { behaviours } from "./behaviours.js";
import { type Holes, withHoles } from "./holes.js";
import { vectorCases } from "./vector-cases.js";

/**
 * The battery that every adapter must pass, over a real server: each vector of the contract, and each behaviour.
 *
 * @throws Error when a hole names no case
 * @example
 * for (const { name, run } of adapterCases({ serve })) test(name, run);
 */
export function adapterCases(adapter: AdapterUnderTest, holes: Holes = {}): AdapterCase[] {
  const played = behaviours.map(({ name, inbox, confirm, contract, play }) => ({
    name,
    run: () => withStage(adapter, { inbox: inbox?.(), confirm: confirm?.(), contract }, play),
  }));
  return withHoles([...vectorCases(adapter), ...played], holes);
}
