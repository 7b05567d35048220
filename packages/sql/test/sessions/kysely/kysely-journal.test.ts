import {
  CamelCasePlugin,
  Kysely,
  MysqlDialect,
  PostgresDialect,
  sql,
  type Transaction,
} from "kysely";
import { createPool } from "mysql2";
import { Pool } from "pg";
import { kyselyInbox, kyselyJournal } from "../../../src/kysely.js";
import { describeJournal } from "../library/journal-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

type Tx = Transaction<object>;

const run = (tx: Tx, text: string): Promise<unknown> => sql.raw(text).execute(tx);
const toTransact =
  (db: Kysely<object>) =>
  <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    db.transaction().execute(work);

describeJournal<Tx>(
  {
    entry: "kysely",
    open(settings, options) {
      const pool = new Pool(settings);
      const plugins = [new CamelCasePlugin()];
      const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }), plugins });
      return {
        journal: kyselyJournal({ db, pool, ...options }),
        inbox: kyselyInbox({ db, pool, ...options }) as never,
        others: [db, pool],
        run,
        transact: toTransact(db),
        end: () => db.destroy(),
      };
    },
  },
  postgres,
);

describeJournal<Tx>(
  {
    entry: "kysely",
    open({ host, port, user, password, database, max }, { tablePrefix, acquireTimeoutMs }) {
      const pool = createPool({ host, port, user, password, database, connectionLimit: max });
      const options = {
        ...(tablePrefix !== undefined && { tablePrefix }),
        ...(acquireTimeoutMs !== undefined && { acquireTimeoutMs }),
      };
      const db = new Kysely<object>({ dialect: new MysqlDialect({ pool }) });
      return {
        journal: kyselyJournal({ db, pool, ...options }),
        inbox: kyselyInbox({ db, pool, ...options }) as never,
        others: [db, pool],
        run,
        transact: toTransact(db),
        end: () => db.destroy(),
      };
    },
  },
  mariadb,
);
