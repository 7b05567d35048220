import { createPool, type Pool } from "mysql2/promise";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mysqlInbox } from "../../../src/mysql2.js";
import { newChange } from "../../changes.js";
import { createApply } from "../../fixture.js";
import { describeWithOwnMariadb, startMariadb } from "../../start-mariadb.js";

// Settings of a whole server, which the shared one cannot have.
describeWithOwnMariadb("mysqlInbox on a server of its own", () => {
  let server: Awaited<ReturnType<typeof startMariadb>>;
  let admin: Pool;
  let pool: Pool;

  beforeAll(async () => {
    server = await startMariadb([
      "--innodb-rollback-on-timeout=ON",
      "--log-bin=log",
      "--binlog-format=MIXED",
      "--sql-mode=",
    ]);
    admin = createPool(server.settings);
    await mysqlInbox({ pool: admin }).migrate();
    await admin.query("CREATE TABLE effects (name varchar(9))");
    await admin.query("CREATE USER app@localhost");
    await admin.query("GRANT SELECT, INSERT, UPDATE ON test.* TO app@localhost");
    pool = createPool({ ...server.settings, user: "app" });
  }, 120_000);
  afterAll(async () => {
    await pool.end();
    await admin.end();
    await server.stop();
  });

  it("fails the health check while the server is read-only", async () => {
    const inbox = mysqlInbox({ pool });
    await inbox.ping();
    await admin.query("SET GLOBAL read_only = 1");
    const isReadOnly = /read-only: it may be a replica.*Connect the pool to the primary/;
    await expect(inbox.ping()).rejects.toThrow(isReadOnly);
    await expect(inbox.claim(newChange())).rejects.toThrow(isReadOnly);
    // Its user may write to a replica.
    await expect(mysqlInbox({ pool: admin }).ping()).rejects.toThrow(isReadOnly);
    await admin.query("SET GLOBAL read_only = 0");
    await inbox.ping();
    expect(await createApply(inbox).apply(() => undefined)).toMatchObject({ outcome: "processed" });
  });

  it("records nothing after a lock timeout that rolled back", async () => {
    const { apply } = createApply(mysqlInbox({ pool, lockTimeoutMs: 1000 }));
    await admin.query("INSERT INTO effects VALUES ('locked')");
    const rival = await admin.getConnection();
    await rival.beginTransaction();
    await rival.query("SELECT * FROM effects FOR UPDATE");
    const { outcome, reason } = await apply(async (tx) => {
      await tx.query("INSERT INTO numipay_marks VALUES ('a', 'b', UTC_TIMESTAMP())");
      await expect(tx.query("UPDATE effects SET name = 'mine'")).rejects.toThrow(/Lock wait/);
      await tx.query("INSERT INTO numipay_marks VALUES ('after', 'b', UTC_TIMESTAMP())");
    });
    await rival.rollback();
    rival.release();
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/transaction ended while the handler ran/),
    });
    const [rows] = await admin.query("SELECT name FROM numipay_marks");
    expect(rows).toEqual([]);
  });

  it("stores whole keys without strict mode", async () => {
    const inbox = mysqlInbox({ pool, keepContent: true });
    const keys = ["x", "y"].map((end) => `deposit:${"ä".repeat(600)}${end}`);
    for (const transactionKey of keys) {
      const one = newChange({ transactionKey, content: JSON.stringify("💶".repeat(100_000)) });
      const claim = await inbox.claim(one);
      if (claim.state !== "new") throw new Error(`The claim is ${claim.state}.`);
      expect(await inbox.complete(one, claim.lease)).toBe(true);
      expect((await inbox.claim(one)).state).toBe("duplicate");
      const [rows] = await admin.query(
        "SELECT MAX(CHAR_LENGTH(content)) AS longest FROM numipay_changes",
      );
      expect(rows).toEqual([{ longest: 100_002 }]);
    }
  });

  it("explains a binary log that cannot record it", async () => {
    const { apply } = createApply(mysqlInbox({ pool: createStatementPool() }));
    expect(await apply(() => undefined)).toMatchObject({
      outcome: "inbox-unavailable",
      reason: expect.stringMatching(/binlog_format is STATEMENT.*MIXED or ROW/),
    });
  });

  function createStatementPool(): Pool {
    const own = createPool(server.settings);
    own.pool.on("connection", (connection: { query: (text: string) => unknown }) => {
      connection.query("SET SESSION binlog_format = STATEMENT");
    });
    return own;
  }
});
