// @ts-check

/** What the project holds itself to. Each is about a value that a section measured. */
export const targets: readonly { value: string; atLeast?: number; atMost?: number }[] = [
  { value: "verify: bare floor", atLeast: 1 },
  { value: "verify: @octokit/webhooks-methods", atLeast: 1.7 },
  { value: "adapters: Express 5", atLeast: 0.9 },
  { value: "adapters: Koa 3", atLeast: 0.9 },
  { value: "adapters: Fastify 5", atLeast: 0.9 },
  { value: "adapters: Nest 12 on Express", atLeast: 0.9 },
  { value: "adapters: Nest 12 on Fastify", atLeast: 0.9 },
  { value: "import: @numipay/express / stripe", atMost: 0.25 },
  { value: "sandbox: ready ms", atMost: 50 },
  { value: "sandbox: schedule ms", atMost: 1000 },
  { value: "sandbox: slowest look-up at 1,000,000 / 1,000", atMost: 3 },
  { value: "engines: PostgreSQL, new change, 1 at a time / SQL by hand", atLeast: 0.85 },
  { value: "engines: PostgreSQL, new change, 8 at a time / SQL by hand", atLeast: 0.85 },
  { value: "engines: PostgreSQL, duplicate, 1 at a time / SQL by hand", atLeast: 0.85 },
  { value: "engines: PostgreSQL, duplicate, 8 at a time / SQL by hand", atLeast: 0.85 },
  { value: "engines: Redis, new change, 1 at a time / bare script calls", atLeast: 0.85 },
  { value: "engines: Redis, new change, 8 at a time / bare script calls", atLeast: 0.85 },
  { value: "engines: Redis, duplicate, 1 at a time / bare script calls", atLeast: 0.85 },
  { value: "engines: Redis, duplicate, 8 at a time / bare script calls", atLeast: 0.85 },
  { value: "engines: reconcile, peak memory / at a tenth of the list", atMost: 1.25 },
  { value: "size: @numipay/core packages", atMost: 5 },
  { value: "size: @numipay/core MB", atMost: 2 },
];

/** One line for each target that was measured and not reached. */
export function missedTargets(values: Readonly<Record<string, number>>) {
  return targets.flatMap(({ value, atLeast = -Infinity, atMost = Infinity }) => {
    const measured = values[value];
    if (measured === undefined || (measured >= atLeast && measured <= atMost)) return [];
    const target = atMost === Infinity ? `at least ${atLeast}` : `at most ${atMost}`;
    return [`${value} is ${measured.toFixed(3)}, the target is ${target}`];
  });
}
