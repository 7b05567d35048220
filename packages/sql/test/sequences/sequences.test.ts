// Full run: NUMIPAY_SEQUENCES=20000 npx vitest run --project sql test/sequences
import { PGlite } from "@electric-sql/pglite";
import type { PoolClient } from "pg";
import Cursor from "pg-cursor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgInbox } from "../../src/pg.js";
import { pgliteInbox, type PgliteTransaction } from "../../src/pglite.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";
import { checkAll, runs, timeout } from "./check-all.js";
import type { Sender } from "./play-sequence.js";
import { postgresWords } from "./steps.js";

const schema = randomName();
const tables = `CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE ${schema}.effects (key text, effect integer);
CREATE TABLE ${schema}.parents (id integer PRIMARY KEY);
CREATE TABLE ${schema}.children (id integer REFERENCES ${schema}.parents DEFERRABLE INITIALLY DEFERRED)`;
const committed = `SELECT (SELECT array_agg(effect ORDER BY effect) FROM ${schema}.effects WHERE key = $1) AS effects,
  (SELECT count(*)::int FROM ${schema}.numipay_changes WHERE transaction_key = 'deposit:' || $1) AS records`;

const texts = {
  effect: (key: string, effect: number) =>
    `INSERT INTO ${schema}.effects VALUES ('${key}', ${effect})`,
  violation: `INSERT INTO ${schema}.children VALUES (1)`,
};

function toState(row: unknown): { effects: number[]; records: number } {
  const { effects, records } = row as { effects: number[] | null; records: number };
  return { effects: effects ?? [], records };
}

/** Sends a text with one of pg's query methods. */
const sendByClient: Sender<PoolClient>["send"] = (tx, text, way) => {
  // Detached from the client.
  const { query } = tx as {
    query: (this: void, text: string, values?: unknown[]) => Promise<unknown>;
  };
  switch (way) {
    case 1:
      return tx.query({ text, rowMode: "array" });
    case 2:
      return new Promise((resolve, reject) => {
        tx.query(text, (error: Error | null, result: unknown) =>
          error ? reject(error) : resolve(result),
        );
      });
    case 3:
      return tx.query({ name: text.slice(-40), text });
    case 4:
      return readCursor(tx, text);
    case 5:
      return query(text, []);
    default:
      return tx.query(text);
  }
};

async function readCursor(tx: PoolClient, text: string): Promise<unknown> {
  const cursor = tx.query(new Cursor(text));
  try {
    return await cursor.read(1);
  } finally {
    await cursor.close();
  }
}

const sendByPglite: Sender<PgliteTransaction>["send"] = (tx, text, way) => {
  if (way === 1) return tx.exec(text);
  if (way === 2) return tx.sql(Object.assign([text], { raw: [text] }));
  if (way === 3) return tx.transaction((inner) => inner.query(text));
  return tx.query(text);
};

describe("random handlers", () => {
  describeWithPostgres("on PostgreSQL", () => {
    const { pool } = openPool({ max: 2 });
    const inbox = pgInbox({ pool, schema });

    beforeAll(async () => {
      await inbox.migrate();
      await pool.query(tables);
    });

    afterAll(async () => {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    });

    it("commit effects and record together", { timeout }, async () => {
      const read = async (key: string) => toState((await pool.query(committed, [key])).rows[0]);
      const counts = await checkAll(
        { inbox, sender: { ...texts, send: sendByClient }, read },
        postgresWords,
      );
      expect(counts["processed"]).toBeGreaterThan(runs / 10);
    });
  });

  describe("on PGlite", () => {
    let db: PGlite;
    beforeAll(async () => {
      db = await PGlite.create();
    }, 120_000);
    afterAll(() => db.close());

    it("commit effects and record together", { timeout }, async () => {
      const inbox = pgliteInbox({ db, schema });
      await inbox.migrate();
      await db.exec(tables);
      const sender = { ...texts, send: sendByPglite, contained: [3] };
      const read = async (key: string) => toState((await db.query(committed, [key])).rows[0]);
      const counts = await checkAll({ inbox, sender, read }, postgresWords);
      expect(counts["processed"]).toBeGreaterThan(runs / 10);
    });
  });
});
