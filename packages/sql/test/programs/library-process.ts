// Claims a change in an entry's inbox, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import type { LibrarySettings } from "./library-settings.js";

interface LibraryInput {
  /** The entry and its database. */
  entry: string;
  settings: LibrarySettings;
  options: { schema?: string };
  /** Writes the effect. */
  text: string;
  change: Change;
}

const input = JSON.parse(process.argv[2] ?? "") as LibraryInput;
const { entry, options, text, change } = input;
const { host, port, user, password, database } = input.settings;
const settings = { host, port, user, password, database };

// Only what one entry needs is loaded.
const holders: Record<string, () => Promise<unknown>> = {
  async "postgres-js on PostgreSQL"() {
    const { postgresJsInbox } = await import("@numipay/sql/postgres-js");
    const { default: postgres } = await import("postgres");
    const claim = await postgresJsInbox({ sql: postgres(settings), ...options }).claim(change);
    if (claim.state === "new") await claim.lease.tx.unsafe(text);
    return claim.state;
  },
  async "drizzle on PostgreSQL"() {
    const { drizzleInbox } = await import("@numipay/sql/drizzle");
    const { drizzle } = await import("drizzle-orm/node-postgres");
    const { Pool } = await import("pg");
    const client = new Pool(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzle(given), ...options });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(text);
    return claim.state;
  },
  async "drizzle with postgres.js on PostgreSQL"() {
    const { drizzleInbox } = await import("@numipay/sql/drizzle");
    const { drizzle } = await import("drizzle-orm/postgres-js");
    const { default: postgres } = await import("postgres");
    const client = postgres(settings);
    const create = (given: typeof client) => drizzle(given);
    const claim = await drizzleInbox({ client, drizzle: create, ...options }).claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(text);
    return claim.state;
  },
  async "drizzle on MariaDB"() {
    const { drizzleInbox } = await import("@numipay/sql/drizzle");
    const { drizzle } = await import("drizzle-orm/mysql2");
    const { createPool } = await import("mysql2");
    const client = createPool(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzle(given) });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(text);
    return claim.state;
  },
  "typeorm on PostgreSQL": () => holdWithTypeorm("postgres"),
  "typeorm on MariaDB": () => holdWithTypeorm("mariadb"),
  "prisma on PostgreSQL": () => holdWithPrisma("postgresql"),
  "prisma on MariaDB": () => holdWithPrisma("mysql"),
  "knex on PostgreSQL": () => holdWithKnex("pg"),
  "knex on MariaDB": () => holdWithKnex("mysql2"),
  async "kysely on PostgreSQL"() {
    const { kyselyInbox } = await import("@numipay/sql/kysely");
    const { Kysely, PostgresDialect, sql } = await import("kysely");
    const { Pool } = await import("pg");
    const dialect = new PostgresDialect({ pool: new Pool(settings) });
    const db = new Kysely<object>({ dialect });
    const claim = await kyselyInbox({ db, ...options }).claim(change);
    if (claim.state === "new") await sql.raw(text).execute(claim.lease.tx);
    return claim.state;
  },
  async "kysely on MariaDB"() {
    const { kyselyInbox } = await import("@numipay/sql/kysely");
    const { Kysely, MysqlDialect, sql } = await import("kysely");
    const { createPool } = await import("mysql2");
    const pool = createPool(settings);
    const db = new Kysely<object>({ dialect: new MysqlDialect({ pool }) });
    const claim = await kyselyInbox({ db, pool }).claim(change);
    if (claim.state === "new") await sql.raw(text).execute(claim.lease.tx);
    return claim.state;
  },
};

async function holdWithKnex(client: "pg" | "mysql2"): Promise<string> {
  const { knexInbox } = await import("@numipay/sql/knex");
  const { default: createKnex } = await import("knex");
  const knex = createKnex({ client, connection: settings });
  const claim = await knexInbox({ knex, ...options }).claim(change);
  if (claim.state === "new") await claim.lease.tx.raw(text);
  return claim.state;
}

async function holdWithTypeorm(type: "postgres" | "mariadb"): Promise<string> {
  const { typeormInbox } = await import("@numipay/sql/typeorm");
  const { createDataSource } = await import("./data-source.js");
  const dataSource = await createDataSource(type, input.settings).initialize();
  const claim = await typeormInbox({ dataSource, ...options }).claim(change);
  if (claim.state === "new") await claim.lease.tx.transaction((inner) => inner.query(text));
  return claim.state;
}

async function holdWithPrisma(provider: "postgresql" | "mysql"): Promise<string> {
  const { prismaInbox } = await import("@numipay/sql/prisma");
  const { openPrisma } = await import("./open-prisma.js");
  const prisma = openPrisma(provider, input.settings);
  const claim = await prismaInbox({ prisma, provider, ...options }).claim(change);
  if (claim.state === "new") {
    await claim.lease.tx.$transaction((inner) => inner.$executeRawUnsafe(text));
  }
  return claim.state;
}

const state = await holders[entry]?.();
if (state !== "new") throw new Error(`Expected a new change, got ${String(state)}.`);
process.stdout.write("held");
setInterval(() => undefined, 1000);
