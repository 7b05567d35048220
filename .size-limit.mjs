// What one import of each public entry may cost in a bundle, minified and compressed with brotli. Frameworks and drivers are
// the user's own and do not count. Raise a limit only with a reason in the commit.
const entries = [
  { package: "core", import: "{ Numipay }", limit: "53.3 kB" },
  { package: "core", import: "{ numipayWebhook }", limit: "19.6 kB" },
  { package: "core", import: "{ reconcile }", limit: "11.5 kB" },
  { package: "core", entry: "node", import: "{ fromNodeRequest }", limit: "5.1 kB" },
  { package: "core", entry: "protocol", import: "{ verifySignature }", limit: "5.5 kB" },
  { package: "express", import: "{ numipayWebhook }", limit: "21.6 kB" },
  { package: "koa", import: "{ numipayWebhook }", limit: "21.5 kB" },
  { package: "fastify", import: "{ numipayWebhook }", limit: "21.8 kB" },
  { package: "nestjs", import: "{ NumipayModule }", limit: "80.4 kB" },
  { package: "opentelemetry", import: "{ instrumentNumipay }", limit: "7.2 kB" },
  { package: "sql", entry: "better-sqlite3", import: "{ sqliteInbox }", limit: "17.8 kB" },
  { package: "sql", entry: "drizzle", import: "{ drizzleInbox }", limit: "30.1 kB" },
  { package: "sql", entry: "knex", import: "{ knexInbox }", limit: "27.1 kB" },
  { package: "sql", entry: "kysely", import: "{ kyselyInbox }", limit: "27.9 kB" },
  { package: "sql", entry: "mysql2", import: "{ mysqlInbox }", limit: "19.3 kB" },
  { package: "sql", entry: "pg", import: "{ pgInbox }", limit: "20.6 kB" },
  { package: "sql", entry: "pg", import: "{ pgJournal }", limit: "25.3 kB" },
  { package: "sql", entry: "prisma", import: "{ prismaJournal }", limit: "32.3 kB" },
  { package: "sql", entry: "pglite", import: "{ pgliteInbox }", limit: "19.4 kB" },
  { package: "sql", entry: "postgres-js", import: "{ postgresJsInbox }", limit: "20.8 kB" },
  { package: "sql", entry: "prisma", import: "{ prismaInbox }", limit: "27.6 kB" },
  { package: "sql", entry: "typeorm", import: "{ typeormInbox }", limit: "28.3 kB" },
  { package: "redis", import: "{ redisInbox }", limit: "10.3 kB" },
  { package: "redis", import: "{ redisJournal }", limit: "12.7 kB" },
  { package: "bullmq", import: "{ createWebhookQueue }", limit: "8.4 kB" },
  { package: "testing", import: "{ signDelivery }", limit: "5.5 kB" },
];

const peers = [
  "@nestjs/*",
  "@opentelemetry/api",
  "@prisma/client",
  "better-sqlite3",
  "bullmq",
  "drizzle-orm",
  "express",
  "fastify",
  "fastify-plugin",
  "ioredis",
  "knex",
  "koa",
  "kysely",
  "mysql2",
  "pg",
  "postgres",
  "redis",
  "reflect-metadata",
  "rxjs",
  "typeorm",
];

export default entries.map(({ package: name, entry, import: imported, limit }) => {
  const specifier = ["@numipay", name, entry].filter(Boolean).join("/");
  return {
    name: `${specifier} ${imported}`,
    path: `packages/${name}/dist/${entry ?? "index"}.js`,
    import: imported,
    limit,
    modifyEsbuildConfig: (config) => ({
      ...config,
      platform: "node",
      format: "esm",
      external: [...(config.external ?? []), ...peers, "node:*"],
    }),
  };
});
