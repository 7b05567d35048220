// Claims a change in an entry's inbox, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { drizzleInbox } from "@numipay/sql/drizzle";
import { knexInbox } from "@numipay/sql/knex";
import { kyselyInbox } from "@numipay/sql/kysely";
import { postgresJsInbox } from "@numipay/sql/postgres-js";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle as drizzleOnMysql } from "drizzle-orm/mysql2";
import { drizzle } from "drizzle-orm/node-postgres";
import { drizzle as drizzleOnPostgresJs } from "drizzle-orm/postgres-js";
import createKnex from "knex";
import { Kysely, MysqlDialect, PostgresDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { Pool } from "pg";
import postgres from "postgres";

interface LibraryInput {
  /** The entry and its database. */
  entry: string;
  settings: Record<"host" | "user" | "password" | "database", string> & { port: number };
  options: { schema?: string };
  /** Writes the effect. */
  text: string;
  change: Change;
}

const input = JSON.parse(process.argv[2] ?? "") as LibraryInput;
const { entry, options, text, change } = input;
const { host, port, user, password, database } = input.settings;
const settings = { host, port, user, password, database };

const holders: Record<string, () => Promise<unknown>> = {
  async "postgres-js on PostgreSQL"() {
    const claim = await postgresJsInbox({ sql: postgres(settings), ...options }).claim(change);
    if (claim.state === "new") await claim.lease.tx.unsafe(text);
    return claim.state;
  },
  async "drizzle on PostgreSQL"() {
    const client = new Pool(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzle(given), ...options });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(drizzleSql.raw(text));
    return claim.state;
  },
  async "drizzle with postgres.js on PostgreSQL"() {
    const client = postgres(settings);
    const create = (given: typeof client) => drizzleOnPostgresJs(given);
    const claim = await drizzleInbox({ client, drizzle: create, ...options }).claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(drizzleSql.raw(text));
    return claim.state;
  },
  async "drizzle on MariaDB"() {
    const client = createPool(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzleOnMysql(given) });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(drizzleSql.raw(text));
    return claim.state;
  },
  async "knex on PostgreSQL"() {
    const knex = createKnex({ client: "pg", connection: settings });
    const claim = await knexInbox({ knex, ...options }).claim(change);
    if (claim.state === "new") await claim.lease.tx.raw(text);
    return claim.state;
  },
  async "knex on MariaDB"() {
    const knex = createKnex({ client: "mysql2", connection: settings });
    const claim = await knexInbox({ knex }).claim(change);
    if (claim.state === "new") await claim.lease.tx.raw(text);
    return claim.state;
  },
  async "kysely on PostgreSQL"() {
    const dialect = new PostgresDialect({ pool: new Pool(settings) });
    const db = new Kysely<object>({ dialect });
    const claim = await kyselyInbox({ db, ...options }).claim(change);
    if (claim.state === "new") await sql.raw(text).execute(claim.lease.tx);
    return claim.state;
  },
  async "kysely on MariaDB"() {
    const pool = createPool(settings);
    const db = new Kysely<object>({ dialect: new MysqlDialect({ pool }) });
    const claim = await kyselyInbox({ db, pool }).claim(change);
    if (claim.state === "new") await sql.raw(text).execute(claim.lease.tx);
    return claim.state;
  },
};

const state = await holders[entry]?.();
if (state !== "new") throw new Error(`Expected a new change, got ${String(state)}.`);
process.stdout.write("held");
setInterval(() => undefined, 1000);
