import { AssertionError } from "node:assert/strict";
import type { AdapterCase } from "./adapter-fixture.js";

/**
 * Cases that an adapter cannot pass, with the reason, such as a body parser that responds before the webhook runs. Keys
 * match the start of a case's name. These cases still run and must fail, so that an obsolete exception is noticed.
 */
export type KnownExceptions = Readonly<Record<string, string>>;

/**
 * Turns each known exception into a case that must fail.
 *
 * @throws Error when a known exception matches no case
 */
export function withKnownExceptions(
  cases: readonly AdapterCase[],
  exceptions: KnownExceptions,
): AdapterCase[] {
  const unmatched = Object.keys(exceptions).filter(
    (start) => !cases.some(({ name }) => name.startsWith(start)),
  );
  if (unmatched.length > 0) {
    throw new Error(
      `No case name starts with ${unmatched.map((start) => `"${start}"`).join(" or ")}. Fix or remove the known exception.`,
    );
  }
  return cases.map((one) => {
    const exception = Object.entries(exceptions).find(([start]) => one.name.startsWith(start));
    return exception === undefined ? one : toKnownException(one, exception[1]);
  });
}

function toKnownException({ name, run }: AdapterCase, reason: string): AdapterCase {
  return {
    name: `known exception (${reason}): ${name}`,
    knownException: reason,
    async run() {
      const failure = await run().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) {
        throw new Error(`The known exception "${name}" passes. Remove it from the list.`);
      }
      if (!(failure instanceof AssertionError)) throw failure;
    },
  };
}
