import { sqliteInbox, type SqliteJournal, sqliteJournal } from "@numipay/sql/better-sqlite3";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { requireSetting } from "../receiver/engine.js";
import { migrateUntilDone } from "../receiver/migrate-until-done.js";
import type { OutboxDatabase, PayerStore, WalletEntry } from "./payer-store.js";
import type { PayerSettings } from "./settings.js";
import { createWallet, selectWallet } from "./wallet-table.js";

/** How long the application's own connection waits for the file, in milliseconds. */
const timeoutMs = 5000;

/** A journal in a SQLite file, and an outbox with the wallet beside it. Its transactions are synchronous. */
export async function openSqlitePayer({
  databasePath,
  leaseMs,
  way,
}: PayerSettings): Promise<PayerStore> {
  const path = requireSetting(databasePath, "databasePath");
  const journal = sqliteJournal({ path, acquireTimeoutMs: leaseMs });
  await migrateUntilDone(journal);
  if (way === "journal") return { journal, close: async () => journal.close() };
  const app = new BetterSqlite3(path, { timeout: timeoutMs });
  app.pragma("journal_mode = WAL");
  app.exec(createWallet);
  const inbox = sqliteInbox({ path, acquireTimeoutMs: leaseMs });
  return {
    journal,
    outbox: { ...openWallet(app, journal), inbox: inbox as OutboxDatabase["inbox"] },
    async close() {
      inbox.close();
      journal.close();
      app.close();
    },
  };
}

function openWallet(app: Database, journal: SqliteJournal): Omit<OutboxDatabase, "inbox"> {
  return {
    journal: journal as unknown as OutboxDatabase["journal"],
    async transact(work) {
      app.transaction(() => void work(app)).immediate();
    },
    write(tx, { tracking_id, kind }) {
      const insert = "INSERT INTO wallet (tracking_id, kind) VALUES (?, ?)";
      (tx as Database).prepare(insert).run(tracking_id, kind);
    },
    async hasDebit(tracking_id) {
      const select = "SELECT 1 FROM wallet WHERE tracking_id = ?";
      return app.prepare(select).get(tracking_id) !== undefined;
    },
    readWallet: async () => app.prepare(selectWallet).all() as WalletEntry[],
  };
}
