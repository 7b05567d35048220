import { drizzle as drizzleMysql } from "drizzle-orm/mysql2";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import { drizzle as drizzlePostgresJs } from "drizzle-orm/postgres-js";
import { createPool } from "mysql2";
import { Pool } from "pg";
import createSql from "postgres";
import { drizzleInbox, drizzleJournal, type DrizzleTransaction } from "../../../src/drizzle.js";
import { describeJournal } from "../library/journal-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

type Tx = DrizzleTransaction;

const run = async (tx: Tx, text: string): Promise<unknown> => await tx.execute(text);

describeJournal<Tx>(
  {
    entry: "drizzle",
    open(settings, options) {
      const client = new Pool(settings);
      client.on("error", () => undefined);
      const db = drizzlePg(client);
      return {
        journal: drizzleJournal({ client, ...options }),
        inbox: drizzleInbox({ client, drizzle: (given) => drizzlePg(given), ...options }) as never,
        others: [client],
        run,
        transact: (work) => db.transaction(work),
        withoutTransaction: (work) => work(db),
        end: () => client.end(),
      };
    },
  },
  postgres,
);

describeJournal<Tx>(
  {
    entry: "drizzle with postgres.js",
    open({ application_name, ...settings }, options) {
      const client = createSql({
        ...settings,
        connection: { application_name },
        backoff: () => 0.05,
        onnotice: () => undefined,
      });
      const db = drizzlePostgresJs(client);
      return {
        journal: drizzleJournal({ client, ...options }),
        inbox: drizzleInbox({
          client,
          drizzle: (given) => drizzlePostgresJs(given),
          ...options,
        }) as never,
        others: [client],
        run,
        transact: (work) => db.transaction(work),
        withoutTransaction: (work) => work(db),
        end: () => client.end({ timeout: 1 }),
      };
    },
  },
  postgres,
);

describeJournal<Tx>(
  {
    entry: "drizzle",
    open({ host, port, user, password, database, max }, { tablePrefix, acquireTimeoutMs }) {
      const client = createPool({ host, port, user, password, database, connectionLimit: max });
      const options = {
        ...(tablePrefix !== undefined && { tablePrefix }),
        ...(acquireTimeoutMs !== undefined && { acquireTimeoutMs }),
      };
      const db = drizzleMysql(client);
      return {
        journal: drizzleJournal({ client, ...options }),
        inbox: drizzleInbox({
          client,
          drizzle: (given) => drizzleMysql(given),
          ...options,
        }) as never,
        others: [{ query: client.query.bind(client) }],
        run,
        transact: (work) => db.transaction(work),
        withoutTransaction: (work) => work(db),
        end: () => client.promise().end(),
      };
    },
  },
  mariadb,
);
