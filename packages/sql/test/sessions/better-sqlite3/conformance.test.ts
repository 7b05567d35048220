import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import BetterSqlite3 from "better-sqlite3";
import { afterAll, it, vi } from "vitest";
import { interleavings } from "../../interleavings.js";
import { describeWithSqlite } from "../../sqlite.js";
import { sqliteInbox, type SqliteInbox } from "../../../src/better-sqlite3.js";

const folder = mkdtempSync(join(tmpdir(), "numipay-sqlite-"));
const path = join(folder, "shop.db");

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** How long a claim may be open on the fake clock. */
const holdTimeoutMs = 10_000;

const subject: InboxUnderTest = {
  takesTurns: "SQLite has one writer",
  cannot: { cutOff: "SQLite runs in the process" },
  async open() {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const opened: SqliteInbox[] = [];
    const openOne = () => {
      const inbox = sqliteInbox({ path, holdTimeoutMs });
      opened.push(inbox);
      return inbox;
    };
    const inbox = openOne();
    await inbox.migrate();
    const lapse = async () => void (await vi.advanceTimersByTimeAsync(holdTimeoutMs));
    return {
      inbox,
      openAnother: async () => ({ inbox: openOne(), vanish: lapse }),
      lapse,
      async countConflicts() {
        const db = new BetterSqlite3(path, { readonly: true });
        const count = db.prepare("SELECT count(*) FROM numipay_conflicts").pluck().get() as number;
        db.close();
        return count;
      },
      async close() {
        // Ends leases that a case still holds.
        await lapse();
        for (const one of opened) one.close();
        vi.useRealTimers();
      },
    };
  },
};

describeWithSqlite("better-sqlite3 on SQLite", () => {
  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 60_000 }, () => run());
  }
});
