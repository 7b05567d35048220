import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Change } from "@numipay/core";
import { createPool as createCallbackPool } from "mysql2";
import { createPool, type PoolConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysqlInbox } from "../../../src/mysql2.js";
import { leaseOf, newChange } from "../../changes.js";
import { createApply } from "../../fixture.js";
import { type MysqlFixture, openMysqlFixture } from "../../mysql-fixture.js";
import {
  describeWithMysql,
  killConnections,
  mysqlSettings,
  openMysqlPool,
  openMysqlProxy,
} from "../../mysql-server.js";

describe("the options of mysqlInbox", () => {
  const pool = createPool(mysqlSettings);
  afterAll(() => pool.end());

  it.each(["a`b", "", "1a", "x".repeat(41), "a-b", "ä"])("reject the name %j", (name) => {
    expect(() => mysqlInbox({ pool, database: name })).toThrow(/^database /);
    expect(() => mysqlInbox({ pool, tablePrefix: name })).toThrow(/^tablePrefix /);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 31])("reject a timeout of %s", (wrong) => {
    expect(() => mysqlInbox({ pool, acquireTimeoutMs: wrong })).toThrow(/^acquireTimeoutMs /);
    expect(() => mysqlInbox({ pool, idleTimeoutMs: wrong })).toThrow(/^idleTimeoutMs /);
  });

  it("reject a pool with callbacks", () => {
    const callbacks = createCallbackPool(mysqlSettings);
    expect(() => mysqlInbox({ pool: callbacks as never })).toThrow(/pass pool\.promise\(\)/);
    expect(() => mysqlInbox({ pool: undefined as never })).toThrow(/^pool must be a pool/);
    expect(() => mysqlInbox({ pool: callbacks.promise() })).not.toThrow();
  });
});

