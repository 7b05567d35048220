import { createPool, type PoolConnection, raw } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mysqlInbox } from "../../../src/mysql2.js";
import { createApply } from "../../fixture.js";
import { type MysqlFixture, openMysqlFixture } from "../../mysql-fixture.js";
import { describeWithMysql } from "../../mysql-server.js";

// Guards against a handler that ends the inbox's transaction: decisions 0012 and 0035.
describeWithMysql("transaction control on tx in MariaDB", () => {
  let fixture: MysqlFixture;
  const kept = async () => ({ effects: await fixture.effects(), records: await fixture.records() });
  const nothing = { effects: [], records: 0 };

  beforeAll(async () => {
    fixture = await openMysqlFixture({}, { multipleStatements: true });
    await fixture.admin.query("CREATE PROCEDURE ends() BEGIN COMMIT; END");
    await fixture.admin.query(
      "CREATE FUNCTION pays(n varchar(20)) RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO effects (name) VALUES (n); RETURN 1; END",
    );
    await fixture.admin.query("CREATE TABLE accounts (id int PRIMARY KEY, balance int)");
    await fixture.admin.query("INSERT INTO accounts VALUES (1, 0), (2, 0)");
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  describe("in a nested transaction", () => {
    it("commits with the record", async () => {
      const { outcome, reason } = await fixture.apply(async (tx) => {
        await tx.beginTransaction();
        await fixture.write(tx, "a");
        await tx.commit();
        await tx.query("BEGIN");
        await fixture.write(tx, "b");
        await tx.execute("COMMIT");
      });
      expect({ outcome, reason }).toMatchObject({ outcome: "processed" });
      expect(await kept()).toEqual({ effects: ["a", "b"], records: 1 });
    });

    it("rolls back only the nested part", async () => {
      const { outcome } = await fixture.apply(async (tx) => {
        await fixture.write(tx, "a");
        await tx.beginTransaction();
        await fixture.write(tx, "b");
        await tx.rollback();
        await tx.query("START TRANSACTION");
        await fixture.write(tx, "c");
        await tx.query("ROLLBACK");
        await fixture.write(tx, "d");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a", "d"], records: 1 });
    });

    it("supports savepoints between levels", async () => {
      await fixture.apply(async (tx) => {
        for (const text of ["BEGIN", "SAVEPOINT a", "BEGIN"]) await tx.query(text);
        await fixture.write(tx, "inner");
        for (const text of ["ROLLBACK", "RELEASE SAVEPOINT A"]) await tx.query(text);
        await fixture.write(tx, "outer");
        await tx.query("COMMIT");
      });
      expect(await kept()).toEqual({ effects: ["outer"], records: 1 });
    });

    it("fails if the handler leaves it open", async () => {
      const { reason } = await fixture.apply(async (tx) => {
        await tx.beginTransaction();
        await fixture.write(tx, "a");
      });
      expect(reason).toMatch(/own transaction still open/);
      expect(await kept()).toEqual(nothing);
    });

    it("cannot commit another handler's transaction", async () => {
      await fixture.apply([(tx) => tx.beginTransaction(), (tx) => tx.commit()]);
      expect(await kept()).toEqual(nothing);
    });
  });

  it("keeps the rest after a failed statement", async () => {
    const { outcome } = await fixture.apply(async (tx) => {
      await fixture.write(tx, "a");
      await expect(fixture.write(tx, "a")).rejects.toThrow(/Duplicate entry/);
    });
    expect(outcome).toBe("processed");
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
  });

  it("reports a violated constraint as the handler's failure", async () => {
    await fixture.write(fixture.admin, "taken");
    const { outcome, reason } = await fixture.apply(async (tx) => {
      await fixture.write(tx, "a");
      await fixture.write(tx, "taken");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/Duplicate entry/),
    });
    expect(await kept()).toEqual({ effects: ["taken"], records: 0 });
  });

  const rejected: [string, (tx: PoolConnection) => Promise<unknown>][] = [
    ...[
      "COMMIT",
      "ROLLBACK",
      "SET autocommit = 1",
      "TRUNCATE effects",
      "CREATE TABLE other (a int)",
      "LOCK TABLES effects WRITE",
      "SELECT 1; COMMIT",
      "/*!50000 COMMIT */",
      "CALL ends()",
      "CREATE TEMPORARY TABLE `Numipay_changes` LIKE numipay_changes",
      "EXECUTE IMMEDIATE 'COMMIT'",
      String.raw`SELECT 'a\'; COMMIT; -- '`,
    ].map((text): [string, (tx: PoolConnection) => Promise<unknown>] => [
      text,
      (tx) => tx.query(text),
    ]),
    ["tx.commit()", (tx) => tx.commit()],
    ["tx.rollback()", (tx) => tx.rollback()],
    ["a prepared TRUNCATE", (tx) => tx.prepare("TRUNCATE effects")],
    ["an executed CALL", (tx) => tx.execute({ sql: "CALL ends()" })],
    ["SQL in a value", (tx) => tx.query("SELECT ?", [raw("1; COMMIT")])],
    ["SQL as a value", (tx) => tx.query({ sql: "?", values: [raw("COMMIT")] })],
    ["a query without text", (tx) => tx.query({} as never)],
  ];
  it.each(rejected)("rejects %s, even if the error is caught", async (_name, run) => {
    const { outcome, reason } = await fixture.apply(async (tx) => {
      await fixture.write(tx, "before");
      await expect(run(tx)).rejects.toThrow(/rejected and not sent/);
      await fixture.write(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/rejected and not sent/);
    expect(await kept()).toEqual(nothing);
  });

  it("offers no other way to the connection", async () => {
    await fixture.apply(async (tx) => {
      expect(() => tx.connection).toThrow(/not available in a handler/);
      for (const name of ["end", "destroy", "reset", "changeUser", "on", "pause"] as const) {
        expect(() => (tx[name] as () => unknown)()).toThrow(/not available in a handler/);
      }
      expect(tx.escape("a'b")).toBe(String.raw`'a\'b'`);
      tx.release();
      await tx.ping();
    });
    expect(await kept()).toEqual({ effects: [], records: 1 });
  });

  it("runs a function that writes", async () => {
    await fixture.apply((tx) => tx.query("SELECT pays('a')"));
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
  });

  it("runs prepared statements with values", async () => {
    const { reason } = await fixture.apply(async (tx) => {
      const statement = await tx.prepare("INSERT INTO effects (name) VALUES (?)");
      await statement.execute(["a"]);
      await statement.close();
      await tx.execute("INSERT INTO effects (name) VALUES (CONCAT(?, ''))", ["b"]);
    });
    expect(reason).toBe("undefined");
    expect(await kept()).toEqual({ effects: ["a", "b"], records: 1 });
  });

  it.each(["CALL ends()", "COMMIT", "ROLLBACK", "CREATE TABLE IF NOT EXISTS numipay_ddl (a int)"])(
    "records nothing after an unchecked %j",
    async (text) => {
      const id = `torn ${text}`;
      const connections = fixture.opened.connections;
      const { outcome, reason } = await fixture.apply(
        async (tx) => {
          await fixture.write(tx, "before");
          await connections.get(tx.threadId)?.query(text);
          await fixture.write(tx, "after");
        },
        { id },
      );
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/transaction ended while the handler ran/),
      });
      const isKept = text !== "ROLLBACK";
      expect(await kept()).toEqual({ effects: isKept ? ["before"] : [], records: 0 });
      // What was committed without a record is not applied again.
      const again = await fixture.apply((tx) => fixture.write(tx, "again"), { id });
      expect(again).toMatchObject(
        isKept
          ? {
              outcome: "inbox-unavailable",
              reason: expect.stringMatching(/committed the inbox's transaction without/),
            }
          : { outcome: "processed" },
      );
    },
  );

  describe("after a deadlock", () => {
    /** Runs a handler that is the victim of a deadlock, and then goes on. */
    async function loseDeadlock(then: (tx: PoolConnection) => Promise<unknown>) {
      const rival = await fixture.admin.getConnection();
      await rival.beginTransaction();
      // The transaction that changed more rows is not the victim.
      await rival.query("UPDATE accounts SET balance = balance + 1 WHERE id = 2");
      for (let n = 0; n < 30; n += 1)
        await rival.query("INSERT INTO accounts VALUES (?, 0)", [100 + n]);
      try {
        return await fixture.apply(async (tx) => {
          await fixture.write(tx, "before");
          await tx.query("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
          const waits = rival.query("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
          await tx
            .query("UPDATE accounts SET balance = balance + 1 WHERE id = 2")
            .catch((error: unknown) => {
              expect(error).toMatchObject({ errno: 1213 });
            });
          await waits;
          return then(tx);
        });
      } finally {
        await rival.rollback();
        rival.release();
      }
    }

    it("commits nothing that follows and reports the inbox", async () => {
      const { outcome, reason } = await loseDeadlock(async (tx) => {
        await fixture.write(tx, "after").catch(() => undefined);
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/Deadlock found/),
      });
      expect(await kept()).toEqual(nothing);
    });

    it("is not reported as the handler's failure", async () => {
      const { outcome } = await loseDeadlock(async () => {
        throw new Error("The transfer failed.");
      });
      expect(outcome).toBe("inbox-unavailable");
      expect(await kept()).toEqual(nothing);
    });

    it("commits nothing that bypasses tx", async () => {
      const { outcome } = await loseDeadlock(async (tx) => {
        await fixture.opened.connections
          .get(tx.threadId)
          ?.query("INSERT INTO effects (name) VALUES ('bypassed')");
      });
      expect(outcome).toBe("inbox-unavailable");
      expect(await kept()).toEqual(nothing);
    });
  });

  it.each([
    "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'",
    "SET NAMES latin1",
    "SET time_zone = '+05:45'",
    "SET completion_type = 2",
    "USE information_schema",
    "SELECT GET_LOCK('numipay_test', 0)",
    "CREATE TEMPORARY TABLE other (a int)",
  ])("records after %j without side effects", async (text) => {
    const pool = createPool({ ...fixture.opened.settings, connectionLimit: 1 });
    try {
      const { apply } = createApply(mysqlInbox({ pool, database: fixture.database }));
      const first = await apply(async (tx) => {
        await fixture.write(tx, text);
        await tx.query(text);
      });
      expect(first).toMatchObject({ outcome: "processed" });
      const [rows] = await pool.query(
        "SELECT @@autocommit AS auto, @@time_zone AS zone, @@character_set_client AS charset, DATABASE() AS db, IS_FREE_LOCK('numipay_test') AS free",
      );
      expect(rows).toEqual([
        { auto: 1, zone: "SYSTEM", charset: "utf8mb4", db: fixture.database, free: 1 },
      ]);
      expect(await apply((tx) => fixture.write(tx, "next"))).toMatchObject({
        outcome: "processed",
      });
    } finally {
      await pool.end();
    }
  });
});
