import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox, OutboxStore } from "@numipay/core";
import { journalCases, outboxCases } from "@numipay/testing";
import BetterSqlite3 from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqliteInbox, sqliteJournal, type SqliteJournal } from "../../../src/better-sqlite3.js";
import { describeWithSqlite, newDatabasePath, openSqliteFixture } from "../../sqlite.js";
import { toQueued } from "../library/outbox-store-cases.js";

describeWithSqlite("sqliteJournal", () => {
  const folder = mkdtempSync(join(tmpdir(), "numipay-sqlite-"));
  const path = join(folder, "shop.db");

  beforeAll(async () => {
    const journal = sqliteJournal({ path });
    await journal.migrate();
    journal.close();
    const app = new BetterSqlite3(path);
    app.exec("CREATE TABLE effects (name TEXT)");
    app.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  describe("in the conformance suite", () => {
    const cases = journalCases({
      cannot: { cutOff: "SQLite runs in the process" },
      async open() {
        const journals = [sqliteJournal({ path }), sqliteJournal({ path })] as const;
        return {
          store: journals[0].store,
          openAnother: async () => journals[1].store,
          async close() {
            for (const journal of journals) journal.close();
          },
        };
      },
    });
    for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
  });

  describe("in the conformance suite for outboxes", () => {
    const cases = outboxCases({
      cannot: {
        cutOff: "SQLite runs in the process",
        concurrentTransactions: "SQLite has one writer",
      },
      async open() {
        const opened: { close(): unknown }[] = [];
        const openEngine = () => {
          const [journal, inbox] = [sqliteJournal({ path }), sqliteInbox({ path })];
          opened.push(journal, inbox);
          return { store: journal.store as OutboxStore<unknown>, inbox: inbox as Inbox<unknown> };
        };
        const app = new BetterSqlite3(path, { timeout: 1000 });
        opened.push(app);
        return {
          ...openEngine(),
          async begin() {
            app.exec("BEGIN IMMEDIATE");
            return {
              tx: app,
              commit: async () => void app.exec("COMMIT"),
              rollback: async () => void app.exec("ROLLBACK"),
            };
          },
          addEffect: (tx, name) =>
            void (tx as BetterSqlite3.Database)
              .prepare("INSERT INTO effects (name) VALUES (?)")
              .run(name),
          readEffects: async () =>
            app.prepare("SELECT name FROM effects").pluck().all() as string[],
          openAnother: async () => openEngine(),
          async close() {
            for (const one of opened) one.close();
          },
        };
      },
    });
    for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
  });

  /** Runs with a journal and the application's own connection. */
  async function withBoth(
    work: (journal: SqliteJournal, app: BetterSqlite3.Database) => Promise<void> | void,
  ): Promise<void> {
    const journal = sqliteJournal({ path });
    const app = new BetterSqlite3(path, { timeout: 1000 });
    try {
      await work(journal, app);
    } finally {
      app.close();
      journal.close();
    }
  }

  it("checks its tables", () =>
    withBoth(async (journal) => {
      await journal.ping();
      const missing = sqliteJournal({ path, tablePrefix: "missing_" });
      await expect(missing.ping()).rejects.toThrow("The tables are missing or outdated.");
      missing.close();
    }));

  it("queues in a transaction of the application, or not at all", () =>
    withBoth(async ({ store }, app) => {
      const enqueue = (tracking_id: string): boolean =>
        store.enqueue(app, toQueued("own", { tracking_id }));
      expect(app.transaction(() => [enqueue("a"), enqueue("a"), enqueue("b")])()).toEqual([
        true,
        false,
        true,
      ]);
      const failing = app.transaction(() => {
        expect(enqueue("c")).toBe(true);
        throw new Error("rolled back");
      });
      expect(() => failing()).toThrow("rolled back");
      const due = await store.takeDue("own", 10, 60_000);
      expect(due.map(({ tracking_id }) => tracking_id)).toEqual(["a", "b"]);
      expect(due[0]).toMatchObject({ ...toQueued("own", { tracking_id: "a" }), state: "queued" });
      expect(await store.takeDue("own", 10, 60_000)).toEqual([]);
    }));

  it("gives each intent to one of two journals", () =>
    withBoth(async ({ store }, app) => {
      const ids = Array.from({ length: 12 }, (_, at) => `payout-${String(at).padStart(2, "0")}`);
      const all = ids.map((tracking_id) => toQueued("both", { tracking_id }));
      app.transaction(() => all.map((intent) => store.enqueue(app, intent)))();
      const other = sqliteJournal({ path });
      const pages = await Promise.all(
        [store, other.store, store, other.store].map((one) => one.takeDue("both", 4, 60_000)),
      );
      other.close();
      expect(
        pages
          .flat()
          .map(({ tracking_id }) => tracking_id)
          .toSorted(),
      ).toEqual(ids);
    }));

  it("reports an end once, and marks once", () =>
    withBoth(async ({ store }, app) => {
      const queued = toQueued("ends");
      app.transaction(() => store.enqueue(app, queued))();
      const claim = await store.claim(queued, 60_000);
      if (claim.state !== "new") throw new Error(`The claim is ${claim.state}.`);
      expect(claim.recorded?.request).toBe(queued.request);
      expect(await store.takeDue("ends", 10, 0)).toEqual([]);
      await store.complete(queued, claim.lease, { state: "refused", response: "{}" });
      expect(await store.takeDue("ends", 10, 0)).toMatchObject([{ state: "refused" }]);
      expect(await store.settle(queued, "confirmed")).toBe(false);
      expect(await store.settle(queued, "refused")).toBe(true);
      expect(await store.takeDue("ends", 10, 0)).toEqual([]);
      const marks = app.transaction(() =>
        ["refund", "refund", "other"].map((name) => store.markOnce(app, queued, name)),
      );
      expect(marks()).toEqual([true, false, true]);
    }));

  it.each([
    ["NUL", "order\u0000-1"],
    ["a quote", "o'r\\d\"er-1"],
    ["a lone surrogate", "order-\ud800"],
    ["255 characters of 3 bytes", "€".repeat(255)],
  ])("returns an id with %s", (_name, tracking_id) =>
    withBoth(async ({ store }, app) => {
      const metadata = JSON.stringify({ text: `\u0000 ${tracking_id}` });
      const queued = toQueued("odd", { tracking_id, metadata });
      app.transaction(() => store.enqueue(app, queued))();
      expect(await store.takeDue("odd", 10, 60_000)).toMatchObject([{ tracking_id, metadata }]);
    }),
  );

  it("queues with the tx of a handler", async () => {
    const fixture = await openSqliteFixture();
    const journal = sqliteJournal({ path: fixture.path });
    const { store } = journal;
    const { outcome } = await fixture.apply((tx) => {
      expect(store.enqueue(tx, toQueued("handler"))).toBe(true);
    });
    expect(outcome).toBe("processed");
    expect(await store.takeDue("handler", 10, 0)).toHaveLength(1);
    journal.close();
  });

  it("rejects what is not a transaction on its file", () =>
    withBoth((journal, app) => {
      const other = new BetterSqlite3(newDatabasePath());
      const memory = new BetterSqlite3(":memory:");
      for (const one of [other, memory]) one.exec("BEGIN");
      const enqueue = (tx: unknown) => () => journal.store.enqueue(tx as never, toQueued("no"));
      expect(enqueue(undefined)).toThrow("tx must be a Database of better-sqlite3");
      expect(enqueue({ prepare: () => undefined })).toThrow("tx must be a Database");
      expect(enqueue(app)).toThrow("tx must be inside an open transaction");
      expect(enqueue(other)).toThrow("tx must be on the journal's file");
      expect(enqueue(memory)).toThrow("tx must be on the journal's file");
      for (const one of [other, memory]) one.close();
    }));
});
