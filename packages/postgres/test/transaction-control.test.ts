import { randomUUID } from "node:crypto";
import type { Client, PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { noServer, openPool } from "./server.js";
import { createApply, openServerStage, type ServerStage } from "./stage.js";

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  const kept = async () => ({ effects: await stage.effects(), records: await stage.records() });
  const nothing = { effects: [], records: 0 };

  beforeAll(async () => {
    stage = await openServerStage();
  });
  beforeEach(() => stage.clear());
  afterAll(() => stage.close());

  describe("a transaction within the handler's", () => {
    test("commits with the record", async () => {
      const { outcome } = await stage.apply(async (tx) => {
        expect((await tx.query("BEGIN")).command).toBe("BEGIN");
        await stage.write(tx, "a");
        expect((await tx.query("COMMIT")).command).toBe("COMMIT");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    test("rolls back alone, also after an error", async () => {
      const { outcome } = await stage.apply(async (tx) => {
        await stage.write(tx, "a");
        await tx.query("START TRANSACTION");
        await stage.write(tx, "b");
        await expect(tx.query("SELECT 1/0")).rejects.toThrow(/division/);
        expect((await tx.query("ROLLBACK")).command).toBe("ROLLBACK");
        await stage.write(tx, "c");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a", "c"], records: 1 });
    });

    test("nests, with savepoints between", async () => {
      await stage.apply(async (tx) => {
        for (const text of ["BEGIN", "SAVEPOINT a", "BEGIN"]) await tx.query(text);
        await stage.write(tx, "inner");
        for (const text of ["ROLLBACK", "RELEASE a"]) await tx.query(text);
        await stage.write(tx, "outer");
        await tx.query("COMMIT");
      });
      expect(await kept()).toEqual({ effects: ["outer"], records: 1 });
    });

    test("fails to commit when a statement in it failed", async () => {
      const { outcome, reason } = await stage.apply(async (tx) => {
        await tx.query("BEGIN");
        await tx.query("SELECT 1/0").catch(() => undefined);
        await tx.query("COMMIT");
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(/current transaction is aborted/);
      expect(await kept()).toEqual(nothing);
    });

    test("rolls back after its commit failed", async () => {
      await stage.apply(async (tx) => {
        await tx.query("BEGIN");
        await tx.query("SELECT 1/0").catch(() => undefined);
        await tx.query("COMMIT").catch(() => tx.query("ROLLBACK"));
        await stage.write(tx, "a");
      });
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    test("must not be left open", async () => {
      const { reason } = await stage.apply(async (tx) => {
        await tx.query("BEGIN");
        await stage.write(tx, "a");
      });
      expect(reason).toMatch(/transaction of its own open \(BEGIN without COMMIT/);
      expect(await kept()).toEqual(nothing);
    });

    test("is refused while another runs", async () => {
      const nested = async (tx: Parameters<typeof stage.write>[0], name: string) => {
        await tx.query("BEGIN");
        await stage.write(tx, name);
        await tx.query("COMMIT");
      };
      const { outcome, reason } = await stage.apply((tx) =>
        Promise.allSettled([nested(tx, "a"), nested(tx, "b")]),
      );
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/Run one after the other/),
      });
      expect(await kept()).toEqual(nothing);
    });

    test("cannot be ended by another handler", async () => {
      const { reason } = await stage.apply([(tx) => tx.query("BEGIN"), (tx) => tx.query("COMMIT")]);
      expect(reason).toMatch(/own open \(BEGIN without/);
      expect(await kept()).toEqual(nothing);
    });

    test("cannot be undone by an outer savepoint", async () => {
      const { reason } = await stage.apply(async (tx) => {
        for (const text of ["SAVEPOINT a", "BEGIN", "ROLLBACK TO a"]) await tx.query(text);
      });
      expect(reason).toMatch(/Savepoint "a" was refused.*still open/);
    });
  });

  test("refuses the savepoint of another handler", async () => {
    const { reason } = await stage.apply([
      async (tx) => {
        await tx.query("SAVEPOINT a");
        await stage.write(tx, "a");
      },
      (tx) => tx.query("ROLLBACK TO a"),
    ]);
    expect(reason).toMatch(/another handler set it/);
    expect(await kept()).toEqual(nothing);
  });

  test.each([
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
  ])("refuses %j, also when the handler hides it", async (text) => {
    const { outcome, reason } = await stage.apply(async (tx) => {
      await stage.write(tx, "before");
      await expect(tx.query(text)).rejects.toThrow(/refused, nothing was sent/);
      await stage.write(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/^EffectFailedError: .*refused, nothing was sent/);
    expect(await kept()).toEqual(nothing);
  });

  test.each(["DO $$ BEGIN COMMIT; END $$", "DISCARD ALL", "VACUUM", "CALL pg_temp.ends()"])(
    "keeps nothing after %j, which the server refuses",
    async (text) => {
      const { outcome } = await stage.apply(async (tx) => {
        await tx.query(
          "CREATE PROCEDURE pg_temp.ends() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
        );
        await stage.write(tx, "a");
        await expect(tx.query(text)).rejects.toThrow(/invalid transaction term|cannot run inside/);
      });
      expect(outcome).toBe("handler-failed");
      expect(await kept()).toEqual(nothing);
    },
  );

  test("closes the connection when the transaction has ended all the same", async () => {
    // Prepared before, under the protocol, COMMIT can be run by its name.
    const { outcome, reason } = await stage.apply(async (tx) => {
      const [client] = (stage.pool as unknown as { _clients: Client[] })._clients.slice(-1);
      await client?.query({ name: "ends", text: "COMMIT" });
      await stage.write(tx, "after");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/ended the inbox's transaction/),
    });
    expect(await kept()).toEqual(nothing);
  });

  test.each([
    "RESET ALL",
    "SET LOCAL search_path = pg_catalog",
    "SET search_path = pg_catalog",
    "SELECT set_config('search_path', 'pg_catalog', false)",
    "SET LOCAL synchronous_commit = off",
    "SET LOCAL ROLE pg_monitor",
    "SET ROLE pg_monitor",
    "LISTEN numipay",
    "SELECT pg_advisory_lock(4242)",
    "CREATE TEMP TABLE numipay_changes (a int)",
  ])("records after %j, and leaves nothing behind", async (text) => {
    const own = openPool({ max: 1 });
    try {
      const { apply } = createApply(postgresInbox({ pool: own.pool, schema: stage.schema }));
      const first = await apply(async (tx) => {
        await stage.write(tx, text);
        await tx.query(text);
      });
      expect(first).toMatchObject({ outcome: "processed" });
      const { rows } = await own.pool.query(
        "SELECT current_setting('search_path') AS path, current_setting('role') AS role, (SELECT count(*)::int FROM pg_locks WHERE objid = 4242) AS locks",
      );
      expect(rows).toEqual([{ path: '"$user", public', role: "none", locks: 0 }]);
      expect(await apply((tx) => stage.write(tx, "next"))).toMatchObject({ outcome: "processed" });
      expect(await kept()).toEqual({ effects: [text, "next"], records: 2 });
    } finally {
      await own.pool.end();
    }
  });

  test("records in the schema where the claim found the tables", async () => {
    const other = await openServerStage();
    const own = openPool({ max: 1, options: `-c search_path=${stage.schema}` });
    const { apply } = createApply(postgresInbox({ pool: own.pool }));
    const change = { id: randomUUID() };
    const handler = async (tx: PoolClient) => {
      await stage.write(tx, "a");
      await tx.query(`SET LOCAL search_path = "${other.schema}"`);
    };
    expect(await apply(handler, change)).toMatchObject({ outcome: "processed" });
    expect(await apply(handler, change)).toMatchObject({ outcome: "duplicate" });
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    expect(await other.records()).toBe(0);
    await own.pool.end();
    await other.close();
  });

  test("turns synchronous commit on again for the record", async () => {
    await stage.pool.query(
      `CREATE FUNCTION "${stage.schema}".note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO "${stage.schema}".effects (name) VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$`,
    );
    await stage.pool.query(
      `CREATE TRIGGER note BEFORE INSERT ON "${stage.schema}".numipay_changes FOR EACH ROW EXECUTE FUNCTION "${stage.schema}".note()`,
    );
    await stage.apply((tx) => tx.query("SET LOCAL synchronous_commit = off"));
    await stage.pool.query(`DROP FUNCTION "${stage.schema}".note() CASCADE`);
    expect(await kept()).toEqual({ effects: ["on"], records: 1 });
  });

  test("commits nothing when a trigger swallows the record", async () => {
    await stage.pool.query(
      `CREATE FUNCTION "${stage.schema}".swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    );
    await stage.pool.query(
      `CREATE TRIGGER swallow BEFORE INSERT ON "${stage.schema}".numipay_changes FOR EACH ROW EXECUTE FUNCTION "${stage.schema}".swallow()`,
    );
    const { outcome, reason } = await stage.apply((tx) => stage.write(tx, "a"));
    await stage.pool.query(`DROP FUNCTION "${stage.schema}".swallow() CASCADE`);
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/record could not be written/),
    });
    expect(await kept()).toEqual(nothing);
  });
});
