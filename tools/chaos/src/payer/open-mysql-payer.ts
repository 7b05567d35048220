import { type MysqlJournal, mysqlInbox, mysqlJournal } from "@numipay/sql/mysql2";
import type { Pool, PoolConnection, RowDataPacket } from "mysql2/promise";
import { requireSetting } from "../receiver/engine.js";
import { migrateUntilDone } from "../receiver/migrate-until-done.js";
import { acquireTimeoutMs } from "../receiver/open-postgres.js";
import type { OutboxDatabase, PayerStore, WalletEntry } from "./payer-store.js";
import type { PayerSettings } from "./settings.js";
import { createWallet, selectWallet } from "./wallet-table.js";

/** A journal in MariaDB, and an outbox with the wallet beside it. */
export async function openMysqlPayer(settings: PayerSettings): Promise<PayerStore> {
  const { createPool } = await import("mysql2/promise");
  const port = requireSetting(settings.mysqlPort, "mysqlPort");
  const pool = createPool({
    host: "127.0.0.1",
    port,
    user: "root",
    database: "test",
    connectionLimit: 20,
  });
  const journal = mysqlJournal({ pool, acquireTimeoutMs });
  await migrateUntilDone(journal);
  const close = () => pool.end();
  if (settings.way === "journal") return { journal, close };
  await pool.query(createWallet);
  return { journal, outbox: openOutbox(pool, journal, settings), close };
}

function openOutbox(pool: Pool, journal: MysqlJournal, { leaseMs }: PayerSettings): OutboxDatabase {
  return {
    journal: journal as OutboxDatabase["journal"],
    inbox: mysqlInbox({ pool, idleTimeoutMs: leaseMs, acquireTimeoutMs }),
    transact: async (work) => await transact(pool, work),
    async write(tx, { tracking_id, kind }) {
      const insert = "INSERT INTO wallet (tracking_id, kind) VALUES (?, ?)";
      await (tx as PoolConnection).query(insert, [tracking_id, kind]);
    },
    async hasDebit(tracking_id) {
      const select = "SELECT 1 FROM wallet WHERE tracking_id = ?";
      const [rows] = await pool.query<RowDataPacket[]>(select, [tracking_id]);
      return rows.length > 0;
    },
    async readWallet() {
      const [rows] = await pool.query<(RowDataPacket & WalletEntry)[]>(selectWallet);
      return rows;
    },
  };
}

async function transact(
  pool: Pool,
  work: (tx: PoolConnection) => void | Promise<void>,
): Promise<void> {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await work(connection);
    await connection.commit();
    connection.release();
  } catch (error) {
    // Closing the connection rolls back, and one that broke must not return to the pool.
    connection.destroy();
    throw error;
  }
}
