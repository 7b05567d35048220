// What the result of a test depends on beside the files of the repository. It is part of the cache key of every task that
// runs tests, so that a run without a server is never taken for one with it.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { findChromium } from "./find-chromium.mjs";
import { root } from "./run-program.mjs";

const answerWithinMs = 3000;
const databaseUrl = "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = "redis://127.0.0.1:6379";

/** One line: Node, the servers that respond with their versions, and the programs that tests start. */
export async function readMachine(env = process.env) {
  const [inbox, app, mariadb, redis] = await Promise.all([
    versionOf(askPostgres(serverOf(env))),
    versionOf(askPostgres({ connectionString: env.DATABASE_URL ?? databaseUrl })),
    versionOf(askMariadb(mariadbOf(env))),
    versionOf(askRedis(env.REDIS_URL ?? redisUrl)),
  ]);
  return [
    `node ${process.versions.node} ${process.platform} ${process.arch}`,
    `postgres ${inbox}`,
    `DATABASE_URL ${app}`,
    `mariadb ${mariadb}`,
    `redis ${redis}`,
    ...["redis-server", "promtool", "zsh", "fish"].map(
      (name) => `${name} ${findProgram(name, env) ?? "none"}`,
    ),
    `initdb ${findInitdb() ?? "none"}`,
    // Debian installs them where only root's PATH leads.
    ...["pgbouncer", "mariadbd"].map(
      (name) =>
        `${name} ${findProgram(name, { PATH: `${env.PATH}${delimiter}/usr/sbin` }) ?? "none"}`,
    ),
    `chromium ${findChromium(env) ?? "none"}`,
    `better-sqlite3 ${existsSync(join(root, "packages/sql/node_modules/better-sqlite3/build")) ? "built" : "none"}`,
  ].join("; ");
}

/** The packages read the variables of libpq, the apps a URL. */
function serverOf(env) {
  return {
    host: env.PGHOST ?? "127.0.0.1",
    port: Number(env.PGPORT ?? 5432),
    user: env.PGUSER ?? "postgres",
    database: env.PGDATABASE ?? "test",
  };
}

/** A driver as the package that depends on it loads it; the root has none. */
const driverOf = (folder, name) => createRequire(join(root, folder, "package.json"))(name);

async function askPostgres(settings) {
  const { Client } = driverOf("packages/sql", "pg");
  const client = new Client({ ...settings, connectionTimeoutMillis: answerWithinMs });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("SHOW server_version");
    return rows[0].server_version;
  } finally {
    await client.end();
  }
}

/** The variables that the tests read. */
function mariadbOf(env) {
  if (env.MYSQL_URL !== undefined) return { uri: env.MYSQL_URL };
  return {
    host: env.MYSQL_HOST ?? "127.0.0.1",
    port: Number(env.MYSQL_PORT ?? 3306),
    user: env.MYSQL_USER ?? "root",
    password: env.MYSQL_PASSWORD ?? "",
  };
}

async function askMariadb(settings) {
  const { createConnection } = driverOf("packages/sql", "mysql2/promise");
  const client = await createConnection({ ...settings, connectTimeout: answerWithinMs });
  client.on("error", () => undefined);
  try {
    const [rows] = await client.query("SELECT VERSION() AS version");
    return rows[0].version;
  } finally {
    client.destroy();
  }
}

async function askRedis(url) {
  const { Redis } = driverOf("packages/bullmq", "ioredis");
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: answerWithinMs,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return /redis_version:(\S+)/.exec(await client.info("server"))?.[1];
  } finally {
    client.disconnect();
  }
}

const versionOf = (asked) =>
  asked.then(
    (version) => version ?? "some",
    () => "none",
  );

function findProgram(name, { PATH = "" }) {
  return PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** Debian keeps one folder for each version. */
function findInitdb(installed = "/usr/lib/postgresql") {
  if (!existsSync(installed)) return undefined;
  return readdirSync(installed)
    .map((version) => join(installed, version, "bin", "initdb"))
    .find((path) => existsSync(path));
}
