import { randomUUID } from "node:crypto";
import type { Client, PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pgInbox } from "../../src/pg.js";
import { describeWithPostgres, openPool } from "../server.js";
import { createApply, openServerFixture, type ServerFixture } from "../fixture.js";

// Guards against a handler that ends or resets the inbox's transaction: decision 0012.
describeWithPostgres("transaction control on tx", () => {
  let fixture: ServerFixture;
  const kept = async () => ({ effects: await fixture.effects(), records: await fixture.records() });
  const nothing = { effects: [], records: 0 };

  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  describe("in a nested transaction", () => {
    it("commits with the record", async () => {
      const { outcome } = await fixture.apply(async (tx) => {
        expect((await tx.query("BEGIN")).command).toBe("BEGIN");
        await fixture.write(tx, "a");
        expect((await tx.query("COMMIT")).command).toBe("COMMIT");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    it("rolls back only the nested part", async () => {
      const { outcome } = await fixture.apply(async (tx) => {
        await fixture.write(tx, "a");
        await tx.query("START TRANSACTION");
        await fixture.write(tx, "b");
        await expect(tx.query("SELECT 1/0")).rejects.toThrow(/division/);
        expect((await tx.query("ROLLBACK")).command).toBe("ROLLBACK");
        await fixture.write(tx, "c");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a", "c"], records: 1 });
    });

    it("supports savepoints between levels", async () => {
      await fixture.apply(async (tx) => {
        for (const text of ["BEGIN", "SAVEPOINT a", "BEGIN"]) await tx.query(text);
        await fixture.write(tx, "inner");
        for (const text of ["ROLLBACK", "RELEASE a"]) await tx.query(text);
        await fixture.write(tx, "outer");
        await tx.query("COMMIT");
      });
      expect(await kept()).toEqual({ effects: ["outer"], records: 1 });
    });

    it("cannot commit after a failed statement", async () => {
      const { outcome, reason } = await fixture.apply(async (tx) => {
        await tx.query("BEGIN");
        await tx.query("SELECT 1/0").catch(() => undefined);
        await tx.query("COMMIT");
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(/current transaction is aborted/);
      expect(await kept()).toEqual(nothing);
    });

    it("rolls back after a failed commit", async () => {
      await fixture.apply(async (tx) => {
        await tx.query("BEGIN");
        await tx.query("SELECT 1/0").catch(() => undefined);
        await tx.query("COMMIT").catch(() => tx.query("ROLLBACK"));
        await fixture.write(tx, "a");
      });
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    it("fails if the handler leaves it open", async () => {
      const { reason } = await fixture.apply(async (tx) => {
        await tx.query("BEGIN");
        await fixture.write(tx, "a");
      });
      expect(reason).toMatch(/own transaction still open \(BEGIN without COMMIT/);
      expect(await kept()).toEqual(nothing);
    });

    it("rejects a concurrent nested transaction", async () => {
      const nested = async (tx: Parameters<typeof fixture.write>[0], name: string) => {
        await tx.query("BEGIN");
        await fixture.write(tx, name);
        await tx.query("COMMIT");
      };
      const { outcome, reason } = await fixture.apply((tx) =>
        Promise.allSettled([nested(tx, "a"), nested(tx, "b")]),
      );
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/Run them one after another/),
      });
      expect(await kept()).toEqual(nothing);
    });

    it("cannot commit another handler's transaction", async () => {
      const { reason } = await fixture.apply([
        (tx) => tx.query("BEGIN"),
        (tx) => tx.query("COMMIT"),
      ]);
      expect(reason).toMatch(/still open \(BEGIN without/);
      expect(await kept()).toEqual(nothing);
    });

    it("cannot roll back to an outer savepoint", async () => {
      const { reason } = await fixture.apply(async (tx) => {
        for (const text of ["SAVEPOINT a", "BEGIN", "ROLLBACK TO a"]) await tx.query(text);
      });
      expect(reason).toMatch(/Savepoint "a" was rejected.*still open/);
    });
  });

  it("rejects another handler's savepoint", async () => {
    const { reason } = await fixture.apply([
      async (tx) => {
        await tx.query("SAVEPOINT a");
        await fixture.write(tx, "a");
      },
      (tx) => tx.query("ROLLBACK TO a"),
    ]);
    expect(reason).toMatch(/another handler set it/);
    expect(await kept()).toEqual(nothing);
  });

  it.each([
    "COMMIT",
    "ROLLBACK",
    "end",
    "abort work",
    "/* ; */ COMMIT -- now",
    "COMMIT AND CHAIN",
    "ROLLBACK; BEGIN",
    "SELECT 1; COMMIT",
    "PREPARE TRANSACTION 'x'",
    String.raw`SELECT 'a\'; COMMIT; --'`,
    "BEGIN READ ONLY",
  ])("rejects %j, even if the error is caught", async (text) => {
    const { outcome, reason } = await fixture.apply(async (tx) => {
      await fixture.write(tx, "before");
      await expect(tx.query(text)).rejects.toThrow(/rejected and not sent/);
      await fixture.write(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/^EffectFailedError: .*rejected and not sent/);
    expect(await kept()).toEqual(nothing);
  });

  it.each(["DO $$ BEGIN COMMIT; END $$", "DISCARD ALL", "VACUUM", "CALL pg_temp.ends()"])(
    "keeps nothing after %j, which the server rejects",
    async (text) => {
      const { outcome } = await fixture.apply(async (tx) => {
        await tx.query(
          "CREATE PROCEDURE pg_temp.ends() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
        );
        await fixture.write(tx, "a");
        await expect(tx.query(text)).rejects.toThrow(/invalid transaction term|cannot run inside/);
      });
      expect(outcome).toBe("handler-failed");
      expect(await kept()).toEqual(nothing);
    },
  );

  it("closes the connection when the transaction ended anyway", async () => {
    // A prepared COMMIT that bypasses tx.
    const { outcome, reason } = await fixture.apply(async (tx) => {
      const [client] = (fixture.pool as unknown as { _clients: Client[] })._clients.slice(-1);
      await client?.query({ name: "ends", text: "COMMIT" });
      await fixture.write(tx, "after");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/ended the inbox's transaction/),
    });
    expect(await kept()).toEqual(nothing);
  });

  it.each([
    "RESET ALL",
    "SET LOCAL search_path = pg_catalog",
    "SET search_path = pg_catalog",
    "SELECT set_config('search_path', 'pg_catalog', false)",
    "SET LOCAL synchronous_commit = off",
    "SET LOCAL ROLE pg_monitor",
    "SET ROLE pg_monitor",
    "LISTEN events",
    "SELECT pg_advisory_lock(4242)",
    "CREATE TEMP TABLE numipay_changes (a int)",
  ])("records after %j without side effects", async (text) => {
    const own = openPool({ max: 1 });
    try {
      const { apply } = createApply(pgInbox({ pool: own.pool, schema: fixture.schema }));
      const first = await apply(async (tx) => {
        await fixture.write(tx, text);
        await tx.query(text);
      });
      expect(first).toMatchObject({ outcome: "processed" });
      const { rows } = await own.pool.query(
        "SELECT current_setting('search_path') AS path, current_setting('role') AS role, (SELECT count(*)::int FROM pg_locks WHERE objid = 4242) AS locks",
      );
      expect(rows).toEqual([{ path: '"$user", public', role: "none", locks: 0 }]);
      expect(await apply((tx) => fixture.write(tx, "next"))).toMatchObject({
        outcome: "processed",
      });
      expect(await kept()).toEqual({ effects: [text, "next"], records: 2 });
    } finally {
      await own.pool.end();
    }
  });

  it("records in the claim's schema", async () => {
    const other = await openServerFixture();
    const own = openPool({ max: 1, options: `-c search_path=${fixture.schema}` });
    const { apply } = createApply(pgInbox({ pool: own.pool }));
    const change = { id: randomUUID() };
    const handler = async (tx: PoolClient) => {
      await fixture.write(tx, "a");
      await tx.query(`SET LOCAL search_path = "${other.schema}"`);
    };
    expect(await apply(handler, change)).toMatchObject({ outcome: "processed" });
    expect(await apply(handler, change)).toMatchObject({ outcome: "duplicate" });
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    expect(await other.records()).toBe(0);
    await own.pool.end();
    await other.close();
  });

  it("restores synchronous_commit for the record", async () => {
    await fixture.pool.query(
      `CREATE FUNCTION "${fixture.schema}".note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO "${fixture.schema}".effects (name) VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$`,
    );
    await fixture.pool.query(
      `CREATE TRIGGER note BEFORE INSERT ON "${fixture.schema}".numipay_changes FOR EACH ROW EXECUTE FUNCTION "${fixture.schema}".note()`,
    );
    await fixture.apply((tx) => tx.query("SET LOCAL synchronous_commit = off"));
    await fixture.pool.query(`DROP FUNCTION "${fixture.schema}".note() CASCADE`);
    expect(await kept()).toEqual({ effects: ["on"], records: 1 });
  });

  it("commits nothing if a trigger suppresses the record", async () => {
    await fixture.pool.query(
      `CREATE FUNCTION "${fixture.schema}".swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    );
    await fixture.pool.query(
      `CREATE TRIGGER swallow BEFORE INSERT ON "${fixture.schema}".numipay_changes FOR EACH ROW EXECUTE FUNCTION "${fixture.schema}".swallow()`,
    );
    const { outcome, reason } = await fixture.apply((tx) => fixture.write(tx, "a"));
    await fixture.pool.query(`DROP FUNCTION "${fixture.schema}".swallow() CASCADE`);
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/record could not be written/),
    });
    expect(await kept()).toEqual(nothing);
  });
});
