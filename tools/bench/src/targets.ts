/** A limit for a value that a section measures. */
interface Target {
  value: string;
  atLeast?: number;
  atMost?: number;
}

const enginePeers = {
  PostgreSQL: "hand-written SQL",
  Redis: "bare script calls",
};

export const targets: readonly Target[] = [
  { value: "verify: baseline", atLeast: 1 },
  { value: "verify: @octokit/webhooks-methods", atLeast: 1.7 },
  { value: "adapters: Express 5", atLeast: 0.9 },
  { value: "adapters: Koa 3", atLeast: 0.9 },
  { value: "adapters: Fastify 5", atLeast: 0.9 },
  { value: "adapters: Nest 12 on Express", atLeast: 0.9 },
  { value: "adapters: Nest 12 on Fastify", atLeast: 0.9 },
  { value: "import: @numipay/express / stripe", atMost: 0.25 },
  { value: "import: @numipay/express / @octokit/webhooks", atMost: 1 },
  { value: "sandbox: ready ms", atMost: 50 },
  { value: "sandbox: schedule ms", atMost: 1000 },
  { value: "sandbox: slowest lookup at 1,000,000 / 1,000", atMost: 3 },
  ...Object.entries(enginePeers).flatMap(([engine, peer]) =>
    ["new change", "duplicate"].flatMap((kind) =>
      [1, 8].map((concurrency) => ({
        value: `engines: ${engine}, ${kind}, ${concurrency} at a time / ${peer}`,
        atLeast: 0.85,
      })),
    ),
  ),
  { value: "engines: reconcile, peak memory / at a tenth of the list", atMost: 1.25 },
  { value: "size: @numipay/core packages", atMost: 5 },
  { value: "size: @numipay/core MB", atMost: 2 },
];

/** One line for each measured value that misses its target. */
export function missedTargets(values: Readonly<Record<string, number>>): string[] {
  return targets.flatMap(({ value, atLeast = -Infinity, atMost = Infinity }) => {
    const measured = values[value];
    if (measured === undefined || (measured >= atLeast && measured <= atMost)) return [];
    const target = atMost === Infinity ? `at least ${atLeast}` : `at most ${atMost}`;
    return [`${value} is ${measured.toFixed(3)}; the target is ${target}.`];
  });
}
