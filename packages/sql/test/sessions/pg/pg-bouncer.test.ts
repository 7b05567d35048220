import { randomUUID } from "node:crypto";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pgInbox, pgJournal } from "../../../src/pg.js";
import { toQueued } from "../library/outbox-store-cases.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, openProxy, randomName } from "../../server.js";
import { describeWithPgBouncer, startPgBouncer, type TestServer } from "../../start-servers.js";

describeWithPgBouncer("pgInbox behind PgBouncer", () => {
  describeWithPostgres("on a server", () => {
    const schema = randomName();
    const admin = openPool();
    let bouncer: TestServer;
    let pools: Pool[] = [];
    const open = (more: PoolConfig = {}): Pool => {
      const { port } = bouncer;
      const to = { host: "127.0.0.1", port, user: "postgres", database: "transaction" };
      const pool = new Pool({ ...to, max: 20, ...more });
      pool.on("error", () => undefined);
      pools.push(pool);
      return pool;
    };
    const handler = async (tx: PoolClient): Promise<void> => {
      await tx.query(`UPDATE "${schema}".effects SET balance = balance + 10`);
    };
    const readState = async () => {
      const { rows } = await admin.pool.query(
        `SELECT balance::int, (SELECT count(*)::int FROM "${schema}".numipay_changes) AS records FROM "${schema}".effects`,
      );
      return rows[0] as unknown;
    };

    beforeAll(async () => {
      bouncer = await startPgBouncer(admin.settings);
      // Two processes start at once.
      await Promise.all([open(), open()].map((pool) => pgInbox({ pool, schema }).migrate()));
      await admin.pool.query(`CREATE TABLE "${schema}".effects (balance numeric)`);
    }, 60_000);
    beforeEach(async () => {
      await admin.pool.query(`TRUNCATE "${schema}".effects, "${schema}".numipay_changes;
        INSERT INTO "${schema}".effects VALUES (0)`);
    });
    afterEach(async () => {
      for (const pool of pools) await pool.end();
      pools = [];
    });
    afterAll(async () => {
      await bouncer?.stop();
      await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.pool.end();
    });

    describe("in transaction mode", () => {
      it("applies changes of two processes once", async () => {
        const events = new Map();
        const applies = [open(), open()].map((pool) => {
          const inbox = pgInbox({ pool, schema, acquireTimeoutMs: 30_000 });
          return createApply(inbox, events).apply;
        });
        const ids = Array.from({ length: 50 }, () => randomUUID());
        const states = async () =>
          new Set(
            await Promise.all(
              applies.flatMap((apply) =>
                ids.map(async (id) => (await apply(handler, { id })).outcome),
              ),
            ),
          );
        // Each change arrives in both processes at once, and again after that.
        const first = await states();
        first.delete("processed");
        first.delete("duplicate");
        expect([...first].filter((outcome) => outcome !== "in-progress")).toEqual([]);
        expect(await states()).toEqual(new Set(["duplicate"]));
        expect(await readState()).toEqual({ balance: 500, records: 50 });
      });

      it("checks, reads and writes everything else", async () => {
        const inbox = pgInbox({ pool: open(), schema });
        await inbox.ping();
        await inbox.checkpoints.write("a", "1");
        expect(await inbox.checkpoints.read("a")).toBe("1");
        await inbox.addAccount("eu");
        expect([...(await inbox.accounts.read()).keys()]).toContain("eu");
        expect(await inbox.archive({ olderThan: new Date() })).toBe(0);
      });

      it("records and queues calls", async () => {
        const pool = open();
        const journal = pgJournal({ pool, schema });
        const { store } = journal;
        await journal.ping();
        const claims = Array.from({ length: 8 }, () => store.claim(toQueued("bounced"), 60_000));
        const states = (await Promise.all(claims)).map(({ state }) => state);
        expect(states.toSorted()).toEqual([...Array(7).fill("in-progress"), "new"]);
        const client = await pool.connect();
        await expect(store.enqueue(client, toQueued("queued"))).rejects.toThrow(
          "tx must be inside an open transaction",
        );
        await client.query("BEGIN");
        expect(await store.enqueue(client, toQueued("queued"))).toBe(true);
        await client.query("COMMIT");
        client.release();
        expect(await store.takeDue("queued", 10, 0)).toHaveLength(1);
      });

      it("keeps local settings and nested transactions apart", async () => {
        const { apply } = createApply(pgInbox({ pool: open(), schema }));
        const { outcome } = await apply(async (tx) => {
          await tx.query("SET LOCAL search_path = pg_catalog");
          await tx.query("BEGIN");
          await handler(tx);
          await tx.query("ROLLBACK");
          await handler(tx);
        });
        expect(outcome).toBe("processed");
        expect(await readState()).toEqual({ balance: 10, records: 1 });
        const { rows } = await open().query("SELECT current_setting('search_path') AS path");
        expect(rows).toEqual([{ path: '"$user", public' }]);
      });

      it("rolls back what a lost connection left open", async () => {
        const proxy = await openProxy({ port: bouncer.port });
        const { apply } = createApply(pgInbox({ pool: open({ port: proxy.port }), schema }));
        const id = randomUUID();
        const lost = await apply(
          async (tx) => {
            await handler(tx);
            proxy.cut();
            await handler(tx);
          },
          { id },
        );
        expect(lost.outcome).not.toBe("processed");
        proxy.restore();
        await expect.poll(async () => (await apply(handler, { id })).outcome).toBe("processed");
        expect(await readState()).toEqual({ balance: 10, records: 1 });
        await proxy.close();
      });

      // PgBouncer gives the server's connection to others, so the setting may outlive the handler.
      it("finds its tables after a handler's session settings", async () => {
        const inbox = pgInbox({ pool: open(), schema });
        const { apply } = createApply(inbox);
        for (let time = 0; time < 5; time += 1) {
          const { outcome } = await apply(async (tx) => {
            await tx.query("SET search_path = pg_catalog");
            await handler(tx);
          });
          expect(outcome).toBe("processed");
        }
        expect(await readState()).toEqual({ balance: 50, records: 5 });
      });
    });

    it("is unavailable in statement mode and says why", async () => {
      const inbox = pgInbox({ pool: open({ database: "statement" }), schema });
      const reason = "transaction blocks not allowed in statement pooling mode";
      await expect(inbox.ping()).rejects.toThrow(reason);
      const applied = await createApply(inbox).apply(() => undefined);
      expect(applied.outcome).toBe("inbox-unavailable");
      expect(applied.reason).toContain(reason);
    });
  });
});
