// Guards against transactions that users open within a handler, and against handlers of ORMs that fail once: each delivery used to
// leave an effect, or none at all.
import { type HandlerReturn, numipayWebhook } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import createKnex from "knex";
import { Kysely, PostgresDialect, type PostgresPool, sql as kyselySql } from "kysely";
import type { Pool, PoolClient } from "pg";
import postgres from "postgres";
import type { EntityManager } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drizzleInbox } from "../../src/drizzle.js";
import type { SqlInbox } from "../../src/inbox/sql-inbox.js";
import { knexInbox } from "../../src/knex.js";
import { kyselyInbox } from "../../src/kysely.js";
import { pgInbox } from "../../src/pg.js";
import { postgresJsInbox } from "../../src/postgres-js.js";
import { prismaInbox } from "../../src/prisma.js";
import { typeormInbox } from "../../src/typeorm.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";
import type { LibrarySettings } from "./library/library-suite.js";
import { openPrisma } from "../programs/open-prisma.js";
import { createDataSource, Effect } from "../programs/data-source.js";

const signaturePassword = "a-password-for-these-tests-alone";
/** How often the gateway sends a webhook. */
const attempts = 15;
const schema = randomName();
const { pool: admin, settings: allSettings } = openPool();
const { host, port, user, database } = allSettings as LibrarySettings;
const settings = { host, port, user, database };
const ormSettings = { ...settings, password: "", application_name: schema };

/** An inbox, and a handler that writes an effect in a transaction of its library. */
interface Shop<Tx> {
  inbox: SqlInbox<Tx>;
  write: (tx: Tx, name: string) => unknown;
  close: () => Promise<unknown>;
}

const toInsert = (name: string): string =>
  `INSERT INTO ${schema}.effects (name) VALUES ('${name}')`;

/** A transaction of a query builder on the client that a handler of `pg` gets. */
function onPg(write: Shop<PoolClient>["write"]): () => Promise<Shop<PoolClient>> {
  return async () => {
    const { pool } = openPool();
    return { inbox: pgInbox({ pool, schema }), write, close: () => pool.end() };
  };
}

/** Kysely on one client. */
function toKysely(tx: PoolClient): Kysely<object> {
  const client = { query: tx.query.bind(tx), release: () => undefined };
  const pool = { connect: async () => client, end: async () => undefined } as unknown;
  return new Kysely({ dialect: new PostgresDialect({ pool: pool as PostgresPool }) });
}

function describeShop<Tx>(name: string, open: () => Promise<Shop<Tx>>): void {
  describe(name, () => {
    let shop: Shop<Tx>;
    beforeAll(async () => {
      shop = await open();
    });
    afterAll(() => shop.close());

    /** A webhook whose handler throws after its effect, as often as it is given. */
    function openWebhook(failures = 0): (id: string) => Promise<number> {
      let left = failures;
      const webhook = numipayWebhook({
        signaturePassword,
        inbox: shop.inbox,
        onOutcome: () => undefined,
      });
      const handle = async (tx: Tx, id: string): Promise<void> => {
        await shop.write(tx, id);
        left -= 1;
        if (left >= 0) throw new Error("The handler fails.");
      };
      webhook.on(
        "deposit.successful",
        (event, { tx }) => handle(tx, event.transaction_id) as HandlerReturn<Tx>,
      );
      return async (id) => {
        const event = exampleTransaction({ transaction_id: id });
        const delivery = signDelivery(event, { signaturePassword });
        const { status } = await webhook.fetch(new Request("http://shop.test/", delivery));
        return status;
      };
    }
    async function count(id: string): Promise<number> {
      const { rows } = await admin.query(`SELECT FROM ${schema}.effects WHERE name = $1`, [id]);
      return rows.length;
    }

    it("leaves one effect after every attempt of the gateway", async () => {
      const id = randomName();
      const deliver = openWebhook();
      for (let attempt = 1; attempt <= attempts; attempt += 1) expect(await deliver(id)).toBe(200);
      expect(await count(id)).toBe(1);
    });

    it("leaves one effect if the handler fails first", async () => {
      const id = randomName();
      const deliver = openWebhook(1);
      expect([await deliver(id), await count(id)]).toEqual([500, 0]);
      expect([await deliver(id), await deliver(id), await count(id)]).toEqual([200, 200, 1]);
    });

    it("leaves one effect of deliveries at once", async () => {
      const id = randomName();
      const deliver = openWebhook();
      const statuses = await Promise.all(Array.from({ length: 8 }, () => deliver(id)));
      expect(statuses).toContain(200);
      expect(await count(id)).toBe(1);
    });
  });
}

describeWithPostgres("a transaction of the library in a handler", () => {
  beforeAll(async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE ${schema}.effects (id serial PRIMARY KEY, name text)`);
  });
  afterAll(async () => {
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  });

  describeShop(
    "of Drizzle on pg",
    onPg((tx, name) =>
      drizzle(tx as unknown as Pool).transaction((inner) => inner.execute(sql.raw(toInsert(name)))),
    ),
  );

  describeShop(
    "of Kysely on pg",
    onPg((tx, name) =>
      toKysely(tx)
        .transaction()
        .execute((inner) => kyselySql.raw(toInsert(name)).execute(inner)),
    ),
  );

  describeShop("of Drizzle", async () => {
    const { pool } = openPool();
    const inbox = drizzleInbox({ client: pool, drizzle: (client) => drizzle(client), schema });
    return {
      inbox,
      write: (tx, name) => tx.transaction((inner) => inner.execute(sql.raw(toInsert(name)))),
      close: () => pool.end(),
    };
  });

  describeShop("of Kysely", async () => {
    const { pool } = openPool();
    const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) });
    return {
      inbox: kyselyInbox({ db, pool, schema }),
      async write(tx, name) {
        const inner = await tx.savepoint("nested").execute();
        await kyselySql.raw(toInsert(name)).execute(inner);
        await inner.releaseSavepoint("nested").execute();
      },
      close: () => db.destroy(),
    };
  });

  describeShop("of Knex", async () => {
    const knex = createKnex({ client: "pg", connection: settings, pool: { min: 0, max: 10 } });
    return {
      inbox: knexInbox({ knex, schema }),
      write: (tx, name) =>
        tx.transaction((inner) => inner.withSchema(schema).table("effects").insert({ name })),
      close: () => knex.destroy(),
    };
  });

  describeShop("of postgres.js", async () => {
    const client = postgres({ ...settings, max: 10 });
    return {
      inbox: postgresJsInbox({ sql: client, schema }),
      write: (tx, name) => tx.savepoint((inner) => inner.unsafe(toInsert(name))),
      close: () => client.end(),
    };
  });

  describeShop("of Prisma", async () => {
    const prisma = openPrisma("postgresql", { ...ormSettings, max: 10 }, schema);
    return {
      inbox: prismaInbox({ prisma, schema, maxHandlers: 9 }),
      write: (tx, name) => tx.$transaction((inner) => inner.effect.create({ data: { name } })),
      close: () => prisma.$disconnect(),
    };
  });

  describeShop<EntityManager>("of TypeORM", async () => {
    const dataSource = await createDataSource(
      "postgres",
      { ...ormSettings, max: 10 },
      schema,
    ).initialize();
    return {
      inbox: typeormInbox({ dataSource, schema }),
      // `save` opens a transaction of its own.
      write: (tx, name) => tx.transaction((inner) => inner.save(Effect, { name })),
      close: () => dataSource.destroy(),
    };
  });
});
