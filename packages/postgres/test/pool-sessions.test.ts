import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { noServer, openPool, openWire } from "./server.js";
import { createApply, openServerStage, type ServerStage } from "./stage.js";

const isOpen = (stage: ServerStage) => stage.pool.totalCount - stage.pool.idleCount;

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  afterEach(() => stage.close());

  describe("handlers that take a second connection", () => {
    beforeEach(async () => {
      stage = await openServerStage({ acquireTimeoutMs: 5000 }, { max: 2 });
    });

    test("never starve each other", async () => {
      const names = ["a", "b", "c", "d"];
      const applied = await Promise.all(
        names.map((name) => stage.apply(() => stage.write(stage.pool as never, name))),
      );
      expect(applied.map(({ outcome }) => outcome)).toEqual(names.map(() => "processed"));
      expect((await stage.effects()).toSorted()).toEqual(names);
    });

    test("leave one for other inboxes and health checks", async () => {
      const other = postgresInbox({ pool: stage.pool, schema: stage.schema, acquireTimeoutMs: 50 });
      const { outcome } = await stage.apply(async () => {
        await other.ping();
        await stage.pool.query("SELECT 1");
        const { apply } = createApply(other);
        expect(await apply(() => undefined)).toMatchObject({
          outcome: "inbox-unavailable",
          reason: expect.stringMatching(/increase the pool's max/),
        });
      });
      expect(outcome).toBe("processed");
      // The right was given back, also by the claim that was refused.
      expect(await createApply(other).apply(() => undefined)).toMatchObject({
        outcome: "processed",
      });
    });

    test("keep each other waiting after a failure no longer than usual", async () => {
      for (let i = 0; i < 5; i += 1) {
        await stage.apply(() => {
          throw new Error("it fails");
        });
      }
      expect(await stage.apply((tx) => stage.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
    });
  });

  describe("a session that the server ends", () => {
    beforeEach(async () => {
      stage = await openServerStage({ idleTimeoutMs: 100 }, { max: 3 });
    });

    test("gives its place back while the handler runs on", async () => {
      let stop = (): void => undefined;
      const untilStopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const hung = [1, 2].map(() => stage.apply(() => untilStopped));
      await expect.poll(() => isOpen(stage), { timeout: 5000 }).toBe(2);
      await expect.poll(() => isOpen(stage), { timeout: 5000 }).toBe(0);
      expect(await stage.apply((tx) => stage.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
      stop();
      for (const { outcome, reason } of await Promise.all(hung)) {
        expect(outcome).toBe("inbox-unavailable");
        expect(reason).toMatch(/connection to the database ended.*idleTimeoutMs/);
      }
      expect(await stage.effects()).toEqual(["a"]);
    });

    test("refuses the handler's later statements", async () => {
      const { outcome, reason } = await stage.apply(async (tx) => {
        const { rows } = await tx.query("SELECT pg_backend_pid() AS pid");
        const ended = new Promise<void>((resolve) => tx.on("end", () => resolve()));
        await stage.pool.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
        await ended;
        await stage.write(tx, "a");
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/connection to the database ended/),
      });
      expect(isOpen(stage)).toBe(0);
    });
  });

  describe("time limits", () => {
    test("end a handler's statement, and give the place back", async () => {
      stage = await openServerStage({ handlerStatementTimeoutMs: 100 }, { max: 2 });
      const startedAt = performance.now();
      const { outcome, reason } = await stage.apply((tx) => tx.query("SELECT pg_sleep(5)"));
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/did not respond within 100 ms.*handlerStatementTimeoutMs/),
      });
      expect(performance.now() - startedAt).toBeLessThan(3000);
      expect(isOpen(stage)).toBe(0);
      expect(await stage.apply((tx) => stage.write(tx, "a"))).toMatchObject({
        outcome: "processed",
      });
    });

    test("hold where the network swallows everything", async () => {
      stage = await openServerStage();
      const wire = await openWire();
      const { pool } = openPool({ host: "127.0.0.1", port: wire.port, max: 2 });
      const inbox = postgresInbox({
        pool,
        schema: stage.schema,
        acquireTimeoutMs: 200,
        lockTimeoutMs: 50,
        statementTimeoutMs: 150,
        handlerStatementTimeoutMs: 150,
      });
      const { apply } = createApply(inbox);
      expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
      wire.deafen();
      // In a claim, in a health check, in a handler, and in complete.
      expect(await apply(() => undefined)).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 150 ms/),
      });
      expect(pool.totalCount).toBe(0);
      await pool.query("SELECT 1");
      wire.deafen();
      await expect(inbox.ping()).rejects.toThrow(/did not respond within 150 ms/);
      expect(await apply((tx) => (wire.deafen(), stage.write(tx, "lost")))).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/did not respond within 150 ms/),
      });
      expect(await apply(() => wire.deafen())).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/did not respond within 200 ms/),
      });
      expect(pool.totalCount).toBe(0);
      expect(await apply((tx) => stage.write(tx, "a"))).toMatchObject({ outcome: "processed" });
      expect(await stage.effects()).toEqual(["a"]);
      await pool.end();
      await wire.close();
    });
  });

  describe("handlers that exceed their time", () => {
    test("are abandoned without waiting for their statement", async () => {
      stage = await openServerStage({}, { max: 2 });
      const id = randomUUID();
      let late: unknown;
      const startedAt = performance.now();
      const { outcome } = await stage.apply(
        async (tx) => {
          await stage.write(tx, "a");
          await tx.query("SELECT pg_sleep(1)").catch(() => undefined);
          await stage.write(tx, "b").catch((error: unknown) => {
            late = error;
          });
        },
        { id, handlerTimeoutMs: 100 },
      );
      expect(outcome).toBe("handler-failed");
      expect(performance.now() - startedAt).toBeLessThan(900);
      expect(isOpen(stage)).toBe(0);
      await expect.poll(() => String(late)).toMatch(/exceeded handlerTimeoutMs/);
      await expect
        .poll(() => stage.reports.map((report) => report.outcome))
        .toContain("late-statement");
      await expect
        .poll(async () => (await stage.apply((tx) => stage.write(tx, "a"), { id })).outcome, {
          timeout: 5000,
        })
        .toBe("processed");
      expect(await stage.effects()).toEqual(["a"]);
    });
  });
});
