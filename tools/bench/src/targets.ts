/** A limit for a value that a section measures. */
interface Target {
  value: string;
  atLeast?: number;
  atMost?: number;
}

/** The most of the idiom's time that a change may take, by how many there are at a time. */
const idiomTimes = {
  "PostgreSQL, new change": { 1: 1.05, 8: 1.2, 32: 1.3 },
  "PostgreSQL, duplicate": { 1: 0.7, 8: 1, 32: 1.2 },
  "PostgreSQL, 1 ms away, new change": { 1: 0.8, 8: 0.8, 32: 0.8 },
  "PostgreSQL, 1 ms away, duplicate": { 1: 0.8, 8: 0.8, 32: 0.8 },
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
  ...Object.entries(idiomTimes).flatMap(([name, limits]) =>
    Object.entries(limits).map(([concurrency, atMost]) => ({
      value: `engines: ${name}, ${concurrency} at a time / idiom`,
      atMost,
    })),
  ),
  ...[1, 8, 32].map((concurrency) => ({
    value: `engines: PostgreSQL, new change, ${concurrency} at a time, processor time / idiom`,
    atMost: 1.3,
  })),
  { value: "engines: PostgreSQL, HTTP, Express deliveries/s / idiom", atLeast: 0.9 },
  { value: "engines: PostgreSQL, HTTP, Fastify deliveries/s / idiom", atLeast: 0.87 },
  ...["Express", "Fastify"].flatMap((host) => [
    { value: `engines: PostgreSQL, HTTP, ${host} p99 / idiom`, atMost: 1.2 },
    { value: `engines: PostgreSQL, HTTP, ${host} cold start / idiom`, atMost: 1.05 },
  ]),
  ...["new change", "duplicate"].flatMap((kind) =>
    [1, 8].map((concurrency) => ({
      value: `engines: Redis, ${kind}, ${concurrency} at a time / bare script calls`,
      atLeast: 0.85,
    })),
  ),
  { value: "engines: reconcile, pgInbox, time / paging", atMost: 4 },
  { value: "engines: reconcile, peak memory / at a tenth of the list", atMost: 1.25 },
  // Nine tenths of the speed of a hand-written insert.
  ...["pg", "TypeORM", "Prisma"].flatMap((library) =>
    [
      `transaction, ${library}, 1 at a time`,
      `transaction, ${library}, 8 at a time`,
      `insert alone, ${library}, 1 at a time`,
    ].map((label) => ({
      value: `outgoing: enqueue, ${label} / hand-written`,
      atMost: 1.11,
    })),
  ),
  ...["delivery", "call"].map((work) => ({
    value: `telemetry: ${work}, unsubscribed / without channels`,
    atMost: 1.01,
  })),
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
