import { type AdapterCase, type AdapterUnderTest, withFixture } from "./adapter-fixture.js";
import { behaviours } from "./behaviours.js";
import { type KnownExceptions, withKnownExceptions } from "./known-exceptions.js";
import { vectorCases } from "./vector-cases.js";

/**
 * The battery that every adapter must pass, over a real server: each vector of the contract, and each behaviour.
 *
 * @throws Error when a hole names no case
 * @example
 * for (const { name, run } of adapterCases({ serve })) test(name, run);
 */
export function adapterCases(
  adapter: AdapterUnderTest,
  holes: KnownExceptions = {},
): AdapterCase[] {
  const played = behaviours.map(({ name, inbox, confirm, contract, play }) => ({
    name,
    run: () => withFixture(adapter, { inbox: inbox?.(), confirm: confirm?.(), contract }, play),
  }));
  return withKnownExceptions([...vectorCases(adapter), ...played], holes);
}
