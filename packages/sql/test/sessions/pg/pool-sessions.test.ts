import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, openProxy } from "../../server.js";
import { createApply, openServerFixture, type ServerFixture } from "../../fixture.js";

const isOpen = (fixture: ServerFixture) => fixture.pool.totalCount - fixture.pool.idleCount;

// Guards against a dead session that keeps its place in the pool: decision 0013.
describeWithPostgres("pgInbox on a shared pool", () => {
  let fixture: ServerFixture;
  afterEach(() => fixture.close());

  describe("with handlers that use a second connection", () => {
    beforeEach(async () => {
      fixture = await openServerFixture({ acquireTimeoutMs: 5000 }, { max: 2 });
    });

    it("does not deadlock", async () => {
      const names = ["a", "b", "c", "d"];
      const applied = await Promise.all(
        names.map((name) => fixture.apply(() => fixture.write(fixture.pool as never, name))),
      );
      expect(applied.map(({ outcome }) => outcome)).toEqual(names.map(() => "processed"));
      expect((await fixture.effects()).toSorted()).toEqual(names);
    });

    it("reserves one for other inboxes and health checks", async () => {
      const other = pgInbox({
        pool: fixture.pool,
        schema: fixture.schema,
        acquireTimeoutMs: 500,
      });
      const { outcome } = await fixture.apply(async () => {
        await other.ping();
        await fixture.pool.query("SELECT 1");
        const { apply } = createApply(other);
        expect(await apply(() => undefined)).toMatchObject({
          outcome: "inbox-unavailable",
          reason: expect.stringMatching(/increase the pool's max/),
        });
      });
      expect(outcome).toBe("processed");
      // The permits were returned, also by the rejected claim.
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

  describe("when the server ends a connection", () => {
    beforeEach(async () => {
      fixture = await openServerFixture({ idleTimeoutMs: 100 }, { max: 3 });
    });

    it("frees its place while the handler keeps running", async () => {
      let stop = (): void => undefined;
      const untilStopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const hung = [1, 2].map(() => fixture.apply(() => untilStopped));
      await expect.poll(() => isOpen(fixture), { timeout: 20_000 }).toBe(2);
      await expect.poll(() => isOpen(fixture), { timeout: 20_000 }).toBe(0);
      expect(await fixture.apply((tx) => fixture.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
      stop();
      for (const { outcome, reason } of await Promise.all(hung)) {
        expect(outcome).toBe("inbox-unavailable");
        expect(reason).toMatch(/connection to the database ended.*idleTimeoutMs/);
      }
      expect(await fixture.effects()).toEqual(["a"]);
    });

    it("rejects the handler's later statements", async () => {
      const { outcome, reason } = await fixture.apply(async (tx) => {
        const { rows } = await tx.query("SELECT pg_backend_pid() AS pid");
        const ended = new Promise<void>((resolve) => tx.on("end", () => resolve()));
        await fixture.pool.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
        await ended;
        await fixture.write(tx, "a");
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/connection to the database ended/),
      });
      expect(isOpen(fixture)).toBe(0);
    });
  });

  describe("on a timeout", () => {
    it("ends a handler's statement and frees its place", async () => {
      fixture = await openServerFixture({ handlerStatementTimeoutMs: 100 }, { max: 2 });
      const startedAt = performance.now();
      const { outcome, reason } = await fixture.apply((tx) => tx.query("SELECT pg_sleep(5)"));
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/did not respond within 100 ms.*handlerStatementTimeoutMs/),
      });
      expect(performance.now() - startedAt).toBeLessThan(3000);
      expect(isOpen(fixture)).toBe(0);
      expect(await fixture.apply((tx) => fixture.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
    });

    it("rejects every call if the network drops responses", async () => {
      fixture = await openServerFixture();
      const proxy = await openProxy();
      const { pool } = openPool({ host: "127.0.0.1", port: proxy.port, max: 2 });
      const inbox = pgInbox({
        pool,
        schema: fixture.schema,
        acquireTimeoutMs: 200,
        lockTimeoutMs: 50,
        statementTimeoutMs: 150,
        handlerStatementTimeoutMs: 150,
      });
      const { apply } = createApply(inbox);
      expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
      proxy.dropResponses();
      // In a claim, a health check, a handler and complete.
      expect(await apply(() => undefined)).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 150 ms/),
      });
      expect(pool.totalCount).toBe(0);
      await pool.query("SELECT 1");
      proxy.dropResponses();
      await expect(inbox.ping()).rejects.toThrow(/did not respond within 150 ms/);
      expect(await apply((tx) => (proxy.dropResponses(), fixture.write(tx, "lost")))).toMatchObject(
        {
          outcome: "handler-failed",
          reason: expect.stringMatching(/did not respond within 150 ms/),
        },
      );
      expect(await apply(() => proxy.dropResponses())).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 200 ms/),
      });
      expect(pool.totalCount).toBe(0);
      expect(await apply((tx) => fixture.write(tx, "a"))).toMatchObject({ outcome: "processed" });
      expect(await fixture.effects()).toEqual(["a"]);
      await pool.end();
      await proxy.close();
    });
  });

  describe("when a handler exceeds handlerTimeoutMs", () => {
    it("abandons it without waiting for its statement", async () => {
      fixture = await openServerFixture({}, { max: 2 });
      const id = randomUUID();
      let late: unknown;
      let isStatementDone = false;
      const { outcome } = await fixture.apply(
        async (tx) => {
          await fixture.write(tx, "a");
          await tx.query("SELECT pg_sleep(1)").catch(() => undefined);
          isStatementDone = true;
          await fixture.write(tx, "b").catch((error: unknown) => {
            late = error;
          });
        },
        { id, handlerTimeoutMs: 100 },
      );
      expect(outcome).toBe("handler-failed");
      expect(isStatementDone).toBe(false);
      expect(isOpen(fixture)).toBe(0);
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
  });
});
