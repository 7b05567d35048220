import type { Database, Statement } from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { SqliteTransaction } from "../../../src/better-sqlite3.js";
import { describeWithSqlite, openSqliteFixture } from "../../sqlite.js";

describeWithSqlite("tx of sqliteInbox", () => {
  it("commits the effect with the record", async () => {
    const { apply, write, effects, records } = await openSqliteFixture();
    expect((await apply((tx) => write(tx, "a"))).outcome).toBe("processed");
    expect([effects(), records()]).toEqual([["a"], 1]);
  });

  it("keeps neither if a handler throws", async () => {
    const { apply, write, effects, records } = await openSqliteFixture();
    const fails = (tx: SqliteTransaction): never => {
      write(tx, "b");
      throw new Error("no");
    };
    expect((await apply([(tx) => write(tx, "a"), fails])).outcome).toBe("handler-failed");
    expect([effects(), records()]).toEqual([[], 0]);
  });

  it("keeps neither if a handler returns a promise", async () => {
    const { apply, write, effects, records, reports } = await openSqliteFixture();
    let finished: Promise<unknown> | undefined;
    const handler = (tx: SqliteTransaction) => {
      finished = (async () => {
        write(tx, "a");
        await new Promise((resolve) => setImmediate(resolve));
        expect(() => write(tx, "b")).toThrow("after it had returned");
      })();
      return finished;
    };
    const { outcome, reason } = await apply(handler as unknown as () => undefined);
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringContaining("tx is synchronous"),
    });
    await finished;
    expect([effects(), records()]).toEqual([[], 0]);
    expect(reports.map((report) => report.outcome)).toContain("late-statement");
  });

  it("treats a violated deferred constraint as a handler failure", async () => {
    const { app, apply, effects, records, write } = await openSqliteFixture();
    app.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
    const result = await apply((tx) => {
      write(tx, "a");
      tx.exec("INSERT INTO children VALUES (1)");
    });
    expect(result.outcome).toBe("handler-failed");
    expect(result.reason).toContain("SQLITE_CONSTRAINT_FOREIGNKEY");
    expect([effects(), records()]).toEqual([[], 0]);
  });

  it("keeps what a handler wrote around a failed statement", async () => {
    const { apply, write, effects } = await openSqliteFixture();
    const result = await apply((tx) => {
      write(tx, "a");
      expect(() => write(tx, "a")).toThrow("UNIQUE constraint failed");
      write(tx, "b");
    });
    expect(result.outcome).toBe("processed");
    expect(effects()).toEqual(["a", "b"]);
  });

  describe("transactions", () => {
    it("nests tx.transaction as a savepoint", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      const result = await apply((tx) => {
        write(tx, "a");
        const nested = tx.transaction((name: string, fails: boolean) => {
          write(tx, name);
          if (fails) throw new Error("no");
          return name;
        });
        expect(nested("b", false)).toBe("b");
        expect(() => nested.immediate("c", true)).toThrow("no");
        tx.transaction(() => {
          write(tx, "d");
          expect(() => nested("e", true)).toThrow("no");
        })();
      });
      expect(result).toMatchObject({ outcome: "processed" });
      expect(effects()).toEqual(["a", "b", "d"]);
    });

    it("rolls back a nested transaction that returns a promise", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      await apply((tx) => {
        write(tx, "a");
        const nested = tx.transaction(async () => write(tx, "b"));
        expect(() => void nested()).toThrow("must not return a promise");
      });
      expect(effects()).toEqual(["a"]);
    });

    it("maps raw control to savepoints", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      const result = await apply((tx) => {
        tx.exec("BEGIN");
        write(tx, "a");
        tx.prepare("COMMIT").run();
        tx.prepare("BEGIN IMMEDIATE").run();
        write(tx, "b");
        tx.exec("ROLLBACK");
        tx.prepare("SAVEPOINT mine").run();
        write(tx, "c");
        tx.exec("ROLLBACK TO mine");
        tx.exec("RELEASE mine");
      });
      expect(result).toMatchObject({ outcome: "processed" });
      expect(effects()).toEqual(["a"]);
    });

    it.each(["COMMIT", "END", "ROLLBACK", "SELECT 1; COMMIT", "VACUUM", "ATTACH ':memory:' AS b"])(
      "rejects %s and fails the transaction",
      async (text) => {
        const { apply, write, effects, records } = await openSqliteFixture();
        const result = await apply((tx) => {
          write(tx, "a");
          expect(() => tx.exec(text)).toThrow("rejected");
          expect(() => write(tx, "b")).toThrow("rejected");
        });
        expect(result.outcome).toBe("handler-failed");
        expect([effects(), records()]).toEqual([[], 0]);
      },
    );

    it("rejects a pragma before SQLite prepares it", async () => {
      const { apply } = await openSqliteFixture();
      const result = await apply((tx) => {
        expect(tx.pragma("table_info(effects)")).toHaveLength(2);
        expect(() => tx.prepare("PRAGMA synchronous = OFF")).toThrow("onOpen");
      });
      expect(result.outcome).toBe("handler-failed");
      let synchronous: unknown;
      await apply((tx) => void (synchronous = tx.pragma("synchronous", { simple: true })));
      expect(synchronous).toBe(2);
    });

    it("fails if a handler leaves its transaction open", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      const result = await apply((tx) => {
        tx.exec("BEGIN");
        write(tx, "a");
      });
      expect(result.reason).toContain("still open");
      expect(effects()).toEqual([]);
    });
  });

  describe("after a statement that rolls back", () => {
    const statements = [
      "INSERT OR ROLLBACK INTO effects (name) VALUES ('a')",
      "INSERT INTO rolls VALUES (1)",
      "INSERT INTO raises VALUES (1)",
    ];

    it.each(statements)("runs no statement after %s", async (text) => {
      const { app, apply, write, effects, records } = await openSqliteFixture();
      app.exec(`CREATE TABLE rolls (id INTEGER UNIQUE ON CONFLICT ROLLBACK);
        INSERT INTO rolls VALUES (1);
        CREATE TABLE raises (id);
        CREATE TRIGGER raising BEFORE INSERT ON raises BEGIN SELECT RAISE(ROLLBACK, 'no'); END`);
      const result = await apply((tx) => {
        write(tx, "a");
        const later = tx.prepare("INSERT INTO effects (name) VALUES ('b')");
        expect(() => tx.exec(`${text}; INSERT INTO effects (name) VALUES ('c')`)).toThrow(
          /constraint failed|no/,
        );
        expect(() => later.run()).toThrow("rolled back the inbox's transaction");
        expect(() => tx.exec("BEGIN")).toThrow("rolled back the inbox's transaction");
      });
      expect(result.outcome).toBe("handler-failed");
      expect([effects(), records()]).toEqual([[], 0]);
      expect((await apply((tx) => write(tx, "d"))).outcome).toBe("processed");
    });

    it("does not commit without its record", async () => {
      const { apply, write, effects, records } = await openSqliteFixture();
      const result = await apply((tx) => {
        write(tx, "a");
        tx.exec("DELETE FROM numipay_changes");
      });
      expect(result).toMatchObject({ outcome: "handler-failed" });
      expect(result.reason).toContain("changed its record");
      expect([effects(), records()]).toEqual([[], 0]);
    });
  });

  describe("once the handler has returned", () => {
    it("rejects every use and reports it", async () => {
      const { apply, write, effects, reports } = await openSqliteFixture();
      let kept: { tx: Database; insert: Statement; rows: IterableIterator<unknown> } | undefined;
      await apply((tx) => {
        const rows = tx.prepare("SELECT 1 UNION SELECT 2").iterate();
        for (const row of rows) expect(row).toBeDefined();
        kept = { tx, insert: tx.prepare("INSERT INTO effects (name) VALUES ('late')"), rows };
        write(tx, "a");
      });
      if (kept === undefined) throw new Error("The handler was not called.");
      const { tx, insert, rows } = kept;
      const uses = [
        () => insert.run(),
        () => tx.exec("SELECT 1"),
        () => tx.prepare("SELECT 1"),
        () => tx.pragma("user_version"),
        () => tx.transaction(() => 1)(),
        () => rows.next(),
        () => insert.database.exec("SELECT 1"),
      ];
      for (const use of uses) expect(use).toThrow("after it had returned");
      expect(effects()).toEqual(["a"]);
      expect(reports.filter(({ outcome }) => outcome === "late-statement")).toHaveLength(
        uses.length,
      );
    });

    it("rejects the handle of an earlier handler", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      let first: SqliteTransaction | undefined;
      await apply([
        (tx) => void (first = tx),
        (tx) => {
          write(tx, "a");
          expect(() => write(first as SqliteTransaction, "b")).toThrow("after it had returned");
        },
      ]);
      expect(effects()).toEqual(["a"]);
    });

    it("closes an iterator that was left open", async () => {
      const { apply, write, effects } = await openSqliteFixture();
      let rows: IterableIterator<unknown> | undefined;
      const result = await apply((tx) => {
        write(tx, "a");
        rows = tx.prepare("SELECT 1 UNION SELECT 2").iterate();
        rows.next();
      });
      expect(result.reason).toContain("still running");
      expect(effects()).toEqual([]);
      expect(() => rows?.next()).toThrow("after it had returned");
      expect((await apply((tx) => write(tx, "b"))).outcome).toBe("processed");
    });
  });

  it("hides the connection", async () => {
    const { apply, records } = await openSqliteFixture();
    for (const method of ["close", "serialize", "unsafeMode", "defaultSafeIntegers"] as const) {
      const result = await apply((tx) => void (tx[method] as () => unknown)());
      expect(result.reason).toContain(`tx.${method}() was rejected`);
    }
    expect(records()).toBe(0);
  });

  it("drops temporary tables with the transaction", async () => {
    const { apply, write } = await openSqliteFixture();
    const shadow = (tx: SqliteTransaction): void => {
      tx.exec("CREATE TEMP TABLE numipay_changes (fence)");
      write(tx, "a");
    };
    expect((await apply(shadow)).outcome).toBe("processed");
    expect(
      (await apply((tx) => void tx.exec("SELECT 1 FROM temp.numipay_changes"))).reason,
    ).toContain("no such table");
  });

  it("keeps 64-bit integers", async () => {
    const { apply } = await openSqliteFixture();
    const value = 9_007_199_254_740_993n;
    const result = await apply((tx) => {
      const statement = tx.prepare("SELECT ?").pluck().safeIntegers();
      expect(statement.get(value)).toBe(value);
    });
    expect(result).toMatchObject({ outcome: "processed" });
  });
});