describeWithMysql("mysqlInbox", () => {
  let fixture: MysqlFixture;
  beforeAll(async () => {
    fixture = await openMysqlFixture();
  });
  afterAll(() => fixture.close());

  const effectsOf = async (one: Change): Promise<number> =>
    (await fixture.effects()).filter((name) => name === one.key).length;
  const effect = (tx: PoolConnection, one: Change) => fixture.write(tx, one.key);
  /** Claims the change, releases it if granted, and returns the state. */
  const stateOf = async (one: Change): Promise<string> => {
    const claim = await fixture.inbox.claim(one);
    if (claim.state === "new") await fixture.inbox.release(one, claim.lease);
    return claim.state;
  };

  it("commits the effect with the record", async () => {
    const one = newChange();
    const lease = await leaseOf(fixture.inbox, one);
    await effect(lease.tx, one);
    expect(await effectsOf(one)).toBe(0);
    expect(await fixture.inbox.complete(one, lease)).toBe(true);
    expect(await effectsOf(one)).toBe(1);
    expect((await fixture.inbox.claim(one)).state).toBe("duplicate");
  });

  it("rolls back the effect on release", async () => {
    const one = newChange();
    const lease = await leaseOf(fixture.inbox, one);
    await effect(lease.tx, one);
    await fixture.inbox.release(one, lease);
    expect(await effectsOf(one)).toBe(0);
    const again = await leaseOf(fixture.inbox, one);
    expect(again.fencingToken).toBeGreaterThan(lease.fencingToken);
    await fixture.inbox.release(one, again);
  });

  it("keeps nothing if the server kills the connection", async () => {
    const one = newChange();
    const lease = await leaseOf(fixture.inbox, one);
    await effect(lease.tx, one);
    await killConnections(fixture.admin, fixture.opened);
    await expect(fixture.inbox.complete(one, lease)).rejects.toThrow(/connection/i);
    expect(await effectsOf(one)).toBe(0);
    const again = await leaseOf(fixture.inbox, one);
    await effect(again.tx, one);
    expect(await fixture.inbox.complete(one, again)).toBe(true);
    expect(await effectsOf(one)).toBe(1);
  });

  it("reports a duplicate if the response to COMMIT was lost", async () => {
    const proxy = await openMysqlProxy();
    const { database } = fixture;
    const proxied = openMysqlPool({ database, host: "127.0.0.1", port: proxy.port });
    const inbox = mysqlInbox({ pool: proxied.pool });
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    proxied.connections.get(lease.tx.threadId)?.beforeCommit(() => proxy.dropResponses());
    const completion = inbox.complete(one, lease).catch((error: unknown) => String(error));
    // The server has committed: the effect is visible to others.
    await expect.poll(() => effectsOf(one)).toBe(1);
    proxy.cut();
    expect(await completion).toMatch(/connection/i);
    expect((await fixture.inbox.claim(one)).state).toBe("duplicate");
    await proxy.close();
    // It would wait for connections that were cut.
    void proxied.pool.end().catch(() => undefined);
  });

  it("rolls back when the process is killed", async () => {
    const one = newChange();
    const program = fileURLToPath(
      new URL("../../programs/dist/mysql-holder-process.js", import.meta.url),
    );
    const input = { settings: { ...mysqlSettings, database: fixture.database }, change: one };
    const child = spawn(process.execPath, [program, JSON.stringify(input)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    expect(await fixture.inbox.peek(one)).toBe("in-progress");
    expect(await stateOf(one)).toBe("in-progress");
    child.kill("SIGKILL");
    await once(child, "exit");
    await expect.poll(() => stateOf(one), { timeout: 20_000 }).toBe("new");
    expect(await effectsOf(one)).toBe(0);
  });

  it("applies a change once in two processes", async () => {
    const other = openMysqlPool({ database: fixture.database });
    const shared = new Map();
    const here = createApply(fixture.inbox, shared);
    const there = createApply(mysqlInbox({ pool: other.pool }), shared);
    const before = await fixture.records();
    const applied = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? here : there).apply((tx) => fixture.write(tx, "only once"), {
          id: "shared",
        }),
      ),
    );
    const outcomes = applied.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "processed")).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(
      new Set(["processed", ...outcomes.filter((outcome) => outcome !== "processed")]),
    );
    expect(outcomes).not.toContain("handler-failed");
    expect(outcomes).not.toContain("inbox-unavailable");
    expect(await fixture.records()).toBe(before + 1);
    await other.pool.end();
  });

  it("runs several handlers in one transaction", async () => {
    const { apply } = fixture;
    const { outcome } = await apply([
      (tx) => fixture.write(tx, "first"),
      (tx) => fixture.write(tx, "second"),
    ]);
    expect(outcome).toBe("processed");
    const failed = await apply([
      (tx) => fixture.write(tx, "third"),
      () => {
        throw new Error("The second handler failed.");
      },
    ]);
    expect(failed.outcome).toBe("handler-failed");
    expect(await fixture.effects()).toEqual(expect.arrayContaining(["first", "second"]));
    expect(await fixture.effects()).not.toContain("third");
  });

  it("rejects and reports a late statement", async () => {
    let kept: PoolConnection | undefined;
    await fixture.apply((tx) => {
      kept = tx;
    });
    const isLate = /used tx after it had returned/;
    await expect(kept?.query("SELECT 1")).rejects.toThrow(isLate);
    await expect(kept?.execute("SELECT 1")).rejects.toThrow(isLate);
    await expect(kept?.prepare("SELECT 1")).rejects.toThrow(isLate);
    await expect(kept?.beginTransaction()).rejects.toThrow(isLate);
    expect(fixture.reports.filter(({ outcome }) => outcome === "late-statement")).toHaveLength(4);
  });

  it("rolls back a handler that did not await a statement", async () => {
    const { outcome, reason } = await fixture.apply((tx) => {
      void fixture.write(tx, "not awaited");
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/while a statement on tx was still running/);
    expect(await fixture.effects()).not.toContain("not awaited");
  });

  it("distinguishes keys by case, accents and spaces", async () => {
    const keys = ["deposit:a", "deposit:A", "deposit:a ", "deposit:á", "deposit:ä"];
    const changes = keys.map((transactionKey) => newChange({ transactionKey }));
    for (const one of changes) {
      await fixture.inbox.complete(one, await leaseOf(fixture.inbox, one));
    }
    for (const one of changes) expect((await fixture.inbox.claim(one)).state).toBe("duplicate");
  });

  it("stores any text under any sql_mode", async () => {
    const modes = "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,NO_ZERO_DATE";
    const { pool, connections } = openMysqlPool({
      database: fixture.database,
      connectionLimit: 2,
      timezone: "+05:00",
      rowsAsArray: true,
      typeCast: () => "cast",
    });
    const inbox = mysqlInbox({ pool, keepContent: true });
    await inbox.ping();
    for (const connection of connections.values()) {
      await connection.query(`SET SESSION sql_mode = '${modes}', time_zone = '+05:45'`);
    }
    const one = newChange({ content: String.raw`{"a":"\\ ' \" ; -- # 💶 é"}` });
    const lease = await leaseOf(inbox, one);
    expect(await inbox.complete(one, lease)).toBe(true);
    expect((await inbox.claim(one)).state).toBe("duplicate");
    expect((await inbox.claim({ ...one, content: "{}" })).state).toBe("conflict");
    const [rows] = await fixture.admin.query(
      "SELECT content, ABS(TIMESTAMPDIFF(SECOND, recorded_at, UTC_TIMESTAMP())) < 60 AS recent FROM numipay_changes WHERE transaction_key = ?",
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: one.content, recent: 1 }]);
    await inbox.checkpoints.write("it's", String.raw`\ ' 💶`);
    expect(await inbox.checkpoints.read("it's")).toBe(String.raw`\ ' 💶`);
    const entry = {
      key: "a".repeat(64),
      account: "é ' \u0000 \uD800",
      receivedAt: "2026-11-26T10:00:00.123Z",
      text: "\u0000 \uD800 ' \\ 💶",
      problem: "no user_id",
    };
    await inbox.unreadable.add(entry);
    expect(await inbox.unreadable.list()).toEqual([entry]);
    await inbox.unreadable.remove(entry.key);
    expect(await inbox.unreadable.list()).toEqual([]);
    await pool.end();
  });

  it("adds and renames accounts once", async () => {
    const { inbox } = fixture;
    const name = `${"long ".repeat(15)}'"\\ \u0000 \uD800`;
    await inbox.addAccount(name);
    expect([...(await inbox.accounts.read()).keys()]).toContain(name);
    expect(await inbox.accounts.add(name, { namespace: "other" })).not.toMatchObject({
      namespace: "other",
    });
    const renamed = await Promise.all([
      inbox.accounts.rename(name, "new"),
      inbox.accounts.rename(name, "new"),
    ]);
    expect(renamed.filter(Boolean)).toEqual([true]);
    expect((await inbox.accounts.read()).get(name)).toMatchObject({ renamedTo: "new" });
    expect(await inbox.accounts.rename(name, "newer")).toBe(false);
  });

  it("archives contents but still detects replays", async () => {
    const inbox = mysqlInbox({ pool: fixture.pool, keepContent: true });
    const one = newChange();
    await inbox.complete(one, await leaseOf(inbox, one));
    expect(await inbox.archive({ olderThan: new Date(0) })).toBe(0);
    expect(await inbox.archive({ olderThan: new Date("2100-01-01") })).toBeGreaterThan(0);
    expect((await fixture.inbox.claim(one)).state).toBe("duplicate");
    expect((await fixture.inbox.claim({ ...one, content: "{}" })).state).toBe("conflict");
  });

  it("restores the settings of its connections", async () => {
    const { pool, connections } = openMysqlPool({
      database: fixture.database,
      connectionLimit: 1,
    });
    const inbox = mysqlInbox({ pool });
    await inbox.ping();
    const settings =
      "autocommit = 0, tx_isolation = 'SERIALIZABLE', innodb_lock_wait_timeout = 33, idle_transaction_timeout = 44, max_statement_time = 5.5";
    for (const connection of connections.values())
      await connection.query(`SET SESSION ${settings}`);
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    const [within] = await lease.tx.query(
      "SELECT @@autocommit AS auto, @@tx_isolation AS level, @@innodb_lock_wait_timeout AS lock_wait",
    );
    expect(within).toEqual([{ auto: 0, level: "READ-COMMITTED", lock_wait: 5 }]);
    await inbox.complete(one, lease);
    await inbox.claim(one);
    await expect(inbox.claim({ ...one, content: "{}" })).resolves.toEqual({ state: "conflict" });
    await inbox.release(newChange(), lease);
    const [rows] = await pool.query(
      "SELECT @@autocommit AS auto, @@tx_isolation AS level, @@innodb_lock_wait_timeout AS lock_wait, @@idle_transaction_timeout AS idle, @@max_statement_time AS longest",
    );
    expect(rows).toEqual([
      { auto: 0, level: "SERIALIZABLE", lock_wait: 33, idle: 44, longest: 5.5 },
    ]);
    expect(connections.size).toBe(1);
    await pool.end();
  });

  it("rejects a pool without utf8mb4", async () => {
    const { pool } = openMysqlPool({ database: fixture.database, charset: "latin1" });
    const inbox = mysqlInbox({ pool });
    await expect(inbox.ping()).rejects.toThrow(/character set latin1, but the inbox needs utf8mb4/);
    await expect(inbox.claim(newChange())).rejects.toThrow(/utf8mb4/);
    await pool.end();
  });
});
