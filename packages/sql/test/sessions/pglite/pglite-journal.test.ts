import { PGlite, type Transaction } from "@electric-sql/pglite";
import type { Inbox, OutboxStore } from "@numipay/core";
import { journalCases, outboxCases } from "@numipay/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgliteInbox, pgliteJournal } from "../../../src/pglite.js";
import { createApply } from "../../fixture.js";
import { beginByCallback } from "../library/begin-by-callback.js";
import { toQueued } from "../library/outbox-store-cases.js";

describe("pgliteJournal", () => {
  let db: PGlite;

  beforeAll(async () => {
    db = await PGlite.create();
    await pgliteJournal({ db }).migrate();
    await db.exec("CREATE TABLE effects (name text)");
  }, 120_000);
  afterAll(() => db.close());

  describe("in the conformance suite", () => {
    const cases = journalCases({
      cannot: { cutOff: "PGlite runs in the process" },
      open: async () => ({
        store: pgliteJournal({ db }).store,
        openAnother: async () => pgliteJournal({ db }).store,
        close: async () => undefined,
      }),
    });
    for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
  });

  describe("in the conformance suite for outboxes", () => {
    const toEngine = () => ({
      store: pgliteJournal({ db }).store as OutboxStore<unknown>,
      inbox: pgliteInbox({ db }) as Inbox<unknown>,
    });
    const cases = outboxCases({
      cannot: {
        cutOff: "PGlite runs in the process",
        concurrentTransactions: "PGlite has one connection",
      },
      open: async () => ({
        ...toEngine(),
        begin: () => beginByCallback((work) => db.transaction(work)),
        addEffect: (tx, name) =>
          (tx as Transaction).query("INSERT INTO effects (name) VALUES ($1)", [name]),
        async readEffects() {
          const { rows } = await db.query<{ name: string }>("SELECT name FROM effects");
          return rows.map(({ name }) => name);
        },
        openAnother: async () => toEngine(),
        close: async () => undefined,
      }),
    });
    for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
  });

  it("keeps its records under its namespace", () => {
    expect(pgliteJournal({ db }).namespace).toBe("default");
    expect(pgliteJournal({ db, account: "eu", namespace: "first" }).namespace).toBe("first");
  });

  it("checks its tables", async () => {
    await pgliteJournal({ db }).ping();
    await expect(pgliteJournal({ db, tablePrefix: "missing_" }).ping()).rejects.toThrow(
      "The tables are missing or outdated.",
    );
  });

  it("queues in a transaction of PGlite, or not at all", async () => {
    const { store } = pgliteJournal({ db });
    const queued = toQueued("commits");
    expect(await db.transaction((tx) => store.enqueue(tx, queued))).toBe(true);
    expect(await db.transaction((tx) => store.enqueue(tx, queued))).toBe(false);
    const rolledBack = db.transaction(async (tx) => {
      await store.enqueue(tx, { ...queued, tracking_id: "rolled-back" });
      await tx.rollback();
    });
    await rolledBack;
    expect(await store.takeDue("commits", 10, 1000)).toMatchObject([{ tracking_id: "payout-1" }]);
    expect(await store.takeDue("commits", 10, 1000)).toEqual([]);
  });

  it("queues with the tx of a handler", async () => {
    const inbox = pgliteInbox({ db });
    const { store } = pgliteJournal({ db });
    // It has those of the conformance suite.
    await inbox.addAccount("default");
    const { outcome, reason } = await createApply(inbox).apply(async (tx) => {
      await store.enqueue(tx, toQueued("handler"));
      expect(await store.markOnce(tx, toQueued("handler"), "refund")).toBe(true);
      expect(await store.markOnce(tx, toQueued("handler"), "refund")).toBe(false);
    });
    expect(`${outcome} ${reason}`).toBe("processed undefined");
    expect(await store.takeDue("handler", 10, 1000)).toHaveLength(1);
  });

  it("rejects the database as tx", async () => {
    const { store } = pgliteJournal({ db });
    await expect(store.enqueue(db, toQueued("database"))).rejects.toThrow(
      "tx must be a transaction of PGlite",
    );
    expect(await store.read(toQueued("database"))).toBeUndefined();
  });

  it("names the transaction that keeps its connection", async () => {
    const { store } = pgliteJournal({ db, acquireTimeoutMs: 50 });
    await db.transaction(async () => {
      await expect(store.claim(toQueued("waits"), 1000)).rejects.toThrow(
        /PGlite has one connection.*If the call was made inside an open transaction or a webhook handler/,
      );
    });
  });
});
