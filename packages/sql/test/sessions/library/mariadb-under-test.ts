import type { Pool, RowDataPacket } from "mysql2/promise";
import {
  describeWithMysql,
  mysqlSettings,
  openMysqlPool,
  openMysqlProxy,
} from "../../mysql-server.js";
import { randomName } from "../../server.js";
import type { DatabaseUnderTest, ServerUnderTest } from "./database-under-test.js";
import { untilNoticed } from "../../until-noticed.js";

export const mariadb: DatabaseUnderTest = {
  name: "MariaDB",
  describe: describeWithMysql,
  connect,
  openProxy: openMysqlProxy,
  failing: "INSERT INTO missing VALUES (1)",
  isFailure: /doesn't exist/,
  toSleep: (seconds) => `SELECT SLEEP(${seconds})`,
  toEffects: (table) =>
    `CREATE TABLE ${table} (at int AUTO_INCREMENT PRIMARY KEY, name varchar(100) UNIQUE)`,
  toEntities: (table) =>
    `CREATE TABLE ${table} (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) UNIQUE)`,
  rejected: [
    "COMMIT",
    "ROLLBACK",
    "/* ; */ COMMIT -- now",
    "SELECT 1; COMMIT",
    "/*!50000 COMMIT */",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    "SET autocommit = 1",
    "TRUNCATE effects",
    "CREATE TABLE other (a int)",
    "LOCK TABLES effects WRITE",
    "CALL ends()",
    "XA START 'x'",
  ],
};

function connect(): ServerUnderTest {
  const { pool } = openMysqlPool({});
  const users = new Set<string>();
  const read: ServerUnderTest["read"] = async <Row extends object>(text: string) => {
    const [rows] = await pool.query<RowDataPacket[]>(text);
    return rows as unknown as Row[];
  };
  const { host, port, password } = mysqlSettings;
  return {
    read,
    async createNamespace() {
      const name = randomName();
      await pool.query(`CREATE DATABASE ${name} CHARACTER SET latin1`);
      return name;
    },
    async dropNamespace(namespace) {
      await pool.query(`DROP DATABASE ${namespace}`);
    },
    async clear(namespace) {
      for (const table of ["effects", "numipay_changes", "numipay_locks"])
        await pool.query(`DELETE FROM ${namespace}.${table}`);
    },
    async toSettings(user, database) {
      await createUser(pool, user);
      users.add(user);
      return { host, port, user, password, database, max: 4, application_name: user };
    },
    // The library connects to the namespace.
    toOptions: () => ({}),
    async terminate(user) {
      const list = "SELECT id FROM information_schema.processlist";
      const open = await read<{ id: number }>(`${list} WHERE user = '${user}'`);
      await pool.query(`KILL USER ${user}`);
      // Some pools open new connections at once.
      const isOpen = `${list} WHERE id IN (0, ${open.map(({ id }) => id).join(", ") || "0"})`;
      while ((await read(isOpen)).length > 0) await untilNoticed();
      await untilNoticed();
    },
    async close() {
      for (const user of users) await pool.query(`DROP USER ${user}@'%'`);
      await pool.end();
    },
  };
}

async function createUser(pool: Pool, user: string): Promise<void> {
  await pool.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${mysqlSettings.password}'`);
  await pool.query(`GRANT ALL ON *.* TO ${user}@'%'`);
}
