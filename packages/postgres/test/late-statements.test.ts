import { setImmediate } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pgliteInbox, type PgliteTransaction } from "../src/pglite.js";
import { noServer } from "./server.js";
import { createApply, openServerStage, type ServerStage } from "./stage.js";

const isLate = /used tx after it had returned.*Await every statement/;

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  beforeAll(async () => {
    stage = await openServerStage();
  });
  beforeEach(() => stage.clear());
  afterAll(() => stage.close());

  test("refuses and reports a statement after the handler", async () => {
    let kept: PoolClient | undefined;
    await stage.apply((tx) => {
      kept = tx;
    });
    const { query } = kept as unknown as { query: (this: void, ...args: unknown[]) => unknown };
    const byCallback = new Promise((resolve) => {
      query("SELECT 1", (error: Error) => resolve(error.message));
    });
    expect(await byCallback).toMatch(isLate);
    await expect(query("SELECT 1")).rejects.toThrow(isLate);
    await expect(kept?.query({ text: "SELECT 1" })).rejects.toThrow(isLate);
    expect(stage.reports.filter(({ outcome }) => outcome === "late-statement")).toHaveLength(3);
  });

  test("refuses it while another payment's handler works", async () => {
    let kept: PoolClient | undefined;
    await stage.apply((tx) => {
      kept = tx;
    });
    const { outcome } = await stage.apply(async (tx) => {
      await expect(stage.write(kept as PoolClient, "other's")).rejects.toThrow(isLate);
      await stage.write(tx, "own");
    });
    expect(outcome).toBe("processed");
    expect(await stage.effects()).toEqual(["own"]);
  });

  test("refuses it while the next handler of the change works", async () => {
    let kept: PoolClient | undefined;
    const { outcome } = await stage.apply([
      (tx) => {
        kept = tx;
      },
      () => expect(stage.write(kept as PoolClient, "late")).rejects.toThrow(isLate),
    ]);
    expect(outcome).toBe("processed");
    expect(await stage.effects()).toEqual([]);
  });

  test("keeps nothing of a handler that left a statement running", async () => {
    const { outcome, reason } = await stage.apply(async (tx) => {
      await stage.write(tx, "a");
      void tx.query("SELECT pg_sleep(0.2)");
    });
    expect({ outcome, reason }).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/still running/),
    });
    expect(await stage.effects()).toEqual([]);
    expect(stage.pool.totalCount - stage.pool.idleCount).toBe(0);
  });

  test("ends no process by an unawaited failure", async () => {
    const rejections: unknown[] = [];
    const note = (error: unknown) => rejections.push(error);
    process.on("unhandledRejection", note);
    let kept: PoolClient | undefined;
    await stage.apply((tx) => {
      kept = tx;
      void tx.query("SELECT 1/0");
    });
    void kept?.query("SELECT 1");
    await setImmediate();
    await setImmediate();
    process.off("unhandledRejection", note);
    expect(rejections).toEqual([]);
  });
});

describe("on PGlite", () => {
  let db: PGlite;
  const stage = async () => {
    const inbox = pgliteInbox({ db });
    await inbox.migrate();
    return createApply<PgliteTransaction>(inbox);
  };
  beforeAll(async () => {
    db = await PGlite.create();
  }, 120_000);
  afterAll(() => db.close());

  test("refuses and reports a statement after the handler", async () => {
    const { apply, reports } = await stage();
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

  test("keeps nothing of a handler that left a statement running", async () => {
    const { apply } = await stage();
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
