// Claims a change in an entry's inbox, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { drizzleInbox } from "@numipay/sql/drizzle";
import { knexInbox } from "@numipay/sql/knex";
import { kyselyInbox } from "@numipay/sql/kysely";
import { postgresJsInbox } from "@numipay/sql/postgres-js";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { drizzle as drizzleOnPostgresJs } from "drizzle-orm/postgres-js";
import createKnex from "knex";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import postgres from "postgres";

interface Settings {
  host: string;
  port: number;
  user: string;
  database: string;
}

interface LibraryInput {
  entry: string;
  settings: Settings;
  schema: string;
  change: Change;
}

const { entry, settings, schema, change } = JSON.parse(process.argv[2] ?? "") as LibraryInput;
const text = `INSERT INTO "${schema}".effects (name) VALUES ('held')`;

const holders: Record<string, () => Promise<unknown>> = {
  async "postgres-js"() {
    const claim = await postgresJsInbox({ sql: postgres(settings), schema }).claim(change);
    if (claim.state === "new") await claim.lease.tx.unsafe(text);
    return claim.state;
  },
  async drizzle() {
    const client = new Pool(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzle(given), schema });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(drizzleSql.raw(text));
    return claim.state;
  },
  async "drizzle on postgres.js"() {
    const client = postgres(settings);
    const inbox = drizzleInbox({ client, drizzle: (given) => drizzleOnPostgresJs(given), schema });
    const claim = await inbox.claim(change);
    if (claim.state === "new") await claim.lease.tx.execute(drizzleSql.raw(text));
    return claim.state;
  },
  async knex() {
    const knex = createKnex({ client: "pg", connection: settings });
    const claim = await knexInbox({ knex, schema }).claim(change);
    if (claim.state === "new") await claim.lease.tx.raw(text);
    return claim.state;
  },
  async kysely() {
    const dialect = new PostgresDialect({ pool: new Pool(settings) });
    const claim = await kyselyInbox({ db: new Kysely<object>({ dialect }), schema }).claim(change);
    if (claim.state === "new") await sql.raw(text).execute(claim.lease.tx);
    return claim.state;
  },
};

const state = await holders[entry]?.();
if (state !== "new") throw new Error(`Expected a new change, got ${String(state)}.`);
process.stdout.write("held");
setInterval(() => undefined, 1000);
