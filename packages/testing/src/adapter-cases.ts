import { type AdapterCase, type AdapterUnderTest, withFixture } from "./adapter-fixture.js";
import { behaviours } from "./behaviours.js";
import { type KnownExceptions, withKnownExceptions } from "./known-exceptions.js";
import { vectorCases } from "./vector-cases.js";

/**
 * The conformance suite for adapters. Each case runs against a real server: one per contract vector, one per behaviour.
 *
 * @throws Error when a known exception matches no case
 * @example
 * for (const { name, run } of adapterCases({ serve })) test(name, run);
 */
export function adapterCases(
  adapter: AdapterUnderTest,
  exceptions: KnownExceptions = {},
): AdapterCase[] {
  const behaviourCases = behaviours.map(({ name, inbox, confirm, contract, play }) => ({
    name,
    run: () => withFixture(adapter, { inbox: inbox?.(), confirm: confirm?.(), contract }, play),
  }));
  return withKnownExceptions([...vectorCases(adapter), ...behaviourCases], exceptions);
}
