import type { OutcomeReport } from "@numipay/core";
import type { Pool, PoolConnection, PoolOptions } from "mysql2/promise";
import { mysqlInbox, type MysqlInbox, type MysqlInboxOptions } from "../src/mysql2.js";
import { createApply } from "./fixture.js";
import { createDatabase, openMysqlPool, type OpenedPool } from "./mysql-server.js";

/** An inbox in a database of its own with a table of effects. */
export interface MysqlFixture {
  opened: OpenedPool;
  pool: Pool;
  /** A pool that the inbox does not use. */
  admin: Pool;
  inbox: MysqlInbox;
  database: string;
  apply: ReturnType<typeof createApply<PoolConnection>>["apply"];
  reports: OutcomeReport[];
  /** Inserts an effect. */
  write: (tx: Pick<PoolConnection, "query">, name: string) => Promise<unknown>;
  /** The committed effects, in order. */
  effects: () => Promise<string[]>;
  /** How many changes are recorded. */
  records: () => Promise<number>;
  clear: () => Promise<void>;
  close: () => Promise<void>;
}

export async function openMysqlFixture(
  options: Partial<MysqlInboxOptions> = {},
  poolOptions: PoolOptions = {},
): Promise<MysqlFixture> {
  const { database, drop } = await createDatabase();
  const opened = openMysqlPool({ database, ...poolOptions });
  const { pool } = opened;
  const admin = openMysqlPool({ database }).pool;
  const inbox = mysqlInbox({ pool, ...options });
  await mysqlInbox({ pool: admin }).migrate();
  await admin.query(
    `CREATE TABLE ${database}.effects (at int AUTO_INCREMENT PRIMARY KEY, name varchar(100) UNIQUE)`,
  );
  const { apply, reports } = createApply<PoolConnection>(inbox);
  const count = async (table: string): Promise<number> => {
    const [rows] = await admin.query(`SELECT COUNT(*) AS count FROM ${table}`);
    return (rows as { count: number }[])[0]?.count ?? 0;
  };
  return {
    opened,
    pool,
    admin,
    inbox,
    database,
    apply,
    reports,
    write: (tx, name) => tx.query(`INSERT INTO ${database}.effects (name) VALUES (?)`, [name]),
    async effects() {
      const [rows] = await admin.query("SELECT name FROM effects ORDER BY at");
      return (rows as { name: string }[]).map(({ name }) => name);
    },
    records: () => count("numipay_changes"),
    async clear() {
      for (const table of ["effects", "numipay_changes", "numipay_locks"])
        await admin.query(`DELETE FROM ${table}`);
    },
    async close() {
      await pool.end();
      await admin.end();
      await drop();
    },
  };
}
