import { PGlite } from "@electric-sql/pglite";
import type { Change } from "@numipay/core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { leaseOf, newChange } from "../../changes.js";
import { pgliteInbox, type PgliteInbox, type PgliteTransaction } from "../../../src/pglite.js";

let db: PGlite;
let inbox: PgliteInbox;

beforeAll(async () => {
  db = await PGlite.create();
  inbox = pgliteInbox({ db });
  await inbox.migrate();
  await db.exec("CREATE TABLE effects (change text NOT NULL)");
}, 120_000);

afterAll(async () => {
  if (!db.closed) await db.close();
});

afterEach(() => void vi.useRealTimers());

const effect = (tx: PgliteTransaction, { key }: Change) =>
  tx.query("INSERT INTO effects VALUES ($1)", [key]);

async function effectsOf({ key }: Change): Promise<number> {
  const { rows } = await db.query("SELECT FROM effects WHERE change = $1", [key]);
  return rows.length;
}

// Guards against concurrent claims on one connection: decision 0009.
describe("the options", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a promise of a PGlite", Promise.resolve()],
    ["a pool of pg", { connect: () => undefined, query: () => undefined }],
    ["Drizzle's db", { transaction: () => undefined, execute: () => undefined }],
  ])("reject %s as db", (_name, wrong) => {
    expect(() => pgliteInbox({ db: wrong as never })).toThrow(/^db must be a PGlite: await/);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 31])("reject a timeout of %s", (wrong) => {
    expect(() => pgliteInbox({ db, acquireTimeoutMs: wrong })).toThrow(/^acquireTimeoutMs /);
    expect(() => pgliteInbox({ db, idleTimeoutMs: wrong })).toThrow(/^idleTimeoutMs /);
  });

  it("reject an invalid table prefix", () => {
    expect(() => pgliteInbox({ db, tablePrefix: "a-b" })).toThrow(/^tablePrefix /);
  });
});

