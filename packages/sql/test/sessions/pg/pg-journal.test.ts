import { type ClientBase, Pool, type PoolConfig } from "pg";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { postgresIntents } from "../../../src/dialects/postgres/postgres-intents.js";
import { currentTransaction } from "../../../src/index.js";
import { pgInbox, pgJournal } from "../../../src/pg.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { describeJournal } from "../library/journal-suite.js";
import type { JournalUnderTest } from "../library/journal-under-test.js";
import { toQueued } from "../library/outbox-store-cases.js";
import { postgres } from "../library/postgres-under-test.js";

const pg: JournalUnderTest<ClientBase> = {
  entry: "pg",
  open(settings, options) {
    const pool = new Pool(settings);
    pool.on("error", () => undefined);
    return {
      journal: pgJournal({ pool, ...options }),
      inbox: pgInbox({ pool, ...options }),
      others: [pool],
      run: (tx, text) => tx.query(text),
      async transact(work) {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          const result = await work(client);
          await client.query("COMMIT");
          return result;
        } catch (error) {
          await client.query("ROLLBACK");
          throw error;
        } finally {
          client.release();
        }
      },
      async withoutTransaction(work) {
        const client = await pool.connect();
        try {
          await work(client);
        } finally {
          client.release();
        }
      },
      end: () => pool.end(),
    };
  },
};

describeJournal(pg, postgres);

describeWithPostgres("pgJournal", () => {
  const schema = randomName();
  const admin = openPool().pool;

  beforeAll(() => pgJournal({ pool: admin, schema }).migrate());
  afterAll(async () => {
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.end();
  });

  /** A pool that ends with the test. */
  const open = (config: PoolConfig): Pool => {
    const { pool } = openPool(config);
    onTestFinished(() => pool.end());
    return pool;
  };

  it("checks its tables and privileges", async () => {
    await pgJournal({ pool: admin, schema }).ping();
    const role = randomName();
    await admin.query(`CREATE ROLE "${role}" LOGIN; GRANT USAGE ON SCHEMA "${schema}" TO "${role}";
      GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`);
    try {
      const { pool } = openPool({ user: role });
      await expect(pgJournal({ pool, schema }).ping()).rejects.toThrow(
        "The inbox or the journal has no permission to use its tables",
      );
      await pool.end();
    } finally {
      await admin.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
  });

  it("names the transaction that keeps the last connection", async () => {
    const pool = open({ max: 1 });
    const { store } = pgJournal({ pool, schema, acquireTimeoutMs: 50 });
    const client = await pool.connect();
    await client.query("BEGIN");
    await expect(store.claim(toQueued("starved"), 1000)).rejects.toThrow(
      /^Timed out after 50 ms .*If the call was made inside an open transaction or a webhook handler, that one keeps a connection/,
    );
    await client.query("COMMIT");
    client.release();
  });

  it("names the handler that keeps the last connection", async () => {
    const pool = open({ max: 1 });
    const { store } = pgJournal({ pool, schema, acquireTimeoutMs: 50 });
    const { apply } = createApply(pgInbox({ pool, schema }));
    expect(currentTransaction()).toBeUndefined();
    const { reason } = await apply(() =>
      store.claim(toQueued("starved"), 1000).then(() => undefined),
    );
    expect(reason).toContain("The call was made inside a webhook handler, whose transaction keeps");
  });

  it("commits a claim to the disk if synchronous_commit is off", async () => {
    const client = await open({ options: "-c synchronous_commit=off" }).connect();
    const intents = postgresIntents({ schema });
    for (const [statements, expected] of [
      [["SELECT 1"], "off"],
      [intents.claim(toQueued("durable"), 1000).statements, "on"],
    ] as const) {
      await client.query("BEGIN");
      for (const statement of statements) await client.query(statement);
      const { rows } = await client.query("SHOW synchronous_commit");
      expect(rows).toEqual([{ synchronous_commit: expected }]);
      await client.query("COMMIT");
    }
    client.release();
  });

  it("returns times in UTC in every session", async () => {
    const pool = open({ options: "-c timezone=Asia/Tokyo -c datestyle=German" });
    const { store } = pgJournal({ pool, schema });
    const before = Date.now();
    await store.claim(toQueued("tokyo"), 60_000);
    const { recordedAt = "" } = (await store.read(toQueued("tokyo"))) ?? {};
    expect(Math.abs(Date.parse(recordedAt) - before)).toBeLessThan(60_000);
    expect((await store.claim(toQueued("tokyo"), 1000)).state).toBe("in-progress");
  });

  it("works where the default isolation level is serializable", async () => {
    const pool = open({ options: "-c default_transaction_isolation=serializable" });
    const { store } = pgJournal({ pool, schema });
    const claims = Array.from({ length: 10 }, () => store.claim(toQueued("serial"), 60_000));
    const states = (await Promise.all(claims)).map(({ state }) => state);
    expect(states.toSorted()).toEqual([...Array(9).fill("in-progress"), "new"]);
  });
});
