import { createReceiver, type Transaction } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { knex as createKnex, type Knex } from "knex";
import { Kysely, PostgresDialect, sql as kyselySql } from "kysely";
import type { PoolClient } from "pg";
import { DataSource, EntitySchema, type QueryRunner } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

const signaturePassword = "a-password-for-these-tests-alone";
const schema = randomName();

/** As in the README. */
const toKysely = (tx: PoolClient): Kysely<object> =>
  new Kysely({
    dialect: new PostgresDialect({
      pool: { connect: async () => tx, end: async () => undefined },
    }),
  });

interface Entry {
  id?: number;
  user_id: string;
  amount: string;
}

const Entry = new EntitySchema<Entry>({
  name: "Entry",
  tableName: "entries",
  columns: {
    id: { type: Number, primary: true, generated: true },
    user_id: { type: String },
    amount: { type: "numeric" },
  },
});

let knex: Knex;
let dataSource: DataSource;

/** As in the README. */
function toRunner(tx: PoolClient): QueryRunner {
  return Object.assign(dataSource.createQueryRunner(), { databaseConnection: tx });
}

type Write = (tx: PoolClient, event: Transaction) => Promise<unknown>;

const text = (amount: string, user: string) =>
  `INSERT INTO entries (amount, user_id) VALUES (${amount}, '${user}')`;

/** Writes the effect with each of them. */
const writers: Record<string, Write> = {
  "plain SQL": (tx, { amount, user_id }) =>
    tx.query("INSERT INTO entries (amount, user_id) VALUES ($1, $2)", [amount, user_id]),
  "a transaction in plain SQL": async (tx, { amount, user_id }) => {
    await tx.query("BEGIN");
    await tx.query(text(amount, user_id));
    await tx.query("COMMIT");
  },
  Drizzle: (tx, { amount, user_id }) => drizzle(tx).execute(drizzleSql.raw(text(amount, user_id))),
  "Drizzle's transaction": (tx, { amount, user_id }) =>
    drizzle(tx).transaction(async (outer) => {
      await outer.execute(drizzleSql.raw(text(amount, user_id)));
      await outer
        .transaction(async (inner) => {
          await inner.execute(drizzleSql.raw(text(amount, user_id)));
          inner.rollback();
        })
        .catch(() => undefined);
    }),
  Kysely: (tx, { amount, user_id }) => kyselySql.raw(text(amount, user_id)).execute(toKysely(tx)),
  "Kysely's transaction": (tx, { amount, user_id }) =>
    toKysely(tx)
      .transaction()
      .setIsolationLevel("read committed")
      .execute((inner) => kyselySql.raw(text(amount, user_id)).execute(inner)),
  "TypeORM's save": (tx, { amount, user_id }) =>
    toRunner(tx).manager.save(Entry, { amount, user_id }),
  "TypeORM's transaction": (tx, { amount, user_id }) =>
    toRunner(tx).manager.transaction("READ COMMITTED", (manager) =>
      manager.save(Entry, { amount, user_id }),
    ),
  Knex: async (tx, { amount, user_id }) =>
    await knex("entries").insert({ amount, user_id }).connection(tx),
  "Knex's transaction": (tx, { amount, user_id }) =>
    knex.transaction((inner) => inner("entries").insert({ amount, user_id }), {
      connection: tx,
    } as object),
};

// Guards against an ORM's own transaction on tx: decision 0012.
describeWithPostgres("pgInbox with query builders", () => {
  const { pool, settings } = openPool({ options: `-c search_path=${schema}` });
  const inbox = pgInbox({ pool, schema });

  beforeAll(async () => {
    await inbox.migrate();
    await pool.query(
      "CREATE TABLE entries (id serial, user_id text NOT NULL, amount numeric NOT NULL)",
    );
    const { host, port, user, database } = settings as Record<string, string>;
    knex = createKnex({ client: "pg" });
    dataSource = await new DataSource({
      type: "postgres",
      host,
      port: Number(port),
      username: user,
      database,
      entities: [Entry],
    } as never).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await knex.destroy();
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  describe.each(Object.entries(writers))("%s", (_name, write) => {
    it("credits once for 15 deliveries and a failure", async () => {
      const user = randomName();
      let isFirst = true;
      const receiver = createReceiver<undefined, PoolClient>({
        inbox,
        signaturePassword,
        onOutcome: () => undefined,
      });
      receiver.on("deposit.successful", async (event, { tx }) => {
        await write(tx, event);
        if (isFirst) {
          isFirst = false;
          throw new Error("The first call fails.");
        }
      });
      const event = exampleTransaction({ transaction_id: randomName(), user_id: user });
      const { method, headers, body } = signDelivery(event, { signaturePassword });
      const statuses: number[] = [];
      for (let i = 0; i < 15; i += 1) {
        const response = await receiver.receive({
          method,
          header: (name) => headers[name],
          body: async () => ({ form: "bytes", bytes: Buffer.from(body) }),
          request: undefined,
        });
        statuses.push(response.status);
      }
      expect(statuses).toEqual([500, ...Array<number>(14).fill(200)]);
      const { rows } = await pool.query(
        "SELECT count(*)::int, sum(amount)::text FROM entries WHERE user_id = $1",
        [user],
      );
      expect(rows).toEqual([{ count: 1, sum: "200.00" }]);
    });
  });
});
