import { createPool } from "mysql2/promise";
import { beforeAll, describe, expect, it } from "vitest";
import { mysqlSettings } from "../../mysql-server.js";
import { type LibraryFixture, nothing } from "./library-fixture.js";

/** What only MariaDB has: decision 0035. */
export function describeMariadb<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept, open } = fixture;

  describe("in MariaDB", () => {
    it("keeps the rest after a failed statement", async () => {
      const { outcome, reason } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        await expect(underTest.run(tx, database.failing)).rejects.toThrow(database.isFailure);
      });
      expect({ outcome, reason }).toMatchObject({ outcome: "processed" });
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    const levels = ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];
    it.each(levels)("restores a session under %s", async (level) => {
      const { apply, query } = await open({}, { max: 1 });
      const settings =
        "CONCAT_WS(' ', @@autocommit, @@tx_isolation, @@innodb_lock_wait_timeout, @@max_statement_time > 9)";
      const note = `INSERT INTO ${fixture.namespace}.effects (name) VALUES (${settings})`;
      await query(`SET SESSION TRANSACTION ISOLATION LEVEL ${level}`);
      await query("SET SESSION innodb_lock_wait_timeout = 33");
      await apply((tx) => underTest.run(tx, note));
      await query(note);
      expect(await kept()).toEqual({
        effects: ["OFF READ-COMMITTED 5 1", `ON ${level.replace(" ", "-")} 33 0`],
        records: 1,
      });
    });

    const changes = [
      "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
      "SET time_zone = '+05:45'",
      "USE information_schema",
    ];
    const { closesConnections = true } = underTest;
    it.each(closesConnections ? changes : [])(
      "records after %j without side effects",
      async (text) => {
        const { apply } = await open({}, { max: 1 });
        const note = `INSERT INTO ${fixture.namespace}.effects (name) VALUES (CONCAT_WS(' ', @@time_zone, DATABASE(), @@sql_mode LIKE '%ANSI_QUOTES%'))`;
        const { outcome, reason } = await apply((tx) => underTest.run(tx, text));
        expect({ outcome, reason }).toMatchObject({ outcome: "processed" });
        expect(await apply((tx) => underTest.run(tx, note))).toMatchObject({
          outcome: "processed",
        });
        expect(await kept()).toEqual({ effects: [`SYSTEM ${fixture.namespace} 0`], records: 2 });
      },
    );

    it.each(closesConnections ? [] : changes)(
      "rejects %j, which outlives the transaction",
      async (text) => {
        const { reason } = await fixture.shared.apply((tx) => underTest.run(tx, text));
        expect(reason).toMatch(/may change what outlives the transaction/);
        expect(await kept()).toEqual(nothing);
      },
    );

    it.each<[string, (tx: Tx, hang: Promise<void>) => unknown]>([
      ["a handler failed", () => Promise.reject(new Error("The handler failed."))],
      ["a statement was rejected", (tx) => underTest.run(tx, "COMMIT").catch(() => undefined)],
      ["a handler took too long", (_tx, hang) => hang],
    ])("commits each statement of the pool after %s", async (_end, end) => {
      const { apply, query, inbox } = await open({}, { max: 1 });
      let stop = (): void => undefined;
      const hang = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const handler = async (tx: Tx) => {
        await write(tx, "handled");
        await end(tx, hang);
      };
      const applied = await apply(handler, { handlerTimeoutMs: 300 });
      expect(applied).toMatchObject({ outcome: "handler-failed" });
      stop();
      await query(`INSERT INTO ${fixture.namespace}.effects (name) VALUES ('own')`);
      expect(await kept()).toEqual({ effects: ["own"], records: 0 });
      await inbox.ping();
      await query(`INSERT INTO ${fixture.namespace}.effects (name) VALUES ('other')`);
      expect(await kept()).toEqual({ effects: ["own", "other"], records: 0 });
    });
  });

  describe("after a deadlock", () => {
    let accounts: string;
    beforeAll(async () => {
      accounts = `${fixture.namespace}.accounts`;
      await fixture.server.read(`CREATE TABLE ${accounts} (id int PRIMARY KEY, balance int)`);
      await fixture.server.read(`INSERT INTO ${accounts} VALUES (1, 0), (2, 0)`);
    });
    const add = (id: number) => `UPDATE ${accounts} SET balance = balance + 1 WHERE id = ${id}`;

    /** Runs a handler whose statement is the victim of a deadlock, and which then goes on. */
    async function loseDeadlock(
      lose: (tx: Tx, text: string) => Promise<unknown>,
      then: (tx: Tx) => Promise<unknown>,
    ) {
      const pool = createPool(mysqlSettings);
      const rival = await pool.getConnection();
      await rival.beginTransaction();
      // The transaction that changed more rows is not the victim.
      const many = Array.from({ length: 30 }, (_, n) => `(${100 + n}, 0)`);
      await rival.query(`INSERT INTO ${accounts} VALUES ${many.join(", ")}`);
      await rival.query(add(2));
      try {
        return await fixture.shared.apply(async (tx) => {
          await write(tx, "before");
          await underTest.run(tx, add(1));
          const waits = rival.query(add(1));
          await expect(lose(tx, add(2))).rejects.toThrow(/Deadlock found/);
          await waits;
          await then(tx);
        });
      } finally {
        await rival.rollback();
        await pool.end();
      }
    }
    const run = (tx: Tx, text: string) => underTest.run(tx, text);

    it("commits nothing if the handler goes on", async () => {
      const { outcome, reason } = await loseDeadlock(run, (tx) =>
        write(tx, "after").catch(() => undefined),
      );
      expect({ outcome, reason }).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/Deadlock found/),
      });
      expect(await kept()).toEqual(nothing);
    });

    it("commits nothing if it was in a nested transaction", async () => {
      const nest = (tx: Tx, text: string) =>
        underTest.nest(tx, (inner) => underTest.run(inner, text));
      const { outcome } = await loseDeadlock(nest, (tx) =>
        write(tx, "after").catch(() => undefined),
      );
      expect(outcome).toBe("inbox-unavailable");
      expect(await kept()).toEqual(nothing);
    });

    it("is not reported as the handler's failure", async () => {
      const { outcome } = await loseDeadlock(run, async () => {
        throw new Error("The transfer failed.");
      });
      expect(outcome).toBe("inbox-unavailable");
      expect(await kept()).toEqual(nothing);
    });
  });
}
