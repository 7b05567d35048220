// Full run: NUMIPAY_SEQUENCES=20000 npx vitest run --project sql test/sequences/library
import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { integer, pgSchema, text as textColumn } from "drizzle-orm/pg-core";
import createKnex, { type Knex } from "knex";
import type { EntityManager } from "typeorm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drizzleInbox } from "../../src/drizzle.js";
import type { SqlInbox } from "../../src/inbox/sql-inbox.js";
import { knexInbox } from "../../src/knex.js";
import { pgInbox } from "../../src/pg.js";
import { prismaInbox } from "../../src/prisma.js";
import { typeormInbox } from "../../src/typeorm.js";
import type { Prisma } from "../programs/generated/client.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";
import { unwrapped } from "../sessions/drizzle/unwrapped.js";
import type { LibrarySettings } from "../sessions/library/library-suite.js";
import { openPrisma } from "../programs/open-prisma.js";
import { createDataSource, Effect } from "../programs/data-source.js";
import { checkAll, libraryRuns, timeout } from "./check-all.js";
import { libraryWords } from "./library-words.js";
import type { Sender } from "./play-sequence.js";
import { postgresWords, type Words } from "./steps.js";

const { pool: admin, settings: allSettings } = openPool();
const schema = randomName();
const { host, port, user, database } = allSettings as LibrarySettings;
const settings = { host, port, user, database };
const ormSettings = { ...settings, password: "", application_name: schema };

const toName = ({ key, effect }: { key: string; effect: number }): string => `${key}/${effect}`;

/** What the senders of all libraries share. A model writes with one statement, or in a transaction of its own. */
const texts = {
  effect: (key: string, effect: number) =>
    `INSERT INTO ${schema}.effects (name) VALUES ('${toName({ key, effect })}')`,
  violation: `INSERT INTO ${schema}.children VALUES (1)`,
  singles: 1,
};

/** Reads what is committed of a change. */
async function read(key: string): Promise<{ effects: number[]; records: number }> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT name FROM ${schema}.effects WHERE starts_with(name, $1) ORDER BY id`,
    [`${key}/`],
  );
  const records = await admin.query(
    `SELECT FROM ${schema}.numipay_changes WHERE transaction_key = $1`,
    [`deposit:${key}`],
  );
  const effects = rows.map(({ name }) => Number(name.slice(key.length + 1)));
  return { effects: effects.toSorted((a, b) => a - b), records: records.rows.length };
}

/** A library under test. */
interface Library<Tx> {
  inbox: SqlInbox<Tx>;
  sender: Sender<Tx>;
  words: Words;
  close: () => Promise<unknown>;
}

function describeRandomHandlers<Tx>(name: string, open: () => Promise<Library<Tx>>): void {
  it(`commit effects and record together with ${name}`, { timeout }, async () => {
    const { inbox, sender, words, close } = await open();
    try {
      const counts = await checkAll({ inbox, sender, read }, words, libraryRuns);
      expect(counts["processed"]).toBeGreaterThan(libraryRuns / 10);
    } finally {
      await close();
    }
  });
}

describeWithPostgres("random handlers of libraries on PostgreSQL", () => {
  beforeAll(async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE ${schema}.effects (id serial PRIMARY KEY, name text);
CREATE TABLE ${schema}.parents (id integer PRIMARY KEY);
CREATE TABLE ${schema}.children (id integer REFERENCES ${schema}.parents DEFERRABLE INITIALLY DEFERRED)`);
  });
  afterAll(async () => {
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  });

  describeRandomHandlers<Knex.Transaction>("Knex", async () => {
    const log = { warn: () => undefined };
    const knex = createKnex({ client: "pg", connection: settings, pool: { min: 0, max: 3 }, log });
    return {
      inbox: knexInbox({ knex, schema }),
      words: libraryWords,
      sender: {
        ...texts,
        // batchInsert opens a transaction.
        contained: [4, 5],
        send: async (tx, text) => await tx.raw(text),
        async write(tx, name, way) {
          const row = { name: toName(name) };
          const table = tx.withSchema(schema).table("effects");
          if (way === 1) return await table.insert(row);
          if (way === 2) return await table.insert(row).returning("id");
          if (way === 3)
            return await knex("effects").withSchema(schema).insert(row).transacting(tx);
          return await tx.batchInsert(tx.ref("effects").withSchema(schema) as never, [row], 1);
        },
        nest: (tx, inside) => tx.transaction((inner) => inside(inner)),
      },
      close: () => knex.destroy(),
    };
  });

  describeRandomHandlers<NodePgDatabase>("Drizzle", async () => {
    const { pool } = openPool({ max: 3 });
    const effects = pgSchema(schema).table("effects", { id: integer(), name: textColumn() });
    return {
      inbox: drizzleInbox<NodePgDatabase>({
        client: pool,
        drizzle: (client) => drizzle(client),
        schema,
      }),
      words: postgresWords,
      sender: {
        ...texts,
        send: (tx, text) => unwrapped(tx.execute(sql.raw(text))),
        write(tx, name, way) {
          const insert = tx.insert(effects).values({ name: toName(name) });
          if (way === 1) return unwrapped(insert);
          if (way === 2) return unwrapped(insert.returning());
          return unwrapped(insert.prepare(`effects_${name.effect}`).execute());
        },
        nest: (tx, inside) => unwrapped(tx.transaction((inner) => inside(inner))),
      },
      close: () => pool.end(),
    };
  });

  describeRandomHandlers<Prisma.TransactionClient>("Prisma", async () => {
    const prisma = openPrisma("postgresql", { ...ormSettings, max: 3 }, schema);
    return {
      inbox: prismaInbox({ prisma, schema, maxHandlers: 2 }),
      words: libraryWords,
      sender: {
        ...texts,
        contained: [4, 5],
        send: (tx, text) =>
          /^SELECT/i.test(text) ? tx.$queryRawUnsafe(text) : tx.$executeRawUnsafe(text),
        write(tx, name, way) {
          const data = { name: toName(name) };
          if (way === 1) return tx.effect.create({ data });
          if (way === 2) return tx.effect.createMany({ data: [data] });
          if (way === 3) return tx.effect.createManyAndReturn({ data: [data] });
          return tx.$transaction([tx.effect.create({ data })]);
        },
        nest: (tx, inside) => tx.$transaction((inner) => inside(inner)),
      },
      close: () => prisma.$disconnect(),
    };
  });

  describeRandomHandlers<EntityManager>("TypeORM", async () => {
    const dataSource = await createDataSource(
      "postgres",
      { ...ormSettings, max: 3 },
      schema,
    ).initialize();
    return {
      inbox: typeormInbox({ dataSource, schema }),
      words: postgresWords,
      sender: {
        ...texts,
        // When its savepoint fails, TypeORM rolls back the level around it.
        nestsIntact: true,
        send: (tx, text) => tx.query(text),
        write(tx, name, way) {
          const row = { name: toName(name) };
          if (way === 1) return tx.insert(Effect, row);
          if (way === 2) return tx.getRepository(Effect).save(row);
          if (way === 3) return tx.createQueryBuilder().insert().into(Effect).values(row).execute();
          return tx.save(Effect, row);
        },
        nest: (tx, inside) => tx.transaction((inner) => inside(inner)),
      },
      close: () => dataSource.destroy(),
    };
  });
});
