import { type AdapterCase, type AdapterUnderTest, withStage } from "./adapter-stage.js";
import { behaviours } from "./behaviours.js";
import { vectorCases } from "./vector-cases.js";

/**
 * The battery that every adapter must pass, over a real server: each vector of the contract, and each behaviour.
 *
 * @example
 * for (const { name, run } of adapterCases({ serve })) test(name, run);
 */
export function adapterCases(adapter: AdapterUnderTest): AdapterCase[] {
  const played = behaviours.map(({ name, inbox, play }) => ({
    name,
    run: () => withStage(adapter, inbox === undefined ? {} : { inbox: inbox() }, play),
  }));
  return [...vectorCases(adapter), ...played];
}
