import { setImmediate } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pgliteInbox, type PgliteTransaction } from "../../src/pglite.js";
import { describeWithPostgres } from "../server.js";
import { createApply, openServerFixture, type ServerFixture } from "../fixture.js";

const isLate = /used tx after it had returned.*Await every statement/;

// Guards against a statement on tx after the handler returned: decision 0012.
describeWithPostgres("a late statement on PostgreSQL", () => {
  let fixture: ServerFixture;
  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  it("is rejected and reported", async () => {
    let kept: PoolClient | undefined;
    await fixture.apply((tx) => {
      kept = tx;
    });
    const { query } = kept as unknown as { query: (this: void, ...args: unknown[]) => unknown };
    const byCallback = new Promise((resolve) => {
      query("SELECT 1", (error: Error) => resolve(error.message));
    });
    expect(await byCallback).toMatch(isLate);
    await expect(query("SELECT 1")).rejects.toThrow(isLate);
    await expect(kept?.query({ text: "SELECT 1" })).rejects.toThrow(isLate);
    expect(fixture.reports.filter(({ outcome }) => outcome === "late-statement")).toHaveLength(3);
  });

  it("is rejected while another payment's handler runs", async () => {
    let kept: PoolClient | undefined;
    await fixture.apply((tx) => {
      kept = tx;
    });
    const { outcome } = await fixture.apply(async (tx) => {
      await expect(fixture.write(kept as PoolClient, "other's")).rejects.toThrow(isLate);
      await fixture.write(tx, "own");
    });
    expect(outcome).toBe("processed");
    expect(await fixture.effects()).toEqual(["own"]);
  });

  it("is rejected while the change's next handler runs", async () => {
    let kept: PoolClient | undefined;
    const { outcome } = await fixture.apply([
      (tx) => {
        kept = tx;
      },
      () => expect(fixture.write(kept as PoolClient, "late")).rejects.toThrow(isLate),
    ]);
    expect(outcome).toBe("processed");
    expect(await fixture.effects()).toEqual([]);
  });

  it("rolls back a handler that did not await it", async () => {
    const { outcome, reason } = await fixture.apply(async (tx) => {
      await fixture.write(tx, "a");
      void tx.query("SELECT pg_sleep(0.2)");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/still running/),
    });
    expect(await fixture.effects()).toEqual([]);
    expect(fixture.pool.totalCount - fixture.pool.idleCount).toBe(0);
  });

  it("does not end the process when it fails unawaited", async () => {
    const rejections: unknown[] = [];
    const record = (error: unknown) => rejections.push(error);
    process.on("unhandledRejection", record);
    let kept: PoolClient | undefined;
    await fixture.apply((tx) => {
      kept = tx;
      void tx.query("SELECT 1/0");
    });
    void kept?.query("SELECT 1");
    await setImmediate();
    await setImmediate();
    process.off("unhandledRejection", record);
    expect(rejections).toEqual([]);
  });
});

describe("a late statement on PGlite", () => {
  let db: PGlite;
  const openInbox = async () => {
    const inbox = pgliteInbox({ db });
    await inbox.migrate();
    return createApply<PgliteTransaction>(inbox);
  };
  beforeAll(async () => {
    db = await PGlite.create();
  }, 120_000);
  afterAll(() => db.close());

  it("is rejected and reported", async () => {
    const { apply, reports } = await openInbox();
    let kept: PgliteTransaction | undefined;
    await apply((tx) => {
      kept = tx;
    });
    const tx = kept as unknown as PgliteTransaction;
    await expect(tx.query("SELECT 1")).rejects.toThrow(isLate);
    await expect(tx.exec("SELECT 1")).rejects.toThrow(isLate);
    await expect(tx.sql`SELECT 1`).rejects.toThrow(isLate);
    await expect(tx.transaction(async () => undefined)).rejects.toThrow(isLate);
    expect(reports.filter(({ outcome }) => outcome === "late-statement")).toHaveLength(4);
  });

  it("rolls back a handler that did not await it", async () => {
    const { apply } = await openInbox();
    const { outcome, reason } = await apply((tx) => {
      void tx.exec("CREATE TABLE left_running (a int)");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/still running/),
    });
    await expect(db.query("SELECT FROM left_running")).rejects.toThrow(/does not exist/);
  });
});
