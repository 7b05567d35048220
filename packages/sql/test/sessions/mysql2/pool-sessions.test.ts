import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mysqlInbox } from "../../../src/mysql2.js";
import { createApply } from "../../fixture.js";
import { type MysqlFixture, openMysqlFixture } from "../../mysql-fixture.js";
import {
  describeWithMysql,
  killConnections,
  openMysqlPool,
  openMysqlProxy,
} from "../../mysql-server.js";

// Guards against a dead session that keeps its place in the pool: decision 0013.
describeWithMysql("mysqlInbox on a shared pool", () => {
  let fixture: MysqlFixture;
  afterEach(() => fixture.close());

  describe("with handlers that use a second connection", () => {
    beforeEach(async () => {
      fixture = await openMysqlFixture({ acquireTimeoutMs: 5000 }, { connectionLimit: 2 });
    });

    it("does not deadlock", async () => {
      const names = ["a", "b", "c", "d"];
      const applied = await Promise.all(
        names.map((name) => fixture.apply(() => fixture.write(fixture.pool, name))),
      );
      expect(applied.map(({ outcome }) => outcome)).toEqual(names.map(() => "processed"));
      expect((await fixture.effects()).toSorted()).toEqual(names);
    });

    it("reserves one for other inboxes and health checks", async () => {
      const other = mysqlInbox({ pool: fixture.pool, acquireTimeoutMs: 500 });
      const { outcome } = await fixture.apply(async () => {
        await other.ping();
        await fixture.pool.query("SELECT 1");
        expect(await createApply(other).apply(() => undefined)).toMatchObject({
          outcome: "inbox-unavailable",
          reason: expect.stringMatching(/increase the pool's connectionLimit/),
        });
      });
      expect(outcome).toBe("processed");
      expect(await createApply(other).apply(() => undefined)).toMatchObject({
        outcome: "processed",
      });
    });

    it("returns the permits of failed handlers", async () => {
      for (let i = 0; i < 5; i += 1) {
        await fixture.apply(() => {
          throw new Error("The handler failed.");
        });
      }
      expect(await fixture.apply((tx) => fixture.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
    });
  });

  it("survives the loss of idle connections", async () => {
    fixture = await openMysqlFixture();
    await fixture.inbox.ping();
    await killConnections(fixture.admin, fixture.opened);
    await expect.poll(() => fixture.inbox.ping().then(() => true, String)).toBe(true);
  });

  it("frees the place of a connection that the server ended", async () => {
    fixture = await openMysqlFixture({ idleTimeoutMs: 50 }, { connectionLimit: 2 });
    let stop = (): void => undefined;
    const untilStopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    let start = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const hung = fixture.apply(async (tx) => {
      await fixture.write(tx, "idle");
      start();
      await untilStopped;
      await fixture.write(tx, "late");
    });
    await started;
    // MariaDB rounds up to a second.
    expect(await fixture.apply((tx) => fixture.write(tx, "a"))).toMatchObject({
      outcome: "processed",
    });
    stop();
    expect(await hung).toMatchObject({
      reason: expect.stringMatching(/connection to the database ended.*idleTimeoutMs/),
    });
    expect(await fixture.effects()).toEqual(["a"]);
  });

  describe("on a timeout", () => {
    it("ends a handler's statement on both sides", async () => {
      fixture = await openMysqlFixture({ handlerStatementTimeoutMs: 100 }, { connectionLimit: 2 });
      const { outcome, reason } = await fixture.apply(async (tx) => {
        await fixture.write(tx, "a");
        await tx.query("SELECT SLEEP(30)");
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(/did not respond within 100 ms|max_statement_time exceeded/);
      // The row is not locked by what still runs.
      expect(await fixture.apply((tx) => fixture.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
    });

    it("rejects every call if the network drops responses", { timeout: 60_000 }, async () => {
      fixture = await openMysqlFixture();
      const proxy = await openMysqlProxy();
      const { pool } = openMysqlPool({
        database: fixture.database,
        host: "127.0.0.1",
        port: proxy.port,
        connectionLimit: 2,
      });
      const inbox = mysqlInbox({
        pool,
        acquireTimeoutMs: 5000,
        lockTimeoutMs: 50,
        statementTimeoutMs: 500,
        handlerStatementTimeoutMs: 500,
      });
      const { apply } = createApply(inbox);
      // The pool may keep a second connection that the network has also lost.
      const recover = () =>
        expect
          .poll(async () => (await apply(() => undefined)).outcome, { timeout: 20_000 })
          .toBe("processed");
      await recover();
      proxy.dropResponses();
      // In a claim, a health check, a handler and complete.
      expect(await apply(() => undefined)).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 500 ms/),
      });
      await recover();
      proxy.dropResponses();
      await expect(inbox.ping()).rejects.toThrow(/did not respond within 500 ms/);
      await recover();
      expect(await apply((tx) => (proxy.dropResponses(), fixture.write(tx, "lost")))).toMatchObject(
        {
          outcome: "handler-failed",
          reason: expect.stringMatching(/did not respond within 500 ms/),
        },
      );
      await recover();
      expect(await apply(() => proxy.dropResponses())).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 550 ms/),
      });
      await recover();
      expect(await apply((tx) => fixture.write(tx, "a"))).toMatchObject({ outcome: "processed" });
      expect(await fixture.effects()).toEqual(["a"]);
      await proxy.close();
      // It would wait for connections that were cut.
      void pool.end().catch(() => undefined);
    });
  });

  it("abandons a handler without waiting for its statement", async () => {
    fixture = await openMysqlFixture({}, { connectionLimit: 2 });
    const id = randomUUID();
    let late: unknown;
    const { outcome } = await fixture.apply(
      async (tx) => {
        await fixture.write(tx, "a");
        await tx.query("SELECT SLEEP(1)").catch(() => undefined);
        await fixture.write(tx, "b").catch((error: unknown) => {
          late = error;
        });
      },
      { id, handlerTimeoutMs: 100 },
    );
    expect(outcome).toBe("handler-failed");
    await expect.poll(() => String(late)).toMatch(/exceeded handlerTimeoutMs/);
    await expect
      .poll(() => fixture.reports.map((report) => report.outcome))
      .toContain("late-statement");
    await expect
      .poll(async () => (await fixture.apply((tx) => fixture.write(tx, "a"), { id })).outcome, {
        timeout: 20_000,
      })
      .toBe("processed");
    expect(await fixture.effects()).toEqual(["a"]);
  });

  it("returns its connection after every claim", async () => {
    fixture = await openMysqlFixture({ acquireTimeoutMs: 2000 }, { connectionLimit: 1 });
    for (let round = 0; round < 3; round += 1) {
      expect(await fixture.apply(() => undefined, { id: "same" })).toMatchObject({
        outcome: round === 0 ? "processed" : "duplicate",
      });
      await fixture.inbox.ping();
    }
    expect(fixture.opened.connections.size).toBe(1);
  });
});
