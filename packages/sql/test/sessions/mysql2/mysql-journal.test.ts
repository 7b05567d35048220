import { type Connection, createPool, type PoolConnection } from "mysql2/promise";
import { createPool as createCorePool } from "mysql2";
import { mysqlInbox, mysqlJournal } from "../../../src/mysql2.js";
import type { JournalUnderTest } from "../library/journal-under-test.js";
import { describeJournal } from "../library/journal-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";

const mysql: JournalUnderTest<Pick<Connection, "query">> = {
  entry: "mysql2",
  open({ host, port, user, password, database, max }, options) {
    const settings = { host, port, user, password, database };
    const pool = createPool({ ...settings, connectionLimit: max });
    const core = createCorePool(settings);
    const withConnection = async <Result>(
      work: (connection: PoolConnection) => Promise<Result>,
    ): Promise<Result> => {
      const connection = await pool.getConnection();
      try {
        return await work(connection);
      } finally {
        connection.release();
      }
    };
    return {
      journal: mysqlJournal({ pool, ...options }),
      inbox: mysqlInbox({ pool, ...options }) as never,
      others: [pool, core],
      run: (tx, text) => tx.query(text),
      transact: (work) =>
        withConnection(async (connection) => {
          await connection.beginTransaction();
          try {
            const result = await work(connection);
            await connection.commit();
            return result;
          } catch (error) {
            await connection.rollback();
            throw error;
          }
        }),
      withoutTransaction: (work) => withConnection(work),
      async end() {
        core.end(() => undefined);
        await pool.end();
      },
    };
  },
};

describeJournal(mysql, mariadb);
