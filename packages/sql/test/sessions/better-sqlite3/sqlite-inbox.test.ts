import { copyFileSync, readFileSync, renameSync, rmSync } from "node:fs";
import { isInvalidOptionError } from "@numipay/core";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { sqliteInbox, type SqliteInboxOptions } from "../../../src/better-sqlite3.js";
import { migrations } from "../../../src/dialects/sqlite/migrations.js";
import { toTableNames } from "../../../src/dialects/sqlite/table-names.js";
import { leaseOf, newChange } from "../../changes.js";
import { describeWithSqlite, newDatabasePath, openSqliteFixture } from "../../sqlite.js";

describeWithSqlite("sqliteInbox", () => {
  it.each([
    ["path", { path: new BetterSqlite3(":memory:") }, "not a connection"],
    ["path", {}, "must be the path"],
    ["path", { path: ":memory:" }, "must be a file"],
    ["path", { path: "file:a.db?mode=memory" }, "not a file: URL"],
    ["onOpen", { path: "a.db", onOpen: 1 }, "must be a function"],
    ["acquireTimeoutMs", { path: "a.db", acquireTimeoutMs: 0 }, "milliseconds"],
    ["holdTimeoutMs", { path: "a.db", holdTimeoutMs: 0.5 }, "milliseconds"],
    ["tablePrefix", { path: "a.db", tablePrefix: "sqlite_" }, "reserves"],
  ])("rejects a wrong %s", (option, options, problem) => {
    let error: unknown;
    try {
      sqliteInbox(options as SqliteInboxOptions);
    } catch (thrown) {
      error = thrown;
    }
    expect(isInvalidOptionError(error)).toBe(true);
    expect((error as Error).message).toContain(option);
    expect((error as Error).message).toContain(problem);
  });

  it("migrates with the SQL in migrations/sqlite", () => {
    const names = toTableNames();
    for (const [at, toStatements] of migrations.entries()) {
      const file = new URL(`../../../migrations/sqlite/000${at + 1}.sql`, import.meta.url);
      expect(readFileSync(file, "utf8")).toBe(`${toStatements(names).join(";\n\n")};\n`);
    }
  });

  it("migrates concurrently and repeatedly", async () => {
    const path = newDatabasePath();
    const inboxes = [1, 2, 3].map(() => sqliteInbox({ path }));
    onTestFinished(() => inboxes.forEach((inbox) => inbox.close()));
    await Promise.all(inboxes.map((inbox) => inbox.migrate()));
    await Promise.all(inboxes.map((inbox) => inbox.migrate()));
    await expect(inboxes[0]?.ping()).resolves.toBeUndefined();
  });

  it("rejects with the fix before migrate", async () => {
    const inbox = sqliteInbox({ path: newDatabasePath() });
    onTestFinished(() => inbox.close());
    await expect(inbox.claim(newChange())).rejects.toThrow("Call `await inbox.migrate()`");
    await expect(inbox.ping()).rejects.toThrow("Call `await inbox.migrate()`");
  });

  it("commits to the disk in WAL mode", async () => {
    const { app, apply } = await openSqliteFixture({
      onOpen: (db) => void db.pragma("synchronous = OFF"),
    });
    expect(app.pragma("journal_mode", { simple: true })).toBe("wal");
    let synchronous: unknown;
    await apply((tx) => void (synchronous = tx.pragma("synchronous", { simple: true })));
    // FULL
    expect(synchronous).toBe(2);
  });

  it("stores texts that SQLite cannot", async () => {
    const { inbox } = await openSqliteFixture();
    const odd = "it's \0 \ud800 ü \\u0000";
    await inbox.checkpoints.write(odd, odd);
    expect(await inbox.checkpoints.read(odd)).toBe(odd);
    const entry = {
      key: "k",
      account: odd,
      receivedAt: "2026-11-26T10:00:00.000Z",
      text: odd,
      problem: odd,
    };
    await inbox.unreadable.add(entry);
    expect(await inbox.unreadable.list()).toEqual([entry]);
    await inbox.unreadable.remove("k");
    expect(await inbox.unreadable.list()).toEqual([]);
  });

  it("archives contents and still detects a replay", async () => {
    const { inbox } = await openSqliteFixture({ keepContent: true });
    const change = newChange();
    await inbox.complete(change, await leaseOf(inbox, change));
    expect(await inbox.archive({ olderThan: new Date(0) })).toBe(0);
    expect(await inbox.archive({ olderThan: new Date(Date.now() + 60_000) })).toBe(1);
    expect((await inbox.claim(change)).state).toBe("duplicate");
  });

  it("gives higher fencing tokens after a clock that ran ahead", async () => {
    const { app, inbox } = await openSqliteFixture();
    const ahead = 2 ** 53 - 1000;
    app.exec(`INSERT INTO numipay_changes (fence, transaction_key, status, is_final, is_handled, content_digest)
      VALUES (${ahead}, 'deposit:ahead', 'successful', 1, 1, x'00')`);
    const change = newChange();
    const lease = await leaseOf(inbox, change);
    expect(lease.fencingToken).toBe(ahead + 1);
    expect(await inbox.complete(change, lease)).toBe(true);
  });

  describe("onOpen", () => {
    it("sets up the connection of handlers", async () => {
      const { apply } = await openSqliteFixture({
        onOpen: (db) => void db.function("doubled", (value: unknown) => Number(value) * 2),
      });
      let doubled: unknown;
      await apply((tx) => void (doubled = tx.prepare("SELECT doubled(2)").pluck().get()));
      expect(doubled).toBe(4);
    });

    it.each<[string, SqliteInboxOptions["onOpen"]]>([
      ["returned a promise", async () => undefined],
      ["left a transaction open", (db) => void db.exec("BEGIN")],
      ["attached a database", (db) => void db.exec("ATTACH ':memory:' AS other")],
      ["changed journal_mode", (db) => void db.pragma("journal_mode = DELETE")],
    ])("is rejected if it %s", async (problem, onOpen) => {
      const inbox = sqliteInbox({ path: newDatabasePath(), onOpen });
      onTestFinished(() => inbox.close());
      await expect(inbox.migrate()).rejects.toThrow(problem);
    });
  });

  it("rejects a database that is not UTF-8", async () => {
    const path = newDatabasePath();
    const app = new BetterSqlite3(path);
    app.exec("PRAGMA encoding = 'UTF-16'; CREATE TABLE a (b)");
    app.close();
    const inbox = sqliteInbox({ path });
    onTestFinished(() => inbox.close());
    await expect(inbox.migrate()).rejects.toThrow("needs UTF-8");
  });

  describe("beside the application's connection", () => {
    it("never lets a write of it wait", async () => {
      const { app, apply, write, effects } = await openSqliteFixture();
      app.exec("CREATE TABLE others (id)");
      const insert = app.prepare("INSERT INTO others VALUES (1)");
      const done = new AbortController();
      // Throws SQLITE_BUSY at once if a claim is open, because the connection has no timeout.
      const writeOwn = (): void => void insert.run();
      const loop = (async () => {
        while (!done.signal.aborted) {
          writeOwn();
          await new Promise((resolve) => setImmediate(resolve));
          await Promise.resolve().then(writeOwn);
        }
      })();
      const names = Array.from({ length: 50 }, (_, at) => `e-${at}`);
      const results = await Promise.all(names.map((name) => apply((tx) => write(tx, name))));
      done.abort();
      await loop;
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["processed"]));
      expect(effects().toSorted()).toEqual(names.toSorted());
      const count = app.prepare("SELECT count(*) FROM others").pluck().get();
      expect(count).toBeGreaterThan(50);
    });

    it("waits for a write of it without blocking", async () => {
      const { app, apply, write, effects } = await openSqliteFixture();
      app.exec("BEGIN IMMEDIATE; INSERT INTO effects (name) VALUES ('own')");
      const applied = apply((tx) => write(tx, "a"));
      await new Promise((resolve) => setImmediate(resolve));
      app.exec("COMMIT");
      expect((await applied).outcome).toBe("processed");
      expect(effects()).toEqual(["own", "a"]);
    });

    it("does not undo its writes", async () => {
      const { app, apply, effects } = await openSqliteFixture();
      await apply(() => {
        throw new Error("no");
      });
      app.exec("INSERT INTO effects (name) VALUES ('own')");
      expect(effects()).toEqual(["own"]);
    });
  });

  it("applies concurrent deliveries of one change once", async () => {
    const { apply, write, effects } = await openSqliteFixture();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => apply((tx) => write(tx, "a"), { id: "same" })),
    );
    expect(effects()).toEqual(["a"]);
    const outcomes = new Set(results.map(({ outcome }) => outcome));
    outcomes.delete("in-progress");
    outcomes.delete("duplicate");
    expect([...outcomes]).toEqual(["processed"]);
  });

  it("rolls back a claim that is held too long", async () => {
    const { inbox, write, effects } = await openSqliteFixture({ holdTimeoutMs: 20 });
    const change = newChange();
    const lease = await leaseOf(inbox, change);
    const { tx } = lease;
    write(tx, "a");
    await leaseOf(inbox, newChange());
    expect(() => write(tx, "b")).toThrow("kept the file locked for 20 ms");
    await expect(inbox.complete(change, lease)).rejects.toThrow("kept the file locked");
    expect(effects()).toEqual([]);
  });

  it("limits how long a claim waits for its turn", async () => {
    const { inbox } = await openSqliteFixture({ acquireTimeoutMs: 20 });
    const change = newChange();
    const lease = await leaseOf(inbox, change);
    await expect(inbox.claim(newChange())).rejects.toThrow("Timed out after 20 ms");
    await inbox.release(change, lease);
    await leaseOf(inbox, newChange());
  });

  describe("with a disk that fails", () => {
    it("keeps neither effect nor record if the disk is full", async () => {
      const { apply, write, effects, records } = await openSqliteFixture({
        onOpen: (db) => void db.pragma("max_page_count = 40"),
      });
      const result = await apply((tx) => {
        write(tx, "a");
        write(tx, "x".repeat(400_000));
      });
      expect(result.outcome).toBe("handler-failed");
      expect(result.reason).toContain("full");
      expect([effects(), records()]).toEqual([[], 0]);
      expect((await apply((tx) => write(tx, "b"))).outcome).toBe("processed");
    });

    it("reports a database that cannot be written to", async () => {
      const { path, apply, write } = await openSqliteFixture();
      const readOnly = sqliteInbox({
        path,
        onOpen: (db) => void db.pragma("query_only = ON"),
      });
      onTestFinished(() => readOnly.close());
      await expect(readOnly.ping()).rejects.toThrow("read-only");
      await expect(readOnly.claim(newChange())).rejects.toThrow("read-only");
      expect((await apply((tx) => write(tx, "a"))).outcome).toBe("processed");
    });
  });

  describe("when the file changes", () => {
    it("uses the file that replaced it", async () => {
      const { path, app, inbox, apply, write } = await openSqliteFixture();
      app.pragma("wal_checkpoint(TRUNCATE)");
      copyFileSync(path, `${path}.copy`);
      await apply((tx) => write(tx, "lost"));
      app.close();
      for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
      renameSync(`${path}.copy`, path);
      await apply((tx) => write(tx, "kept"));
      inbox.close();
      const restored = new BetterSqlite3(path);
      onTestFinished(() => void restored.close());
      expect(restored.prepare("SELECT name FROM effects").pluck().all()).toEqual(["kept"]);
    });

    it("rejects deliveries once it is removed", async () => {
      const { path, inbox, apply, write } = await openSqliteFixture();
      rmSync(path);
      const result = await apply((tx) => write(tx, "a"));
      expect(result.outcome).toBe("inbox-unavailable");
      await expect(inbox.ping()).rejects.toThrow("was removed");
      await expect(inbox.peek(newChange())).rejects.toThrow("was removed");
    });
  });

  it("rejects every call once it is closed", async () => {
    const { inbox } = await openSqliteFixture();
    inbox.close();
    inbox.close();
    await expect(inbox.claim(newChange())).rejects.toThrow("The inbox is closed.");
    await expect(inbox.ping()).rejects.toThrow("The inbox is closed.");
  });
});
