const entries = [
  "bullmq",
  "cli",
  "core",
  "core/node",
  "core/protocol",
  "express",
  "fastify",
  "koa",
  "nestjs",
  "opentelemetry",
  "sql/pg",
  "sql/pglite",
  "redis",
  "sandbox",
  "testing",
];

it.each(entries)("loads @numipay/%s", (entry) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  expect(Object.keys(require(`@numipay/${entry}`))).not.toEqual([]);
});
