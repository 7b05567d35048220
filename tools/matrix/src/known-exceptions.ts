import type { KnownExceptions } from "@numipay/testing";

interface RuntimeExceptions {
  /** How the names of the runtimes start. */
  runtime: string;
  /** By the beginning of the case's name. */
  cases: KnownExceptions;
}

/** Cases of the conformance suite that cannot pass on a runtime other than Node, and why. */
const exceptions: readonly RuntimeExceptions[] = [
  {
    runtime: "Bun 1.3",
    cases: {
      "rejects two signature headers": "Bun before 1.4 keeps the last of headers with one name",
    },
  },
];

/**
 * Returns the known exceptions of a runtime.
 *
 * @param title its name and version
 */
export function knownExceptionsOf(title: string): KnownExceptions {
  const found = exceptions.filter(({ runtime }) => title.startsWith(runtime));
  return Object.fromEntries(found.flatMap(({ cases }) => Object.entries(cases)));
}
