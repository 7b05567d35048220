import type { Inbox } from "@numipay/core";
import type { Pool, RowDataPacket } from "mysql2/promise";
import type { Entry } from "../ledger/entry.js";
import { type Engine, requireSetting } from "./engine.js";
import { handlerFaults } from "./handler-faults.js";
import { toRow } from "./ledger-table.js";
import { migrateUntilDone } from "./migrate-until-done.js";
import { injectWith } from "./inject-with.js";
import { type Queryable, requireTx, type Tx } from "./queryable.js";
import type { ReceiverSettings } from "./settings.js";

type MigratableInbox = Inbox<Tx> & { migrate(): Promise<void> };

/** The ledger, rows that deadlocks are about, and a procedure that commits. */
const tables = [
  `CREATE TABLE IF NOT EXISTS ledger (position bigint AUTO_INCREMENT PRIMARY KEY, \`key\` varchar(300),
  transaction_key varchar(300), \`rank\` int, event longtext)`,
  "CREATE TABLE IF NOT EXISTS shelves (name varchar(300) PRIMARY KEY)",
  "CREATE PROCEDURE IF NOT EXISTS finish() BEGIN COMMIT; END",
];

/** In a full run, a hundred deliveries wait for a connection of the pool. That is not a fault. */
const acquireTimeoutMs = 15_000;

async function insertEntry(entry: Entry, tx: Tx): Promise<true> {
  const insert = "INSERT INTO ledger (`key`, transaction_key, `rank`, event) VALUES (?, ?, ?, ?)";
  await requireTx(tx).query(insert, [...toRow(entry)]);
  return true;
}

/** The engine of an inbox on a pool of mysql2, whose handlers get a connection. */
async function openMysql(
  { mysqlPort }: ReceiverSettings,
  createInbox: (pool: Pool) => Promise<MigratableInbox>,
): Promise<Engine<Tx>> {
  const { createConnection, createPool } = await import("mysql2/promise");
  const settings = {
    host: "127.0.0.1",
    port: requireSetting(mysqlPort, "mysqlPort"),
    user: "root",
    database: "test",
  };
  // Allowed, so that the inbox must reject several statements in one text, and not the server.
  const pool = createPool({ ...settings, connectionLimit: 20, multipleStatements: true });
  const inbox = await createInbox(pool);
  await migrateUntilDone(inbox);
  for (const table of tables) await pool.query(table);
  return {
    inbox,
    effect: insertEntry,
    injectFault: injectWith({
      faults: handlerFaults.mysql,
      append: insertEntry,
      async openOther() {
        const connection = await createConnection(settings);
        const query: Queryable["query"] = (text, values) => connection.query(text, values);
        return { query, end: () => connection.end() };
      },
    }),
    async readLedger() {
      const [rows] = await pool.query<(RowDataPacket & { event: string })[]>(
        "SELECT `key`, transaction_key AS transactionKey, `rank`, event FROM ledger ORDER BY position",
      );
      return rows.map((row) => ({ ...row, event: JSON.parse(row.event) as unknown }));
    },
    close: () => pool.end(),
  };
}

export async function openPublishedMysql(settings: ReceiverSettings): Promise<Engine<Tx>> {
  return await openMysql(settings, async (pool) => {
    const { mysqlInbox } = await import("@numipay/sql/mysql2");
    return mysqlInbox({ pool, idleTimeoutMs: settings.leaseMs, acquireTimeoutMs });
  });
}

export async function openNaiveMysql(settings: ReceiverSettings): Promise<Engine<Tx>> {
  return await openMysql(settings, async (pool) => {
    const { naiveMysqlInbox } = await import("./naive-mysql-inbox.js");
    return naiveMysqlInbox(pool);
  });
}