describe("pgliteInbox", () => {
  it("commits the effect with the record, or rolls it back", async () => {
    const [one, other] = [newChange(), newChange()];
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    expect(await inbox.complete(one, lease)).toBe(true);
    const released = await leaseOf(inbox, other);
    await effect(released.tx, other);
    await inbox.release(other, released);
    expect([await effectsOf(one), await effectsOf(other)]).toEqual([1, 0]);
  });

  it("keeps the application's queries out of the transaction", async () => {
    const [one, beside] = [newChange(), newChange()];
    const lease = await leaseOf(inbox, one);
    const outside = db.query("INSERT INTO effects VALUES ($1)", [beside.key]);
    await effect(lease.tx, one);
    await inbox.release(one, lease);
    await outside;
    expect([await effectsOf(one), await effectsOf(beside)]).toEqual([0, 1]);
  });

  it("rejects a claim that waits too long for its turn", async () => {
    const hasty = pgliteInbox({ db, acquireTimeoutMs: 20 });
    const [one, other] = [newChange(), newChange()];
    const lease = await leaseOf(hasty, one);
    await effect(lease.tx, one);
    await expect(hasty.claim(other)).rejects.toThrow(/Timed out after 20 ms/);
    await expect(hasty.ping()).rejects.toThrow(/Timed out after 20 ms/);
    expect(await hasty.complete(one, lease)).toBe(true);
    // The abandoned turn must not leave a claim behind.
    const next = await leaseOf(hasty, other);
    await effect(next.tx, other);
    expect(await hasty.complete(other, next)).toBe(true);
    expect([await effectsOf(one), await effectsOf(other)]).toEqual([1, 1]);
  });

  it("ends the turn of a handler that writes through db", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    const stuck = db.query("INSERT INTO effects VALUES ('beside')");
    await vi.advanceTimersByTimeAsync(10_000);
    await stuck;
    await expect(effect(lease.tx, one)).rejects.toThrow(/no statement for 10000 ms.*through tx/s);
    await expect(inbox.complete(one, lease)).rejects.toThrow(/nothing is recorded/);
    expect(await effectsOf(one)).toBe(0);
    const again = await leaseOf(inbox, one);
    await inbox.release(one, again);
  });

  it("rejects a statement after the transaction", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await inbox.complete(one, lease);
    const other = newChange();
    const next = await leaseOf(inbox, other);
    await expect(effect(lease.tx, one)).rejects.toThrow(/after its transaction had ended/);
    await inbox.release(other, next);
  });

  it.each(["COMMIT", "ROLLBACK", "COMMIT; BEGIN", "ROLLBACK; BEGIN"])(
    "rejects %j in a handler and records nothing",
    async (end) => {
      const one = newChange();
      const lease = await leaseOf(inbox, one);
      await effect(lease.tx, one);
      await expect(lease.tx.exec(end)).rejects.toThrow(/rejected and not sent/);
      await expect(inbox.complete(one, lease)).rejects.toThrow(/rejected and not sent/);
      expect(await effectsOf(one)).toBe(0);
      await inbox.release(one, await leaseOf(inbox, one));
    },
  );

  it("rolls back when a handler swallows a failed statement", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await lease.tx.query("SELECT 1/0").catch(() => undefined);
    await expect(inbox.complete(one, lease)).rejects.toThrow(/after a SAVEPOINT/);
    expect(await effectsOf(one)).toBe(0);
  });

  it("reports claims of a claimed transaction without a turn", async () => {
    const one = newChange({ status: "pending", rank: 0 });
    await inbox.complete(one, await leaseOf(inbox, one));
    const final = { ...one, status: "successful", rank: 1 as const };
    const lease = await leaseOf(inbox, final);
    const conflict = { ...one, content: "{}" };
    expect((await inbox.claim(one)).state).toBe("duplicate");
    expect((await inbox.claim(final)).state).toBe("in-progress");
    // Recording the conflict needs the turn, so the gateway must retry.
    expect((await inbox.claim(conflict)).state).toBe("in-progress");
    expect(await inbox.peek(conflict)).toBe("conflict");
    await inbox.complete(final, lease);
    expect((await inbox.claim(conflict)).state).toBe("conflict");
  });

  it("does not block the event loop with many turns", async () => {
    let isPeeking = true;
    let rounds = 0;
    const countRound = () => {
      rounds += 1;
      if (isPeeking) setImmediate(countRound);
    };
    setImmediate(countRound);
    for (let peeks = 0; peeks < 50; peeks += 1) await inbox.peek(newChange());
    isPeeking = false;
    expect(rounds).toBeGreaterThanOrEqual(50);
  });

  it("migrates concurrently in its own schema", async () => {
    const own = pgliteInbox({ db, schema: "ledger", tablePrefix: "n_" });
    await expect(own.ping()).rejects.toThrow(/await inbox.migrate\(\)/);
    await expect(own.claim(newChange())).rejects.toThrow(/await inbox.migrate\(\)/);
    await Promise.all([own.migrate(), own.migrate(), own.migrate()]);
    await own.ping();
    const { rows } = await db.query("SELECT version FROM ledger.n_migrations");
    expect(rows).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
  });

  it("archives contents but still detects replays", async () => {
    const keeping = pgliteInbox({ db, keepContent: true });
    const one = newChange();
    await keeping.complete(one, await leaseOf(keeping, one));
    expect(await keeping.archive({ olderThan: new Date(0) })).toBe(0);
    expect(await keeping.archive({ olderThan: new Date("2100-01-01") })).toBeGreaterThan(0);
    const { rows } = await db.query(
      "SELECT content FROM numipay_changes WHERE transaction_key = $1",
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: null }]);
    expect((await keeping.claim(one)).state).toBe("duplicate");
    expect((await keeping.claim({ ...one, content: "{}" })).state).toBe("conflict");
  });

  it("stores checkpoints by name", async () => {
    expect(await inbox.checkpoints.read("reconciled")).toBeUndefined();
    await inbox.checkpoints.write("reconciled", "2026-01-01");
    await inbox.checkpoints.write("reconciled", "it's \\ 2026-01-02");
    expect(await inbox.checkpoints.read("reconciled")).toBe("it's \\ 2026-01-02");
  });

  it("rejects every call after db is closed", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    const closing = db.close();
    await effect(lease.tx, one);
    expect(await inbox.complete(one, lease)).toBe(true);
    await closing;
    await expect(inbox.claim(one)).rejects.toThrow(/PGlite is closed/);
    await expect(inbox.peek(one)).rejects.toThrow(/PGlite is closed/);
    await expect(inbox.ping()).rejects.toThrow(/PGlite is closed/);
    await expect(inbox.checkpoints.read("reconciled")).rejects.toThrow(/PGlite is closed/);
  });
});
